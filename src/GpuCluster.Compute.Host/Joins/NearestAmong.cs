using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Joins;

/// <summary>
/// The nearest of some rows for each of other rows, the questions. Tiles of both are multiplied as in <see cref="TiledKnnRecall"/>; the
/// nearest by product are measured again in double, so that distances are right to the last digit.
/// </summary>
public static unsafe class NearestAmong
{
    // Candidates beyond k, so that rounding of products changes nothing that is seen here.
    private const int Spare = 16;

    /// <summary>Searches.</summary>
    /// <param name="all">n x d values: the rows that are searched, then the questions.</param>
    /// <param name="split">Rows that are searched, 1 to n - 1.</param>
    /// <param name="k">Rows wanted for each question, 1 to <paramref name="split"/>.</param>
    /// <param name="metric">The distance between two rows.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Of each question the numbers of its k nearest rows, the nearest first and ties by number, and their distances.</returns>
    public static (int[] Indices, float[] Distances) Search(
        EmbeddingMatrix all,
        int split,
        int k,
        Metric metric,
        int threads,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(split, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, split);
        int questions = all.Rows - split;
        TileEngine engine = TileEngine.Of(SimdWidth.Widest);
        RowTransform frame = RowTransform.Of(all, metric, threads, cancellation);
        int[] indices = new int[questions * k];
        float[] distances = new float[questions * k];
        int[] order = [.. Enumerable.Range(0, split)];
        using PackedRows searched = PackedRows.Of(all, metric, frame, engine.PanelRows, threads, cancellation, order);
        WorkQueue.Run(
            (questions + DotTile.Size - 1) / DotTile.Size,
            threads,
            queue =>
            {
                using NativeBuffer<float> tile = new(DotTile.Size * DotTile.Size);
                ExactDistances exact = new(all, metric, frame);
                while (queue.TryTake(out int piece))
                {
                    int first = piece * DotTile.Size;
                    int[] asked = [.. Enumerable.Range(split + first, Math.Min(DotTile.Size, questions - first))];
                    using PackedRows packed = PackedRows.Of(all, metric, frame, engine.PanelRows, 1, cancellation, asked);
                    using Candidates nearest = new(asked.Length, DotTile.Size, Math.Min(split, k + Spare));
                    for (int other = 0; other < searched.TileCount; other++)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        engine.Compute(
                            metric,
                            packed.TilePanels(0),
                            packed.TilePanelCount(0),
                            searched.TilePanels(other),
                            searched.TilePanelCount(other),
                            all.Columns,
                            tile.Pointer
                        );
                        Offer(tile.Pointer, packed, searched, other, nearest);
                    }

                    for (int i = 0; i < asked.Length; i++)
                        Rank(exact, asked[i], nearest.Of(i), indices.AsSpan((first + i) * k, k), distances.AsSpan((first + i) * k, k));
                }
            },
            cancellation
        );
        return (indices, distances);
    }

    private static void Offer(float* tile, PackedRows questions, PackedRows searched, int piece, Candidates nearest)
    {
        int first = piece * DotTile.Size,
            rows = searched.TileRows(piece);
        float* halfSquares = searched.HalfSquares + first;
        for (int question = 0; question < questions.Rows; question++, tile += DotTile.Size)
        {
            float half = questions.HalfSquares[question];
            for (int other = 0; other < rows; other++)
            {
                float distance = half + halfSquares[other] - tile[other];
                if (distance <= nearest.Limits[question])
                    nearest.Offer(question, distance, first + other);
            }
        }
    }

    private static void Rank(ExactDistances exact, int question, Span<ulong> candidates, Span<int> indices, Span<float> distances)
    {
        exact.From(question);
        for (int i = 0; i < candidates.Length; i++)
        {
            int row = BoundedHeap.Index(candidates[i]);
            candidates[i] = BoundedHeap.Entry(exact.To(row, float.PositiveInfinity), row);
        }

        candidates.Sort();
        for (int i = 0; i < indices.Length; i++)
            (indices[i], distances[i]) = (BoundedHeap.Index(candidates[i]), BoundedHeap.Distance(candidates[i]));
    }
}
