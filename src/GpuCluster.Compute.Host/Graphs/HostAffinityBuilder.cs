using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Graphs;

/// <summary>
/// t-SNE's joint probabilities on the host: each row's to its perplexity, then (p_j|i + p_i|j) / 2n, so that all directed edges add up to
/// 1.
/// </summary>
/// <param name="threads">Threads at most, 1 or more.</param>
public sealed class HostAffinityBuilder(int threads)
{
    /// <summary>Builds the graph.</summary>
    /// <param name="knn">Neighbours, the sample itself among them; about three times the perplexity.</param>
    /// <param name="perplexity">1 or more; what rows cannot reach they come as near as they can.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    public LayoutGraph Build(KnnGraph knn, double perplexity, IStageProgress progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(perplexity, 1);
        DirectedStrengths own = new(knn);
        float scale = 1 / (2f * Math.Max(1, knn.Count));
        RowChunks.ForEachRow(
            knn.Count,
            threads,
            share => progress.Report(0.8 * share),
            row => FillRow(own, knn, row, perplexity, scale),
            cancellation
        );
        return SymmetricUnion.Unite(
            default(JointEdges),
            own,
            knn.Count,
            threads,
            share => progress.Report(0.8 + (0.2 * share)),
            cancellation
        );
    }

    private static void FillRow(DirectedStrengths own, KnnGraph knn, int row, double perplexity, float scale)
    {
        int[] neighbours = new int[knn.K];
        float[] distances = new float[knn.K];
        int count = 0;
        for (int j = 0; j < knn.K; j++)
        {
            if (knn.NeighboursOf(row)[j] == row)
                continue;
            neighbours[count] = knn.NeighboursOf(row)[j];
            distances[count++] = knn.DistancesOf(row)[j];
        }

        float[] probabilities = new float[count];
        PerplexityScale.Fit(distances.AsSpan(0, count), perplexity, probabilities);
        for (int j = 0; j < count; j++)
            probabilities[j] *= scale;
        own.SetRow(row, neighbours.AsSpan(0, count), probabilities);
    }

    private readonly struct JointEdges : IEdgeUnion
    {
        public float Of(float strength, float opposite) => strength + opposite;
    }
}
