namespace GpuCluster.Core.Quality;

/// <summary>
/// Trustworthiness (Venna and Kaski, 2001), as scikit-learn defines it: 1 - 2 / (n k (2n - 3k - 1)) times the sum, over each sample's k
/// nearest in the layout, of how far beyond k their rank in the embedding is. 1 is perfect. Continuity is the same with layout and
/// embedding exchanged: over each sample's k nearest in the embedding, how far beyond k their rank in the layout is.
/// </summary>
public static class Trustworthiness
{
    /// <summary>True where the measure is defined: k of 1 or more below n / 2.</summary>
    public static bool IsDefined(int count, int k) => k >= 1 && 2L * k < count;

    /// <summary>The measure from the samples' penalties.</summary>
    /// <param name="penalties">For each measured sample, the sum of max(0, rank - k) over its k neighbours, ranks counting from 1.</param>
    /// <param name="count">n.</param>
    /// <param name="k">Neighbours.</param>
    /// <returns>0 to 1.</returns>
    public static SampledMeasure Of(long[] penalties, int count, int k)
    {
        double worst = k * ((2.0 * count) - (3.0 * k) - 1) / 2;
        SampledMeasure penalty = SampledMeasure.MeanOf(Array.ConvertAll(penalties, each => each / worst), count);
        return penalty with { Value = 1 - penalty.Value };
    }
}
