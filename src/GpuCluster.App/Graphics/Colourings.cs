using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.App.Graphics;

/// <summary>The colouring a user asked for by name.</summary>
internal static class Colourings
{
    /// <summary>Reads the value of --color-by.</summary>
    /// <exception cref="UnusableInputException">An unknown name.</exception>
    public static ColourBy Parse(string text) => text switch
    {
        "auto" => ColourBy.Auto,
        "label" => ColourBy.Label,
        "density" => ColourBy.Density,
        "order" => ColourBy.Order,
        "none" => ColourBy.None,
        _ => throw new UnusableInputException($"--color-by {text}: use label, density, order or none"),
    };

    /// <summary>Makes it.</summary>
    /// <exception cref="UnusableInputException">Labels are asked for and there are none.</exception>
    public static IColouring Create(ColourBy by, int count, SampleLabels? labels) => by switch
    {
        ColourBy.Density => new DensityColouring(),
        ColourBy.Order => new OrderColouring(count),
        ColourBy.None => new UniformColouring(),
        ColourBy.Auto when labels is null => new UniformColouring(),
        _ => new LabelColouring(labels ?? throw new UnusableInputException("--color-by label: the data has no labels; give them with --labels FILE")),
    };
}
