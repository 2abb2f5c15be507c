using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// The share of true neighbours that a search found, measured against distances summed row by row in double without any of the search's own
/// shortcuts. Asks every sample of a small set and a seeded choice of a large one. What counts <see cref="RecallHits"/> says, as for the
/// quick measure, <see cref="TiledKnnRecall"/>.
/// </summary>
public static class SampledKnnRecall
{
    /// <summary>Samples asked at most; each costs one pass over the embedding.</summary>
    public const int MaxAsked = 256;

    /// <summary>Measures.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">The metric of the search.</param>
    /// <param name="found">What the search found, each sample itself first.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>0 to 1; null where there are no neighbours to find.</returns>
    public static double? Measure(
        EmbeddingMatrix embedding,
        Metric metric,
        KnnGraph found,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        int n = embedding.Rows;
        int wanted = found.K - 1;
        if (n < 2 || wanted < 1)
            return null;

        int asked = Math.Min(n, MaxAsked);
        long hits = 0;
        RowTransform frame = RowTransform.Of(embedding, metric, threads, cancellation);
        WorkQueue.Run(
            asked,
            threads,
            queue =>
            {
                ExactDistances distances = new(embedding, metric, frame);
                float[] all = new float[n];
                while (queue.TryTake(out int question))
                {
                    int sample =
                        asked == n ? question : CounterRandom.Index(CounterRandom.Bits(CounterRandom.Key(seed, 0, (uint)question), 0), n);
                    distances.From(sample);
                    for (int other = 0; other < n; other++)
                    {
                        // The sample itself is no neighbour and sorts behind all.
                        all[other] = other == sample ? float.PositiveInfinity : distances.To(other, float.PositiveInfinity);
                    }

                    Array.Sort(all);
                    Interlocked.Add(ref hits, RecallHits.Count(distances, all[wanted - 1], found.NeighboursOf(sample), sample));
                }
            },
            cancellation
        );
        return (double)hits / ((long)asked * wanted);
    }
}
