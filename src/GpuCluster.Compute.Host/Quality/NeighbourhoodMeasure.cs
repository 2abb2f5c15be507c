using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>How neighbourhoods of the embedding and of the layout agree.</summary>
/// <param name="Trustworthiness">Whether neighbours in the layout are neighbours in the embedding.</param>
/// <param name="Continuity">Whether neighbours in the embedding are neighbours in the layout.</param>
/// <param name="Preservation">The share of neighbours in the embedding that are neighbours in the layout.</param>
public sealed record NeighbourhoodQuality(SampledMeasure Trustworthiness, SampledMeasure Continuity, SampledMeasure Preservation);

/// <summary>
/// Ranks each sample's nearest in the layout among all samples of the embedding, and its nearest in the embedding among all points of the
/// layout.
/// </summary>
/// <remarks>
/// How it works. The neighbours in the layout come from a k-d tree. The distances of a sample in the embedding come from
/// <see cref="DistanceStrips"/>: the rank of a neighbour is the number of samples with a smaller key, counted eight at a time; the true
/// neighbours come from <see cref="NearestByKeys"/>. Distances in the layout are in double throughout (<see cref="LayoutDistances"/>).
/// Samples at exactly the same distance share the best rank. Which samples are asked
/// <see cref="QuerySamples"/> says.
/// </remarks>
public static class NeighbourhoodMeasure
{
    /// <summary>Measures it.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">How far apart samples of the embedding are; the layout is always euclidean.</param>
    /// <param name="layout">n positions.</param>
    /// <param name="k">Neighbours.</param>
    /// <param name="seed">Seed of the samples asked, where not all are.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work between tiles.</param>
    /// <returns>The measures, or null where k is not below n / 2.</returns>
    public static NeighbourhoodQuality? Measure(
        EmbeddingMatrix embedding,
        Metric metric,
        Layout layout,
        int k,
        ulong seed,
        int threads,
        CancellationToken cancellation
    ) => Measure(embedding, metric, layout, k, QuerySamples.Of(embedding.Rows, seed), threads, cancellation);

    internal static NeighbourhoodQuality? Measure(
        EmbeddingMatrix embedding,
        Metric metric,
        Layout layout,
        int k,
        int[] queries,
        int threads,
        CancellationToken cancellation
    )
    {
        int n = embedding.Rows;
        if (!Trustworthiness.IsDefined(n, k))
            return null;

        LayoutKdTree tree = new(layout);
        int[] near = queries.Length == n ? tree.Nearest(k, [], threads, cancellation).Neighbours : tree.NearestOf(queries, k, cancellation);
        long[] untrue = new long[queries.Length],
            torn = new long[queries.Length];
        double[] kept = new double[queries.Length];
        LayoutDistances distances = new(layout);
        RowTransform frame = RowTransform.Of(embedding, metric, threads, cancellation);
        DistanceStrips.Run(
            embedding,
            metric,
            frame,
            queries,
            () =>
                new Reader(
                    near,
                    k,
                    new NearestByKeys(new ExactDistances(embedding, metric, frame), n, k, isAmong: true),
                    distances,
                    untrue,
                    torn,
                    kept
                ),
            threads,
            cancellation
        );
        return new NeighbourhoodQuality(Trustworthiness.Of(untrue, n, k), Trustworthiness.Of(torn, n, k), SampledMeasure.MeanOf(kept, n));
    }

    /// <summary>One thread's.</summary>
    private sealed unsafe class Reader(
        int[] near,
        int k,
        NearestByKeys nearest,
        LayoutDistances distances,
        long[] untrue,
        long[] torn,
        double[] kept
    ) : IKeyReader
    {
        private readonly double[] _squares = new double[distances.Count];

        public void Read(int question, int sample, float* keys, int length, float own)
        {
            ReadOnlySpan<int> close = near.AsSpan(question * k, k);
            foreach (int neighbour in close)
            {
                // The sample itself has the smallest key and is counted in place of the neighbour, whose ranks count from 1.
                untrue[question] += Math.Max(0, CountBelow(keys, length, keys[neighbour]) - k);
            }

            distances.SquaresFrom(sample, _squares);
            int found = 0;
            foreach (ulong entry in nearest.Of(sample, keys, own))
            {
                int neighbour = BoundedHeap.Index(entry);
                found += close.Contains(neighbour) ? 1 : 0;
                torn[question] += Math.Max(0, LayoutDistances.CountBelow(_squares, _squares[neighbour]) - k);
            }

            kept[question] = (double)found / k;
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static int CountBelow(float* keys, int length, float limit)
        {
            Vector256<float> limits = Vector256.Create(limit);
            Vector256<int> first = default,
                second = default;
            for (int i = 0; i < length; i += 16)
            {
                first -= Vector256.LessThan(Vector256.LoadAligned(keys + i), limits).AsInt32();
                second -= Vector256.LessThan(Vector256.LoadAligned(keys + i + 8), limits).AsInt32();
            }

            return Vector256.Sum(first + second);
        }
    }
}
