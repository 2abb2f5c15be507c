using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>Which values <see cref="TsneOptions"/> may have. Command line and steppers ask here, so that all refuse the same with the same reason.</summary>
public static class TsneLimits
{
    /// <summary>
    /// The largest <see cref="TsneOptions.Theta"/>. A cell's centre is at most sqrt(3) of its width from any of its points, so below 1 / sqrt(3) no point is ever pushed by a
    /// cell that it lies in itself.
    /// </summary>
    public const double MostTheta = 0.57;

    /// <summary>Bounds of <see cref="TsneOptions.Perplexity"/>: its neighbours, three times as many, are searched and kept for every sample.</summary>
    public const double LeastPerplexity = 1, MostPerplexity = 1000;

    /// <summary>Bounds of <see cref="TsneOptions.Exaggeration"/>.</summary>
    public const double LeastExaggeration = 1, MostExaggeration = 100;

    /// <summary>Bounds of <see cref="TsneOptions.LearningRate"/>.</summary>
    public const double LeastLearningRate = 1e-3, MostLearningRate = 1e7;

    /// <summary>
    /// The least sum of similarities for each point. Few points that flee from each other would come to 0, and their pushes without bound; and where a point's own similarity,
    /// 1, is taken off a sum of floats, nothing exact is left below this.
    /// </summary>
    public const double LeastSum = 1e-6;

    /// <summary>The first value that cannot be, or null where all can.</summary>
    public static OptionFault? FaultIn(TsneOptions options)
    {
        if (options.Dims is not (2 or 3)) return new OptionFault(nameof(options.Dims), "dimensions", $"{options.Dims}", "a layout has 2 or 3 dimensions");
        if (options.Epochs < 0) return new OptionFault(nameof(options.Epochs), "epochs", $"{options.Epochs}", "give 0 or more epochs");
        if (options.ExaggerationEpochs < 0) return new OptionFault(nameof(options.ExaggerationEpochs), "epochs of exaggeration", $"{options.ExaggerationEpochs}", "give 0 or more epochs");
        return OptionFault.Outside(nameof(options.Perplexity), "perplexity", options.Perplexity, LeastPerplexity, MostPerplexity)
            ?? OptionFault.Outside(nameof(options.Exaggeration), "exaggeration", options.Exaggeration, LeastExaggeration, MostExaggeration)
            ?? OptionFault.Outside(nameof(options.Theta), "theta", options.Theta, 0, MostTheta)
            ?? (options.LearningRate is { } rate ? OptionFault.Outside(nameof(options.LearningRate), "learning rate", rate, LeastLearningRate, MostLearningRate) : null);
    }

    /// <summary>The first value that a running layout cannot take on: one that cannot be, or one of the graph or of the initial layout that differs. Null where all can.</summary>
    public static OptionFault? FaultOfChange(TsneOptions present, TsneOptions wanted)
    {
        if (wanted.Dims != present.Dims) return new OptionFault(nameof(wanted.Dims), "dimensions", $"{wanted.Dims}", $"the layout has {present.Dims}; another number needs another initial layout");
        if (!wanted.Perplexity.Equals(present.Perplexity)) return new OptionFault(nameof(wanted.Perplexity), "perplexity", $"{wanted.Perplexity}", $"the graph was made for {present.Perplexity}; another needs another graph");
        if (wanted.Seed != present.Seed) return new OptionFault(nameof(wanted.Seed), "seed", $"{wanted.Seed}", $"the initial layout was made with {present.Seed}");
        return FaultIn(wanted);
    }

    /// <summary>Throws what <see cref="FaultIn"/> finds.</summary>
    /// <exception cref="ArgumentException">A value cannot be.</exception>
    public static void ThrowIfImpossible(TsneOptions options, [CallerArgumentExpression(nameof(options))] string? name = null)
    {
        if (FaultIn(options) is { } fault) throw new ArgumentException(fault.Message, name);
    }

    /// <summary>Throws what <see cref="FaultOfChange"/> finds.</summary>
    /// <exception cref="ArgumentException">The layout cannot take a value on.</exception>
    public static void ThrowIfUnsteerable(TsneOptions present, TsneOptions wanted, [CallerArgumentExpression(nameof(wanted))] string? name = null)
    {
        if (FaultOfChange(present, wanted) is { } fault) throw new ArgumentException(fault.Message, name);
    }
}
