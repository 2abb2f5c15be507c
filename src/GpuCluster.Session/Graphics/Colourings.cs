using GpuCluster.Core.Errors;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.Session.Graphics;

/// <summary>The colouring a user asked for by name.</summary>
public static class Colourings
{
    /// <summary>By label where there are labels, else one colour.</summary>
    public const string Auto = "auto";

    /// <summary>Chooses it.</summary>
    /// <param name="colours">Offers what the samples allow.</param>
    /// <param name="name">A colouring's name, a column's, or <see cref="Auto"/>.</param>
    /// <exception cref="UnusableInputException">There is none of this name; the message says which there are.</exception>
    public static void Choose(ColourModel colours, string name)
    {
        if (name == Auto || colours.TryChoose(name))
            return;

        throw name == "label"
            ? new UnusableInputException("the data has no labels to colour by; give them in a file") { Remedies = [new(Setting.Labels)] }
            : new UnusableInputException($"there is no colouring and no column named {name}; use {string.Join(", ", colours.Names)}")
            {
                Remedies = [new(Setting.Colouring)],
            };
    }
}
