using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// The valid values of <see cref="UmapOptions"/>. Command line, panels and steppers use these checks, so that all refuse the same values
/// with the same reason.
/// </summary>
public static class UmapLimits
{
    /// <summary>Bounds of <see cref="UmapOptions.Spread"/>.</summary>
    public const double MinSpread = 0.01,
        MaxSpread = 100;

    /// <summary>Bounds of <see cref="UmapOptions.LearningRate"/>.</summary>
    public const double MinLearningRate = 1e-6,
        MaxLearningRate = 100;

    /// <summary>The largest <see cref="UmapOptions.Repulsion"/>.</summary>
    public const double MaxRepulsion = 100;

    /// <summary>The largest <see cref="UmapOptions.NegativeSamples"/>: an epoch's time grows with it.</summary>
    public const int MaxNegativeSamples = 100;

    /// <summary>The largest <see cref="UmapOptions.LocalConnectivity"/>.</summary>
    public const double MaxLocalConnectivity = 100;

    /// <summary>The first invalid value, or null if all are valid.</summary>
    public static OptionFault? FaultIn(UmapOptions options)
    {
        if (options.Dims is not (2 or 3))
            return new OptionFault(nameof(options.Dims), "dimensions", $"{options.Dims}", "a layout has 2 or 3 dimensions");
        if (options.Neighbours < 2)
        {
            return new OptionFault(
                nameof(options.Neighbours),
                "neighbours",
                $"{options.Neighbours}",
                "give 2 or more neighbours, the sample itself included"
            );
        }

        if (options.Epochs is { } epochs && epochs < 0)
            return new OptionFault(nameof(options.Epochs), "epochs", $"{epochs}", "give 0 or more epochs");
        return OptionFault.Outside(nameof(options.Spread), "spread", options.Spread, MinSpread, MaxSpread)
            ?? OptionFault.Outside(nameof(options.MinDist), "least distance", options.MinDist, 0, options.Spread, ", the spread")
            ?? OptionFault.Outside(nameof(options.LearningRate), "learning rate", options.LearningRate, MinLearningRate, MaxLearningRate)
            ?? OptionFault.Outside(nameof(options.Repulsion), "repulsion", options.Repulsion, 0, MaxRepulsion)
            ?? OptionFault.Outside(nameof(options.NegativeSamples), "negative samples", options.NegativeSamples, 0, MaxNegativeSamples)
            ?? OptionFault.Outside(
                nameof(options.LocalConnectivity),
                "local connectivity",
                options.LocalConnectivity,
                0,
                MaxLocalConnectivity
            )
            ?? OptionFault.Outside(nameof(options.SetOperationMix), "mix of union and intersection", options.SetOperationMix, 0, 1)
            ?? (
                options.TargetWeight is { } weight
                    ? OptionFault.Outside(nameof(options.TargetWeight), "weight of the classes", weight, 0, 1)
                    : null
            );
    }

    /// <summary>The first value that a running layout cannot change to, or null if there is none.</summary>
    /// <param name="present">The present options.</param>
    /// <param name="wanted">The new options.</param>
    public static OptionFault? FaultOfChange(UmapOptions present, UmapOptions wanted)
    {
        if (wanted.Dims != present.Dims)
        {
            return new OptionFault(
                nameof(wanted.Dims),
                "dimensions",
                $"{wanted.Dims}",
                $"the layout has {present.Dims}; another number needs another initial layout"
            );
        }

        if (wanted.Neighbours != present.Neighbours)
        {
            return new OptionFault(
                nameof(wanted.Neighbours),
                "neighbours",
                $"{wanted.Neighbours}",
                $"the graph has {present.Neighbours}; another number needs another graph"
            );
        }

        if (wanted.GraphRule() != present.GraphRule())
        {
            return new OptionFault(
                nameof(wanted.LocalConnectivity),
                "graph rule",
                $"{wanted.GraphRule()}",
                $"the graph was made by {present.GraphRule()}; another rule needs another graph"
            );
        }

        if (wanted.TargetWeight != present.TargetWeight)
        {
            return new OptionFault(
                nameof(wanted.TargetWeight),
                "weight of the classes",
                $"{wanted.TargetWeight}",
                "the graph has another; it needs another graph"
            );
        }

        if (wanted.Seed != present.Seed)
            return new OptionFault(nameof(wanted.Seed), "seed", $"{wanted.Seed}", $"the initial layout was made with {present.Seed}");
        return FaultIn(wanted);
    }

    /// <summary>Throws if <see cref="FaultIn"/> finds a fault.</summary>
    /// <exception cref="ArgumentException">A value is invalid.</exception>
    public static void ThrowIfImpossible(UmapOptions options, [CallerArgumentExpression(nameof(options))] string? name = null)
    {
        if (FaultIn(options) is { } fault)
            throw new ArgumentException(fault.Message, name);
    }

    /// <summary>Throws if <see cref="FaultOfChange"/> finds a fault.</summary>
    /// <exception cref="ArgumentException">A running layout cannot change to a value.</exception>
    public static void ThrowIfUnsteerable(
        UmapOptions present,
        UmapOptions wanted,
        [CallerArgumentExpression(nameof(wanted))] string? name = null
    )
    {
        if (FaultOfChange(present, wanted) is { } fault)
            throw new ArgumentException(fault.Message, name);
    }
}
