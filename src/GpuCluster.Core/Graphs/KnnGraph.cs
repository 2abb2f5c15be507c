namespace GpuCluster.Core.Graphs;

/// <summary>
/// The k nearest neighbours of n samples, as UMAP counts them: the sample itself is neighbour 0 and counts in k. Neighbour j of sample i is
/// at i * k + j; distances ascend along a row and ties go to the lower index.
/// </summary>
/// <param name="Count">n.</param>
/// <param name="K">k, the sample itself included.</param>
/// <param name="Neighbours">Length n x k: sample indices.</param>
/// <param name="Distances">Length n x k: distances in the metric's unit, never negative, 0 at column 0.</param>
public sealed record KnnGraph(int Count, int K, int[] Neighbours, float[] Distances)
{
    /// <summary>The neighbours of one sample, itself first.</summary>
    public ReadOnlySpan<int> NeighboursOf(int sample) => Neighbours.AsSpan(sample * K, K);

    /// <summary>The distances that go with <see cref="NeighboursOf"/>.</summary>
    public ReadOnlySpan<float> DistancesOf(int sample) => Distances.AsSpan(sample * K, K);

    /// <summary>The graph of the nearest <paramref name="k"/> alone.</summary>
    /// <param name="k">1 to <see cref="K"/>, the sample itself included.</param>
    public KnnGraph Nearest(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, K);
        if (k == K)
            return this;
        KnnGraph nearest = new(Count, k, new int[Count * k], new float[Count * k]);
        for (int sample = 0; sample < Count; sample++)
        {
            NeighboursOf(sample)[..k].CopyTo(nearest.Neighbours.AsSpan(sample * k));
            DistancesOf(sample)[..k].CopyTo(nearest.Distances.AsSpan(sample * k));
        }

        return nearest;
    }
}
