using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Layouts;

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

    /// <summary>
    /// The least sum of similarities for each point. Few points that flee from each other would come to 0, and their pushes without bound; and where a point's own similarity,
    /// 1, is taken off a sum of floats, nothing exact is left below this.
    /// </summary>
    public const double LeastSum = 1e-6;

    /// <summary>The first value that cannot be, or null where all can.</summary>
    public static (string Property, string Value, string Reason)? FaultIn(TsneOptions options)
    {
        if (options.Dims is not (2 or 3)) return (nameof(options.Dims), $"{options.Dims}", "a layout has 2 or 3 dimensions");
        if (options.Epochs < 0) return (nameof(options.Epochs), $"{options.Epochs}", "give 0 or more epochs");
        if (options.ExaggerationEpochs < 0) return (nameof(options.ExaggerationEpochs), $"{options.ExaggerationEpochs}", "give 0 or more epochs");
        return Outside(nameof(options.Perplexity), options.Perplexity, LeastPerplexity, MostPerplexity)
            ?? Outside(nameof(options.Exaggeration), options.Exaggeration, 1, 100)
            ?? Outside(nameof(options.Theta), options.Theta, 0, MostTheta)
            ?? (options.LearningRate is { } rate ? Outside(nameof(options.LearningRate), rate, 1e-3, 1e7) : null);
    }

    /// <summary>Throws what <see cref="FaultIn"/> finds.</summary>
    /// <exception cref="ArgumentException">A value cannot be.</exception>
    public static void ThrowIfImpossible(TsneOptions options, [CallerArgumentExpression(nameof(options))] string? name = null)
    {
        if (FaultIn(options) is var (property, value, reason)) throw new ArgumentException($"{property} {value}: {reason}", name);
    }

    private static (string, string, string)? Outside(string property, double value, double least, double most) =>
        double.IsFinite(value) && value >= least && value <= most ? null : (property, $"{value}", $"give a number from {least} to {most}");
}
