using System.Runtime.InteropServices;

namespace GpuCluster.Core.Quality;

/// <summary>
/// Trustworthiness (Venna and Kaski, 2001), as scikit-learn defines it: 1 - 2 / (n k (2n - 3k - 1)) times the sum, over each sample's k nearest in the
/// layout, of how far beyond k their rank in the embedding is. 1 is perfect.
/// </summary>
/// <param name="Value">0 to 1.</param>
/// <param name="StandardError">0 where every sample was asked; else the standard error of the estimate from <paramref name="Queries"/> samples.</param>
/// <param name="Queries">Samples whose neighbours were ranked.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Trustworthiness(double Value, double StandardError, int Queries)
{
    /// <summary>True where the measure is defined: k of 1 or more below n / 2.</summary>
    public static bool IsDefined(int count, int k) => k >= 1 && 2L * k < count;

    /// <summary>Puts the samples' penalties together.</summary>
    /// <param name="penalties">For each sample asked, the sum of max(0, rank - k) over its k nearest in the layout, ranks counting from 1.</param>
    /// <param name="count">n.</param>
    /// <param name="k">Neighbours.</param>
    public static Trustworthiness Of(ReadOnlySpan<long> penalties, int count, int k)
    {
        double worst = k * ((2.0 * count) - (3.0 * k) - 1) / 2;
        double mean = 0;
        foreach (long penalty in penalties)
            mean += penalty / worst;

        mean /= penalties.Length;
        double squares = 0;
        foreach (long penalty in penalties)
            squares += ((penalty / worst) - mean) * ((penalty / worst) - mean);

        // Sampling without replacement: nothing is left to chance where all were asked.
        double unseen = 1 - ((double)penalties.Length / count);
        double error = penalties.Length > 1 ? Math.Sqrt(unseen * squares / (penalties.Length - 1) / penalties.Length) : 0;
        return new Trustworthiness(1 - mean, error, penalties.Length);
    }
}
