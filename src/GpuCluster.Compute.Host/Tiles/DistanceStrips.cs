using System.Runtime.CompilerServices;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>Looks at one sample's distances to all samples.</summary>
internal unsafe interface IKeyReader
{
    /// <summary>Reads a sample's keys.</summary>
    /// <param name="question">Which of the samples asked.</param>
    /// <param name="sample">The sample itself.</param>
    /// <param name="keys">A key for each sample, which with <paramref name="own"/> is half its squared distance in the frame, or under
    /// Manhattan its distance; aligned, infinite behind the last.</param>
    /// <param name="length">Keys, a multiple of 16.</param>
    /// <param name="own">What all keys lack, 0 or more.</param>
    void Read(int question, int sample, float* keys, int length, float own);
}

/// <summary>
/// Distances of some samples to all, sample by sample. How it works: for a strip of samples the tiles of the neighbour search are computed
/// against all samples and turned into keys that order by distance: of the n x n distances one strip for each thread is in memory, and no
/// row is sorted.
/// </summary>
internal static unsafe class DistanceStrips
{
    // Keys of a strip stay near the second-level cache for small n, and bounded for a million.
    private const long MaxStripFloats = 16L << 20;

    /// <summary>Computes all keys.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">How far apart they are.</param>
    /// <param name="frame">Of the metric.</param>
    /// <param name="queries">The samples asked.</param>
    /// <param name="makeReader">Makes the reader of a thread.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="cancellation">Stops the work between tiles.</param>
    public static void Run(
        EmbeddingMatrix embedding,
        Metric metric,
        RowTransform frame,
        int[] queries,
        Func<IKeyReader> makeReader,
        int threads,
        CancellationToken cancellation
    )
    {
        TileEngine engine = TileEngine.Of(SimdWidth.Widest);
        int panelRows = engine.PanelRows;
        using PackedRows packed = PackedRows.Of(embedding, metric, frame, panelRows, threads, cancellation);
        long tileRowFloats = (long)packed.TileCount * DotTile.Size;
        int panelsAtOnce = (int)Math.Clamp(MaxStripFloats / (tileRowFloats * panelRows), 1, DotTile.Size / panelRows);
        int queriesAtOnce = panelsAtOnce * panelRows;
        WorkQueue.Run(
            (queries.Length + queriesAtOnce - 1) / queriesAtOnce,
            threads,
            queue =>
            {
                IKeyReader reader = makeReader();
                using NativeBuffer<float> panels = new((long)queriesAtOnce * packed.Features);
                using NativeBuffer<float> strip = new(tileRowFloats * queriesAtOnce);
                using NativeBuffer<float> keys = new(tileRowFloats);
                while (queue.TryTake(out int piece))
                {
                    ReadOnlySpan<int> asked = queries.AsSpan(piece * queriesAtOnce);
                    asked = asked[..Math.Min(queriesAtOnce, asked.Length)];
                    Gather(packed, asked, panels.Pointer, queriesAtOnce);
                    for (int tile = 0; tile < packed.TileCount && !cancellation.IsCancellationRequested; tile++)
                    {
                        engine.Compute(
                            metric,
                            panels.Pointer,
                            panelsAtOnce,
                            packed.TilePanels(tile),
                            packed.TilePanelCount(tile),
                            packed.Features,
                            strip.Pointer + ((nint)tile * queriesAtOnce * DotTile.Size)
                        );
                    }

                    for (int q = 0; q < asked.Length && !cancellation.IsCancellationRequested; q++)
                    {
                        FillKeys(packed, strip.Pointer + ((nint)q * DotTile.Size), (nint)queriesAtOnce * DotTile.Size, keys.Pointer);
                        reader.Read((piece * queriesAtOnce) + q, asked[q], keys.Pointer, (int)tileRowFloats, packed.HalfSquares[asked[q]]);
                    }
                }
            },
            cancellation
        );
    }

    /// <summary>Copies the rows of the samples asked into panels of their own; what is left of the last panels becomes zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(PackedRows packed, ReadOnlySpan<int> asked, float* panels, int queriesAtOnce)
    {
        int panelRows = packed.PanelRows,
            features = packed.Features;
        new Span<float>(panels, queriesAtOnce * features).Clear();
        for (int q = 0; q < asked.Length; q++)
        {
            float* from = packed.TilePanels(0) + ((nint)(asked[q] / panelRows) * panelRows * features) + (asked[q] % panelRows);
            float* to = panels + ((nint)(q / panelRows) * panelRows * features) + (q % panelRows);
            for (nint f = 0; f < features; f++)
                to[f * panelRows] = from[f * panelRows];
        }
    }

    /// <summary>
    /// |y|^2 / 2 - x . y for one x and every y: half the squared distance but for a number that depends on x only; under Manhattan the
    /// distance. Infinite behind the last y.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillKeys(PackedRows packed, float* dots, nint tileStride, float* keys)
    {
        for (int tile = 0; tile < packed.TileCount; tile++)
        {
            int rows = packed.TileRows(tile);
            float* key = keys + (tile * DotTile.Size);
            float* half = packed.HalfSquares + (tile * DotTile.Size);
            float* dot = dots + (tile * tileStride);
            for (int y = 0; y < rows; y++)
                key[y] = half[y] - dot[y];

            for (int y = rows; y < DotTile.Size; y++)
                key[y] = float.PositiveInfinity;
        }
    }
}
