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
/// </summary>
/// <remarks>
/// How it works. Each sample knows a bound above the distance to its own centre and one below the distance to all others, which follow the
/// moves of the centres (Hamerly, "Making k-means even faster", 2010): most samples are proven to stay without a look at any centre. The
/// others are measured, in double, against all centres (<see cref="FewCentres"/>), or against those that <see cref="ManyCentres"/> names.
/// So each sample goes to the centre that is nearest in double, ties to the first. Means are added up in double by chunks of samples whose
/// number does not depend on the threads: the result is the same to the last bit with any number of them, and the inertia never rises. A
/// cluster that loses all its samples takes the one that lies farthest from its centre.
/// </remarks>
public sealed class HostKMeans
{
    private const int ChunkRows = 1024;

    /// <summary>Chunks whose sums are kept apart at most, and bytes that they may take.</summary>
    private const int MaxSums = 64;
    private const long MaxSumBytes = 1 << 26;

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
        double[][] centres = DrawCentres(embedding, Math.Min(clusters, embedding.Rows), seed, cancellation);
        return From(embedding, centres, maxIterations, progress, cancellation);
    }

    /// <summary>The same from given centres of d values each, which are moved.</summary>
    internal Clustering From(
        EmbeddingMatrix embedding,
        double[][] centres,
        int maxIterations,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxIterations, 0);
        using ICentreSearch search =
            centres.Length <= FewCentres.Max
                ? new FewCentres(embedding)
                : new ManyCentres(embedding, RowTransform.Of(embedding, Metric.Euclidean, _threads, cancellation), _engine);
        CentreBounds bounds = new(embedding, centres);
        int[] clusterOf = new int[embedding.Rows];
        Array.Fill(clusterOf, -1);
        int iterations = 0;
        while (Assign(search, bounds, centres, clusterOf, cancellation) && iterations < maxIterations)
        {
            FillEmpty(embedding, bounds, clusterOf, centres, cancellation);
            bounds.Follow(MoveCentres(embedding, centres, clusterOf, cancellation));
            iterations++;
            progress.Report((double)iterations / maxIterations);
        }

        double inertia = 0.0;
        foreach (double square in Squares(embedding, centres, clusterOf, cancellation))
            inertia += square;

        progress.Report(1);
        int used = LargestFirst(clusterOf, centres.Length);
        return new Clustering(clusterOf, used, inertia, iterations);
    }

    /// <summary>The samples that the first centres are, by k-means++; fewer than k where no others differ.</summary>
    internal double[][] DrawCentres(EmbeddingMatrix embedding, int k, ulong seed, CancellationToken cancellation)
    {
        int n = embedding.Rows;
        uint key = CounterRandom.Key(seed, 0x6B6D6E73, 0);
        double[] nearest = new double[n];
        Array.Fill(nearest, double.PositiveInfinity);
        List<double[]> centres = new(k);
        int chosen = (int)(Fraction(key, 0) * n);
        while (true)
        {
            double[] centre = new double[embedding.Columns];
            DoubleSum.Add(centre, embedding.Row(chosen), 1);
            centres.Add(centre);
            if (centres.Count == k)
                break;
            new RowChunks(n, ChunkRows, _threads).Run(
                (_, first, end) =>
                {
                    for (int sample = first; sample < end; sample++)
                    {
                        double square = DoubleSum.OfSquaredDifferences(centre, embedding.Row(sample), nearest[sample]);
                        nearest[sample] = Math.Min(nearest[sample], square);
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
    private bool Assign(ICentreSearch search, CentreBounds bounds, double[][] centres, int[] clusterOf, CancellationToken cancellation)
    {
        search.Begin(centres);
        int changed = 0;
        new RowChunks(clusterOf.Length, ChunkRows, _threads).Run(
            (_, first, end) =>
            {
                Span<int> doubtful = stackalloc int[ChunkRows];
                doubtful = doubtful[..bounds.Doubtful(clusterOf, first, end, doubtful)];
                if (doubtful.Length > 0 && search.Assign(doubtful, clusterOf, bounds))
                    Volatile.Write(ref changed, 1);
            },
            cancellation
        );
        return changed != 0;
    }

    /// <summary>The squared distance of each sample to the centre of its cluster.</summary>
    private double[] Squares(EmbeddingMatrix embedding, double[][] centres, int[] clusterOf, CancellationToken cancellation)
    {
        double[] squares = new double[clusterOf.Length];
        new RowChunks(clusterOf.Length, ChunkRows, _threads).Run(
            (_, first, end) =>
            {
                for (int sample = first; sample < end; sample++)
                {
                    squares[sample] = DoubleSum.OfSquaredDifferences(
                        centres[clusterOf[sample]],
                        embedding.Row(sample),
                        double.PositiveInfinity
                    );
                }
            },
            cancellation
        );
        return squares;
    }

    /// <summary>
    /// Gives each cluster without samples the sample that is farthest from its centre, and not the last of another cluster.
    /// </summary>
    private void FillEmpty(
        EmbeddingMatrix embedding,
        CentreBounds bounds,
        int[] clusterOf,
        double[][] centres,
        CancellationToken cancellation
    )
    {
        int k = centres.Length;
        int[] counts = Counts(clusterOf, k);
        if (!counts.Contains(0))
            return;
        double[] squares = Squares(embedding, centres, clusterOf, cancellation);
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
            bounds.Forget(farthest);
        }
    }

    private static int[] Counts(int[] clusterOf, int k)
    {
        int[] counts = new int[k];
        foreach (int cluster in clusterOf)
            counts[cluster]++;

        return counts;
    }

    /// <summary>Moves each centre that has samples to their mean and returns how far.</summary>
    private double[] MoveCentres(EmbeddingMatrix embedding, double[][] centres, int[] clusterOf, CancellationToken cancellation)
    {
        int features = embedding.Columns,
            length = centres.Length * features;
        int parts = (int)Math.Clamp(MaxSumBytes / (sizeof(double) * (long)length), 1, MaxSums);
        RowChunks chunks = new(clusterOf.Length, Math.Max(ChunkRows, (clusterOf.Length + parts - 1) / parts), _threads);
        double[][] sums = new double[chunks.Count][];
        chunks.Run(
            (chunk, first, end) =>
            {
                double[] sum = sums[chunk] = new double[length];
                for (int sample = first; sample < end; sample++)
                    DoubleSum.Add(sum.AsSpan(clusterOf[sample] * features, features), embedding.Row(sample), 1);
            },
            cancellation
        );
        int[] counts = Counts(clusterOf, centres.Length);
        double[] moves = new double[centres.Length];
        for (int cluster = 0; cluster < centres.Length; cluster++)
        {
            double square = 0;
            for (int feature = 0; feature < features && counts[cluster] > 0; feature++)
            {
                double mean = 0;
                foreach (double[] sum in sums)
                    mean += sum[(cluster * features) + feature];
                mean /= counts[cluster];
                double move = mean - centres[cluster][feature];
                square += move * move;
                centres[cluster][feature] = mean;
            }

            moves[cluster] = Math.Sqrt(square);
        }

        return moves;
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
}
