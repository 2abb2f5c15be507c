using System.Runtime.InteropServices;

namespace GpuCluster.Core.Quality;

/// <summary>A mean over all samples, or an estimate from some of them.</summary>
/// <param name="Value">The mean.</param>
/// <param name="StandardError">0 if every sample was measured; else the standard error of the estimate.</param>
/// <param name="Queries">Samples measured.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SampledMeasure(double Value, double StandardError, int Queries)
{
    /// <summary>The mean of the samples' values.</summary>
    /// <param name="values">One for each measured sample, at least one.</param>
    /// <param name="count">n, the number of samples from which they were drawn without replacement.</param>
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
