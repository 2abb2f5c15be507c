using GpuCluster.Core.Graphs;

namespace GpuCluster.Core.Quality;

/// <summary>The share of true neighbours that a search found. The sample itself does not count; a neighbour as near as the true last one does.</summary>
public static class KnnRecall
{
    // Two ways of summing a distance in floats differ by a few units in the last place.
    private const float Equal = 1 + 1e-6f;

    /// <summary>Mean recall over all samples, 0 to 1; null where there are no neighbours to find.</summary>
    /// <param name="found">What a search found.</param>
    /// <param name="exact">The true neighbours; the same n, and a k no larger.</param>
    public static double? Of(KnnGraph found, KnnGraph exact)
    {
        if (found.Count != exact.Count || found.K < exact.K)
            throw new ArgumentException($"{found.Count} x {found.K} neighbours cannot be held against {exact.Count} x {exact.K}", nameof(found));
        if (exact.Count == 0 || exact.K < 2)
            return null;

        long hits = 0;
        for (int i = 0; i < exact.Count; i++)
        {
            ReadOnlySpan<int> truth = exact.NeighboursOf(i);
            ReadOnlySpan<int> neighbours = found.NeighboursOf(i)[..exact.K];
            ReadOnlySpan<float> distances = found.DistancesOf(i);
            float last = exact.DistancesOf(i)[^1] * Equal;
            for (int j = 0; j < neighbours.Length; j++)
            {
                if (neighbours[j] != i && (distances[j] <= last || truth.Contains(neighbours[j])))
                    hits++;
            }
        }

        return (double)hits / ((long)exact.Count * (exact.K - 1));
    }
}
