using GpuCluster.Core.Errors;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.App.Graphics;

/// <summary>The colouring a user asked for by name.</summary>
internal static class Colourings
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
        {
            return;
        }

        throw new UnusableInputException(name == "label"
            ? "--color-by label: the data has no labels; give them with --labels FILE"
            : $"--color-by {name}: there is no such colouring and no such column; use {string.Join(", ", colours.Names)}");
    }
}
