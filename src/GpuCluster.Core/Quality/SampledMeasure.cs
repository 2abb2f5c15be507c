using System.Runtime.InteropServices;

namespace GpuCluster.Core.Quality;

/// <summary>A mean over samples, asked of all of them or of some.</summary>
/// <param name="Value">The mean.</param>
/// <param name="StandardError">0 where every sample was asked; else the standard error of the estimate.</param>
/// <param name="Queries">Samples asked.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SampledMeasure(double Value, double StandardError, int Queries)
{
    /// <summary>Puts the samples' values together.</summary>
    /// <param name="values">One for each sample asked, at least one.</param>
    /// <param name="count">n, of which they were drawn without replacement: nothing is left to chance where all were asked.</param>
    public static SampledMeasure MeanOf(ReadOnlySpan<double> values, int count)
    {
        double mean = 0;
        foreach (double value in values)
            mean += value;

        mean /= values.Length;
        double squares = 0;
        foreach (double value in values)
            squares += (value - mean) * (value - mean);

        double unseen = 1 - ((double)values.Length / count);
        double error = values.Length > 1 ? Math.Sqrt(unseen * squares / (values.Length - 1) / values.Length) : 0;
        return new SampledMeasure(mean, error, values.Length);
    }
}
