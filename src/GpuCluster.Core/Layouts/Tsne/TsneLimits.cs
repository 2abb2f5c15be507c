using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>
/// The valid values of <see cref="TsneOptions"/>. Command line and steppers use these checks, so that all refuse the same values with the
/// same reason.
/// </summary>
public static class TsneLimits
{
    /// <summary>
    /// The largest <see cref="TsneOptions.Theta"/>. A cell's centre is at most sqrt(3) of its width from any of its points, so below 1 /
    /// sqrt(3) no point is ever pushed by a cell that it lies in itself.
    /// </summary>
    public const double MaxTheta = 0.57;

    /// <summary>
    /// Bounds of <see cref="TsneOptions.Perplexity"/>: its neighbours, three times as many, are searched and kept for every sample.
    /// </summary>
    public const double MinPerplexity = 1,
        MaxPerplexity = 1000;

    /// <summary>Bounds of <see cref="TsneOptions.Exaggeration"/>.</summary>
    public const double MinExaggeration = 1,
        MaxExaggeration = 100;

    /// <summary>Bounds of <see cref="TsneOptions.LearningRate"/>.</summary>
    public const double MinLearningRate = 1e-3,
        MaxLearningRate = 1e7;

    /// <summary>
    /// The least sum of similarities for each point. For a few points that move apart the sum would approach 0 and their repulsion would be
    /// unbounded. Subtracting a point's own similarity, 1, from a sum of floats leaves no exact digits below this.
    /// </summary>
    public const double MinSum = 1e-6;

    /// <summary>The first invalid value, or null if all are valid.</summary>
    public static OptionFault? FaultIn(TsneOptions options)
    {
        if (options.Dims is not (2 or 3))
            return new OptionFault(nameof(options.Dims), "dimensions", $"{options.Dims}", "a layout has 2 or 3 dimensions");
        if (options.Epochs < 0)
            return new OptionFault(nameof(options.Epochs), "epochs", $"{options.Epochs}", "give 0 or more epochs");
        if (options.ExaggerationEpochs < 0)
        {
            return new OptionFault(
                nameof(options.ExaggerationEpochs),
                "epochs of exaggeration",
                $"{options.ExaggerationEpochs}",
                "give 0 or more epochs"
            );
        }

        return OptionFault.Outside(nameof(options.Perplexity), "perplexity", options.Perplexity, MinPerplexity, MaxPerplexity)
            ?? OptionFault.Outside(nameof(options.Exaggeration), "exaggeration", options.Exaggeration, MinExaggeration, MaxExaggeration)
            ?? OptionFault.Outside(nameof(options.Theta), "theta", options.Theta, 0, MaxTheta)
            ?? (
                options.LearningRate is { } rate
                    ? OptionFault.Outside(nameof(options.LearningRate), "learning rate", rate, MinLearningRate, MaxLearningRate)
                    : null
            );
    }

    /// <summary>
    /// The first value that a running layout cannot change to: an invalid one, or a changed value of the graph or the initial layout. Null
    /// if there is none.
    /// </summary>
    public static OptionFault? FaultOfChange(TsneOptions present, TsneOptions wanted)
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

        if (!wanted.Perplexity.Equals(present.Perplexity))
        {
            return new OptionFault(
                nameof(wanted.Perplexity),
                "perplexity",
                $"{wanted.Perplexity}",
                $"the graph was made for {present.Perplexity}; another needs another graph"
            );
        }

        if (wanted.Seed != present.Seed)
            return new OptionFault(nameof(wanted.Seed), "seed", $"{wanted.Seed}", $"the initial layout was made with {present.Seed}");
        return FaultIn(wanted);
    }

    /// <summary>Throws if <see cref="FaultIn"/> finds a fault.</summary>
    /// <exception cref="ArgumentException">A value is invalid.</exception>
    public static void ThrowIfImpossible(TsneOptions options, [CallerArgumentExpression(nameof(options))] string? name = null)
    {
        if (FaultIn(options) is { } fault)
            throw new ArgumentException(fault.Message, name);
    }

    /// <summary>Throws if <see cref="FaultOfChange"/> finds a fault.</summary>
    /// <exception cref="ArgumentException">A running layout cannot change to a value.</exception>
    public static void ThrowIfUnsteerable(
        TsneOptions present,
        TsneOptions wanted,
        [CallerArgumentExpression(nameof(wanted))] string? name = null
    )
    {
        if (FaultOfChange(present, wanted) is { } fault)
            throw new ArgumentException(fault.Message, name);
    }
}
