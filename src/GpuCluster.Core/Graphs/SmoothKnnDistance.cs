using System.Runtime.InteropServices;

namespace GpuCluster.Core.Graphs;

/// <summary>One sample's distances to its k neighbours, wherever they are stored: the sample itself at 0, then ascending.</summary>
public interface IDistanceRow
{
    /// <summary>k, the sample itself included.</summary>
    int K { get; }

    /// <summary>The distance to neighbour j, 0 to k - 1.</summary>
    float At(int neighbour);
}

/// <summary>The extent of a sample's neighbourhood.</summary>
/// <param name="Rho">Distance within which neighbours are fully connected: that of the nearest one that is not at distance 0; 0 where there
/// is none.</param>
/// <param name="Sigma">Width of the exponential beyond rho, above 0 unless every distance is 0.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct NeighbourhoodScale(float Rho, float Sigma);

/// <summary>
/// UMAP's smooth kNN distance (McInnes 2018, algorithm 3): the sigma for which the memberships of neighbours 1 to k - 1 add up to log2(k),
/// found by bisection as umap-learn does, but not from 1: from the scale of the distances, so that the same data in another unit gives the
/// same memberships. Runs on hosts and in kernels.
/// </summary>
public static class SmoothKnnDistance
{
    private const int Iterations = 64;
    private const float Tolerance = 1e-5f;

    // 2^-126 and 2^127: the range of normal floats.
    private const float SmallestPower = 1.1754944e-38f;
    private const float LargestPower = 1.7014118e38f;

    /// <summary>Sigma is at least this share of a mean distance; otherwise duplicates would make it vanish.</summary>
    private const float MinShareOfMean = 1e-3f;

    /// <summary>The target sum of the memberships: log2(k).</summary>
    public static float Target(int k) => (float)Math.Log2(k);

    /// <summary>Finds rho and sigma for one sample.</summary>
    /// <param name="row">Its distances.</param>
    /// <param name="target"><see cref="Target"/> of k.</param>
    /// <param name="meanOfAll">Mean of all n x k distances, for samples whose rho is 0.</param>
    /// <param name="localConnectivity">Neighbours at a distance above 0 that rho reaches to, 0 or more; see
    /// <see cref="FuzzyGraphRule"/>.</param>
    public static NeighbourhoodScale Fit<TRow>(TRow row, float target, float meanOfAll, float localConnectivity = 1)
        where TRow : struct, IDistanceRow
    {
        int firstApart = row.K;
        float sumOfDistances = 0f;
        for (int j = row.K - 1; j >= 0; j--)
        {
            float distance = row.At(j);
            sumOfDistances += distance;
            if (distance > 0)
                firstApart = j;
        }

        float rho = Rho(row, firstApart, localConnectivity);
        float low = 0,
            high = float.PositiveInfinity,
            sigma = PowerOfTwoBelow(row.At(row.K - 1));
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            float sum = 0f;
            for (int j = 1; j < row.K; j++)
                sum += MembershipStrength.Of(row.At(j), rho, sigma);
            if (MathF.Abs(sum - target) < Tolerance)
                break;
            if (sum > target)
                high = sigma;
            else
                low = sigma;

            sigma = high == float.PositiveInfinity ? sigma * 2 : (low + high) * 0.5f;
        }

        float mean = rho > 0 ? sumOfDistances / row.K : meanOfAll;
        return new NeighbourhoodScale(rho, MathF.Max(sigma, MinShareOfMean * mean));
    }

    // By loops: kernels have no access to exponents. 1 for 0, which has no scale.
    private static float PowerOfTwoBelow(float distance)
    {
        float power = 1;
        if (distance > 0)
        {
            while (power > distance && power > SmallestPower)
                power *= 0.5f;
            while (power <= distance * 0.5f && power < LargestPower)
                power *= 2;
        }

        return power;
    }

    /// <summary>
    /// The interpolated distance to the given number of neighbours, counted from <paramref name="firstApart"/>; to the last if there are
    /// fewer; 0 if there are none.
    /// </summary>
    private static float Rho<TRow>(TRow row, int firstApart, float localConnectivity)
        where TRow : struct, IDistanceRow
    {
        if (firstApart == row.K)
            return 0;
        if (row.K - firstApart < localConnectivity)
            return row.At(row.K - 1);
        int whole = (int)localConnectivity;
        float part = localConnectivity - whole;
        if (whole == 0)
            return part * row.At(firstApart);
        float rho = row.At(firstApart + whole - 1);
        return part > Tolerance ? rho + (part * (row.At(firstApart + whole) - rho)) : rho;
    }
}
