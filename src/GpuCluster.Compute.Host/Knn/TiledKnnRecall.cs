using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// The share of true neighbours that a search found, for a sample of one tile of rows: these are multiplied with all others in one pass,
/// which costs little beside the search and so can be told with every layout. The nearest by product are measured again in double; what
/// counts <see cref="RecallHits"/> says. Its error is about 0.5 / sqrt(192 x k), less than 0.01.
/// </summary>
public static unsafe class TiledKnnRecall
{
    // Candidates beyond k, so that rounding of products changes nothing that is seen here.
    private const int Spare = 16;

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
        if (found.K < 2 || found.Count < 2)
            return null;
        TileEngine engine = TileEngine.Of(SimdWidth.Widest);
        int n = embedding.Rows;
        uint key = CounterRandom.Key(seed, 0x5243414C, 0);
        int[] asked =
            n <= DotTile.Size
                ? [.. Enumerable.Range(0, n)]
                : [.. Enumerable.Range(0, DotTile.Size).Select(i => CounterRandom.Index(CounterRandom.Bits(key, (uint)i), n))];
        RowTransform frame = RowTransform.Of(embedding, metric, threads, cancellation);
        using PackedRows questions = PackedRows.Of(embedding, metric, frame, engine.PanelRows, 1, cancellation, asked);
        using Candidates nearest = new(asked.Length, DotTile.Size, Math.Min(n - 1, found.K - 1 + Spare));
        Lock guard = new();
        WorkQueue.Run(
            (n + DotTile.Size - 1) / DotTile.Size,
            threads,
            queue =>
            {
                using NativeBuffer<float> tile = new(DotTile.Size * DotTile.Size);
                while (queue.TryTake(out int piece))
                {
                    int first = piece * DotTile.Size;
                    int rows = Math.Min(DotTile.Size, n - first);
                    using PackedRows others = PackedRows.Of(
                        embedding.Slice(first, rows),
                        metric,
                        frame.Slice(first, rows),
                        engine.PanelRows,
                        1,
                        cancellation
                    );
                    engine.Compute(
                        metric,
                        questions.TilePanels(0),
                        questions.TilePanelCount(0),
                        others.TilePanels(0),
                        others.TilePanelCount(0),
                        embedding.Columns,
                        tile.Pointer
                    );
                    lock (guard)
                    {
                        Offer(tile.Pointer, questions, others, asked, first, nearest);
                    }
                }
            },
            cancellation
        );
        ExactDistances distances = new(embedding, metric, frame);
        long hits = 0L;
        for (int question = 0; question < asked.Length; question++)
            hits += Hits(distances, nearest.Of(question), asked[question], found);

        return (double)hits / ((long)asked.Length * (found.K - 1));
    }

    private static void Offer(float* tile, PackedRows questions, PackedRows others, int[] asked, int first, Candidates nearest)
    {
        for (int question = 0; question < asked.Length; question++, tile += DotTile.Size)
        {
            for (int other = 0; other < others.Rows; other++)
            {
                float distance = questions.HalfSquares[question] + others.HalfSquares[other] - tile[other];
                if (distance <= nearest.Limits[question] && first + other != asked[question])
                    nearest.Offer(question, distance, first + other);
            }
        }
    }

    private static int Hits(ExactDistances distances, Span<ulong> nearest, int sample, KnnGraph found)
    {
        distances.From(sample);
        float[] exact = new float[nearest.Length];
        for (int i = 0; i < exact.Length; i++)
            exact[i] = distances.To(BoundedHeap.Index(nearest[i]), float.PositiveInfinity);

        Array.Sort(exact);
        return RecallHits.Count(distances, exact[found.K - 2], found.NeighboursOf(sample), sample);
    }
}
