using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// k-means on all cores of the host: centres drawn as k-means++ does (Arthur and Vassilvitskii 2007), then moved to the means of their
/// samples until no sample changes its cluster (Lloyd 1982).
///
/// How it works. <see cref="DotTile"/> multiplies a tile of samples with all centres; centres whose squared distance lies within the
/// products' rounding bound of the nearest are measured again in double, so that each sample goes to the centre that is nearest in double,
/// ties to the first. Means are added up in double by stripes of features, each in the order of the samples. So the result is the same to
/// the last bit with any number of threads, and the inertia never rises. A cluster that loses all its samples takes the one that lies
/// farthest from its centre.
/// </summary>
public sealed unsafe class HostKMeans
{
    private const int ColumnsPerStripe = 64;

    private readonly int _threads;
    private readonly TileEngine _engine;

    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <param name="width">Vector registers to use.</param>
    public HostKMeans(int threads, SimdWidth width = SimdWidth.Widest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
        _engine = TileEngine.Of(width);
    }

    /// <summary>Divides samples into clusters.</summary>
    /// <param name="embedding">n x d values, n at least 1; distances are euclidean.</param>
    /// <param name="clusters">k, 1 or more; with fewer different samples some clusters stay empty and are left out.</param>
    /// <param name="seed">Of the first centres.</param>
    /// <param name="maxIterations">How often centres are moved at most.</param>
    /// <param name="progress">Receives the share of the iterations that is done.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Clustering Find(
        EmbeddingMatrix embedding,
        int clusters,
        ulong seed,
        int maxIterations,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(embedding.Rows, 1, nameof(embedding));
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxIterations, 0);
        RowTransform frame = RowTransform.Of(embedding, Metric.Euclidean, _threads, cancellation);
        Samples samples = new(embedding, frame);
        double[][] centres = DrawCentres(samples, Math.Min(clusters, embedding.Rows), seed, cancellation);
        int[] clusterOf = new int[embedding.Rows];
        double[] squares = new double[embedding.Rows];
        Array.Fill(clusterOf, -1);
        int iterations = 0;
        while (Assign(samples, centres, clusterOf, squares, cancellation) && iterations < maxIterations)
        {
            FillEmpty(clusterOf, squares, centres.Length);
            MoveCentres(samples, centres, clusterOf, cancellation);
            iterations++;
            progress.Report((double)iterations / maxIterations);
        }

        double inertia = 0.0;
        foreach (double square in squares)
            inertia += square;

        progress.Report(1);
        int used = LargestFirst(clusterOf, centres.Length);
        return new Clustering(clusterOf, used, inertia / (frame.Scales[0] * frame.Scales[0]), iterations);
    }

    /// <summary>The samples that the first centres are, by k-means++; fewer than k where no others differ.</summary>
    private double[][] DrawCentres(Samples samples, int k, ulong seed, CancellationToken cancellation)
    {
        int n = samples.Count;
        uint key = CounterRandom.Key(seed, 0x6B6D6E73, 0);
        double[] nearest = new double[n];
        Array.Fill(nearest, double.PositiveInfinity);
        List<double[]> centres = new(k);
        int chosen = (int)(Fraction(key, 0) * n);
        while (true)
        {
            double[] centre = samples.Scaled(chosen);
            centres.Add(centre);
            if (centres.Count == k)
                break;
            WorkQueue.Run(
                (n + DotTile.Size - 1) / DotTile.Size,
                _threads,
                queue =>
                {
                    while (queue.TryTake(out int piece))
                    {
                        for (int sample = piece * DotTile.Size; sample < Math.Min(n, (piece + 1) * DotTile.Size); sample++)
                            nearest[sample] = Math.Min(nearest[sample], samples.SquaredDistance(centre, sample, nearest[sample]));
                    }
                },
                cancellation
            );
            double total = 0.0;
            foreach (double square in nearest)
                total += square;

            if (total == 0)
                break;
            chosen = Draw(nearest, total * Fraction(key, (uint)centres.Count));
        }

        return [.. centres];
    }

    /// <summary>The sample at which the running sum of weights passes a place; never one of weight 0.</summary>
    private static int Draw(double[] weights, double place)
    {
        int last = 0;
        for (int sample = 0; sample < weights.Length; sample++)
        {
            if (weights[sample] == 0)
                continue;
            last = sample;
            place -= weights[sample];
            if (place < 0)
                break;
        }

        return last;
    }

    /// <summary>0 to below 1 in steps of 2^-53.</summary>
    private static double Fraction(uint key, uint draw)
    {
        ulong high = (ulong)CounterRandom.Bits(key, 2 * draw);
        return ((high << 32 | CounterRandom.Bits(key, (2 * draw) + 1)) >> 11) * Math.ScaleB(1, -53);
    }

    /// <summary>Gives each sample to its nearest centre; true where any changed.</summary>
    private bool Assign(Samples samples, double[][] centres, int[] clusterOf, double[] squares, CancellationToken cancellation)
    {
        int features = samples.Embedding.Columns;
        int panelRows = _engine.PanelRows;
        EmbeddingMatrix moved = samples.MovedCentres(centres);
        using PackedRows packed = PackedRows.Of(moved, Metric.Euclidean, RowTransform.Still(moved), panelRows, 1, cancellation);
        int changed = 0;
        WorkQueue.Run(
            (samples.Count + DotTile.Size - 1) / DotTile.Size,
            _threads,
            queue =>
            {
                using NativeBuffer<float> products = new(packed.TileCount * DotTile.Size * (long)DotTile.Size);
                NearestCentre nearest = new(samples, centres, packed, products.Pointer);
                while (queue.TryTake(out int piece))
                {
                    int first = piece * DotTile.Size;
                    int rows = Math.Min(DotTile.Size, samples.Count - first);
                    using PackedRows left = PackedRows.Of(
                        samples.Embedding.Slice(first, rows),
                        Metric.Euclidean,
                        samples.Frame.Slice(first, rows),
                        panelRows,
                        1,
                        cancellation
                    );
                    for (int tile = 0; tile < packed.TileCount; tile++)
                    {
                        _engine.Multiply(
                            left.TilePanels(0),
                            left.TilePanelCount(0),
                            packed.TilePanels(tile),
                            packed.TilePanelCount(tile),
                            features,
                            products.Pointer + ((long)tile * DotTile.Size * DotTile.Size)
                        );
                    }

                    for (int row = 0; row < rows; row++)
                    {
                        int cluster = nearest.Of(row, first + row, left.HalfSquares[row], out squares[first + row]);
                        if (clusterOf[first + row] != cluster)
                            changed = 1;
                        clusterOf[first + row] = cluster;
                    }
                }
            },
            cancellation
        );
        return changed != 0;
    }

    /// <summary>
    /// Gives each cluster without samples the sample that is farthest from its centre, and not the last of another cluster.
    /// </summary>
    private static void FillEmpty(int[] clusterOf, double[] squares, int k)
    {
        int[] counts = Counts(clusterOf, k);
        for (int cluster = 0; cluster < k; cluster++)
        {
            if (counts[cluster] > 0)
                continue;
            int farthest = -1;
            for (int sample = 0; sample < clusterOf.Length; sample++)
            {
                if (squares[sample] > 0 && counts[clusterOf[sample]] > 1 && (farthest < 0 || squares[sample] > squares[farthest]))
                    farthest = sample;
            }

            if (farthest < 0)
                return;
            counts[clusterOf[farthest]]--;
            counts[cluster]++;
            clusterOf[farthest] = cluster;
            squares[farthest] = 0;
        }
    }

    private static int[] Counts(int[] clusterOf, int k)
    {
        int[] counts = new int[k];
        foreach (int cluster in clusterOf)
            counts[cluster]++;

        return counts;
    }

    /// <summary>Moves each centre that has samples to their mean.</summary>
    private void MoveCentres(Samples samples, double[][] centres, int[] clusterOf, CancellationToken cancellation)
    {
        int features = samples.Embedding.Columns;
        int[] counts = Counts(clusterOf, centres.Length);
        WorkQueue.Run(
            (features + ColumnsPerStripe - 1) / ColumnsPerStripe,
            _threads,
            queue =>
            {
                double[] sums = new double[centres.Length * ColumnsPerStripe];
                while (queue.TryTake(out int stripe))
                {
                    int first = stripe * ColumnsPerStripe;
                    int width = Math.Min(ColumnsPerStripe, features - first);
                    Array.Clear(sums);
                    for (int sample = 0; sample < clusterOf.Length; sample++)
                    {
                        DoubleSum.Add(
                            sums.AsSpan(clusterOf[sample] * ColumnsPerStripe, width),
                            samples.Embedding.Row(sample).Slice(first, width),
                            samples.Frame.Scales[sample]
                        );
                    }

                    for (int cluster = 0; cluster < centres.Length; cluster++)
                    {
                        for (int feature = 0; feature < width && counts[cluster] > 0; feature++)
                            centres[cluster][first + feature] = sums[(cluster * ColumnsPerStripe) + feature] / counts[cluster];
                    }
                }
            },
            cancellation
        );
    }

    /// <summary>Renumbers the clusters and returns how many have samples.</summary>
    private static int LargestFirst(int[] clusterOf, int k)
    {
        int[] counts = Counts(clusterOf, k);
        int[] firsts = new int[k];
        for (int sample = clusterOf.Length - 1; sample >= 0; sample--)
            firsts[clusterOf[sample]] = sample;

        int[] sorted =
        [
            .. Enumerable
                .Range(0, k)
                .Where(cluster => counts[cluster] > 0)
                .OrderByDescending(cluster => counts[cluster])
                .ThenBy(cluster => firsts[cluster]),
        ];
        int[] numberOf = new int[k];
        for (int number = 0; number < sorted.Length; number++)
            numberOf[sorted[number]] = number;

        for (int sample = 0; sample < clusterOf.Length; sample++)
            clusterOf[sample] = numberOf[clusterOf[sample]];

        return sorted.Length;
    }

    /// <summary>The samples, scaled by one power of two so that no square overflows or vanishes.</summary>
    private sealed record Samples(EmbeddingMatrix Embedding, RowTransform Frame)
    {
        public int Count => Embedding.Rows;

        /// <summary>A sample as a centre.</summary>
        public double[] Scaled(int sample)
        {
            double[] scaled = new double[Embedding.Columns];
            DoubleSum.Add(scaled, Embedding.Row(sample), Frame.Scales[sample]);
            return scaled;
        }

        /// <summary>The squared distance of a sample to a centre, or infinity where it is above the bound.</summary>
        public double SquaredDistance(double[] centre, int sample, double bound) =>
            DoubleSum.OfSquaredDifferences(centre, Embedding.Row(sample), Frame.Scales[sample], bound);

        /// <summary>Centres in the frame that samples are multiplied in: without the mean of all.</summary>
        public EmbeddingMatrix MovedCentres(double[][] centres)
        {
            float[] moved = new float[centres.Length * Embedding.Columns];
            for (int i = 0; i < moved.Length; i++)
            {
                int feature = i % Embedding.Columns;
                moved[i] = (float)(centres[i / Embedding.Columns][feature] - Frame.Shift[feature]);
            }

            return new EmbeddingMatrix(centres.Length, Embedding.Columns, moved);
        }
    }

    /// <summary>Finds the nearest centre of a row of a tile from its products with all centres.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly struct NearestCentre(Samples samples, double[][] centres, PackedRows packed, float* products)
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Of(int row, int sample, float halfSquare, out double square)
        {
            float best = float.PositiveInfinity;
            float widest = 0f;
            for (int centre = 0; centre < centres.Length; centre++)
            {
                best = MathF.Min(best, Key(row, centre));
                widest = MathF.Max(widest, packed.HalfSquares[centre]);
            }

            // Half the squared distance is the key plus the row's half square; its rounding error is that of d products whose absolute sum
            // is at most the sum of both half squares, and of rounding each value itself.
            float limit = best + (2 * (samples.Embedding.Columns + 8) * 6e-8f * (halfSquare + widest));
            int nearest = -1;
            square = double.PositiveInfinity;
            for (int centre = 0; centre < centres.Length; centre++)
            {
                if (Key(row, centre) > limit)
                    continue;
                double distance = samples.SquaredDistance(centres[centre], sample, square);
                if (nearest < 0 || distance < square)
                    (nearest, square) = (centre, distance);
            }

            return nearest;
        }

        private float Key(int row, int centre) =>
            packed.HalfSquares[centre]
            - products[((long)(centre / DotTile.Size) * DotTile.Size * DotTile.Size) + (row * DotTile.Size) + (centre % DotTile.Size)];
    }
}
