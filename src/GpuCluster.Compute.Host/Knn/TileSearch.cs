using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Multiplies chosen tiles of X·Xᵀ and offers every pair of theirs to the candidates of both samples. Each tile is computed once and
/// forgotten.
/// </summary>
internal static unsafe class TileSearch
{
    /// <summary>Computes tiles.</summary>
    /// <param name="engine">Of the width that the rows are packed for.</param>
    /// <param name="packed">The rows.</param>
    /// <param name="candidates">Receives the pairs; what it keeps does not depend on their order.</param>
    /// <param name="pairs">Which tiles, row not above column, each once.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="progress">Receives the share of tiles done.</param>
    /// <param name="cancellation">Stops between tiles.</param>
    public static void Run(
        TileEngine engine,
        PackedRows packed,
        Candidates candidates,
        (int Row, int Column)[] pairs,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        Lock[] locks = Enumerable.Range(0, packed.TileCount).Select(_ => new Lock()).ToArray();
        int done = 0;
        WorkQueue.Run(
            pairs.Length,
            threads,
            queue =>
            {
                using NativeBuffer<float> tile = new(DotTile.Size * DotTile.Size);
                while (queue.TryTake(out int pair))
                {
                    (int row, int column) = pairs[pair];
                    engine.Compute(
                        packed.Metric,
                        packed.TilePanels(row),
                        packed.TilePanelCount(row),
                        packed.TilePanels(column),
                        packed.TilePanelCount(column),
                        packed.Features,
                        tile.Pointer
                    );

                    // The lower side first, always: no two threads can wait for each other.
                    lock (locks[row])
                    {
                        lock (locks[column])
                        {
                            TileFilter.Offer(tile.Pointer, packed, candidates, row, column);
                        }
                    }

                    progress.Report((double)Interlocked.Increment(ref done) / pairs.Length);
                }
            },
            cancellation
        );
    }
}
