using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// Ranks each sample's nearest in the layout among all samples of the embedding.
/// </summary>
/// <remarks>
/// How it works. The neighbours in the layout come from a k-d tree. For a strip of samples the dot products with all samples are computed tile by tile, with
/// the kernel of the neighbour search, and turned into keys that order by distance. The rank of a neighbour is then the number of samples with a smaller
/// key, counted eight at a time: no row is sorted, and of the n x n distances one strip for each thread is in memory. Samples at exactly the same distance
/// share the best rank. To 10,000 samples every one is asked; above, 2,000 drawn by the seed give an estimate with a standard error.
/// </remarks>
public static unsafe class TrustworthinessMeasure
{
    /// <summary>Up to this many samples every one is asked.</summary>
    public const int MostExact = 10_000;

    /// <summary>Samples asked above that.</summary>
    public const int Sampled = 2_000;

    // Keys of a strip stay near the second-level cache for small n, and bounded for a million.
    private const long MostStripFloats = 16L << 20;
    private const uint SampleStream = 0x80000005;

    /// <summary>Measures it.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">How far apart samples of the embedding are; the layout is always euclidean.</param>
    /// <param name="layout">n positions.</param>
    /// <param name="k">Neighbours.</param>
    /// <param name="seed">Seed of the samples asked, where not all are.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work between tiles.</param>
    /// <returns>The measure, or null where k is not below n / 2.</returns>
    public static Trustworthiness? Measure(
        EmbeddingMatrix embedding, Metric metric, Layout layout, int k, ulong seed, int threads, CancellationToken cancellation) =>
        Measure(embedding, metric, layout, k, Queries(embedding.Rows, seed), threads, cancellation);

    internal static Trustworthiness? Measure(
        EmbeddingMatrix embedding, Metric metric, Layout layout, int k, int[] queries, int threads, CancellationToken cancellation)
    {
        if (!Trustworthiness.IsDefined(embedding.Rows, k))
            return null;

        (int[] neighbours, _) = new LayoutKdTree(layout).Nearest(k, [], threads, cancellation);
        long[] penalties = SimdWidths.Resolve(SimdWidth.Widest) switch
        {
            SimdWidth.Bits512 => Penalties<Lanes512, Vector512<float>>(embedding, metric, neighbours, k, queries, threads, cancellation),
            SimdWidth.Bits256 => Penalties<Lanes256, Vector256<float>>(embedding, metric, neighbours, k, queries, threads, cancellation),
            _ => Penalties<Lanes128, Vector128<float>>(embedding, metric, neighbours, k, queries, threads, cancellation),
        };
        return Trustworthiness.Of(penalties, embedding.Rows, k);
    }

    /// <summary>All samples, or those with the smallest random numbers, ascending.</summary>
    private static int[] Queries(int count, ulong seed)
    {
        int[] samples = [.. Enumerable.Range(0, count)];
        if (count <= MostExact)
            return samples;

        uint[] draws = Array.ConvertAll(samples, i => CounterRandom.Bits(CounterRandom.Key(seed, SampleStream, (uint)i), 0));
        Array.Sort(draws, samples);
        int[] chosen = samples[..Sampled];
        Array.Sort(chosen);
        return chosen;
    }

    private static long[] Penalties<TLanes, TVector>(
        EmbeddingMatrix embedding, Metric metric, int[] neighbours, int k, int[] queries, int threads, CancellationToken cancellation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        RowFrame frame = RowFrame.Of(embedding, metric, threads, cancellation);
        int panelRows = DotTile.PanelRows<TLanes, TVector>();
        using PackedRows packed = PackedRows.Of(embedding, metric, frame, panelRows, threads, cancellation);
        long tileRowFloats = (long)packed.TileCount * DotTile.Size;
        int panelsAtOnce = (int)Math.Clamp(MostStripFloats / (tileRowFloats * panelRows), 1, DotTile.Size / panelRows);
        int queriesAtOnce = panelsAtOnce * panelRows;
        long[] penalties = new long[queries.Length];
        WorkQueue.Run(
            (queries.Length + queriesAtOnce - 1) / queriesAtOnce,
            threads,
            queue =>
            {
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
                        DotTile.Compute<TLanes, TVector>(
                            panels.Pointer,
                            panelsAtOnce,
                            packed.TilePanels(tile),
                            packed.TilePanelCount(tile),
                            packed.Features,
                            strip.Pointer + ((nint)tile * queriesAtOnce * DotTile.Size));
                    }

                    for (int q = 0; q < asked.Length; q++)
                    {
                        FillKeys(packed, strip.Pointer + ((nint)q * DotTile.Size), (nint)queriesAtOnce * DotTile.Size, keys.Pointer);
                        penalties[(piece * queriesAtOnce) + q] = Penalty(keys.Pointer, (int)tileRowFloats, neighbours.AsSpan(asked[q] * k, k));
                    }
                }
            },
            cancellation);
        return penalties;
    }

    /// <summary>Copies the rows of the samples asked into panels of their own; what is left of the last panels becomes zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(PackedRows packed, ReadOnlySpan<int> asked, float* panels, int queriesAtOnce)
    {
        int panelRows = packed.PanelRows, features = packed.Features;
        new Span<float>(panels, queriesAtOnce * features).Clear();
        for (int q = 0; q < asked.Length; q++)
        {
            float* from = packed.TilePanels(0) + ((nint)(asked[q] / panelRows) * panelRows * features) + (asked[q] % panelRows);
            float* to = panels + ((nint)(q / panelRows) * panelRows * features) + (q % panelRows);
            for (nint f = 0; f < features; f++)
                to[f * panelRows] = from[f * panelRows];
        }
    }

    /// <summary>|y|^2 / 2 - x . y for one x and every y: half the squared distance but for a number that depends on x only. Infinite behind the last y.</summary>
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

    /// <summary>The sum of max(0, rank - k) over a sample's neighbours in the layout.</summary>
    private static long Penalty(float* keys, int length, ReadOnlySpan<int> neighbours)
    {
        long penalty = 0;
        for (int j = 0; j < neighbours.Length; j++)
        {
            // The sample itself has the smallest key and is counted in place of the neighbour, whose ranks count from 1.
            int rank = CountBelow(keys, length, keys[neighbours[j]]);
            penalty += Math.Max(0, rank - neighbours.Length);
        }

        return penalty;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CountBelow(float* keys, int length, float limit)
    {
        Vector256<float> limits = Vector256.Create(limit);
        Vector256<int> first = default, second = default;
        for (int i = 0; i < length; i += 16)
        {
            first -= Vector256.LessThan(Vector256.LoadAligned(keys + i), limits).AsInt32();
            second -= Vector256.LessThan(Vector256.LoadAligned(keys + i + 8), limits).AsInt32();
        }

        return Vector256.Sum(first + second);
    }
}
