using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Compute.Host.Joins;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Parts;

namespace GpuCluster.Jobs.Stages;

/// <summary>
/// Neighbours by clusters: centres from a sample of rows (k-means), each row to the two nearest of them, and the exact neighbours within
/// each cluster, as cuVS and FAISS divide a join. A row near the border of two clusters is in both, so that its list is merged from both.
/// </summary>
/// <param name="manifest">Of the job.</param>
/// <param name="store">Its outputs.</param>
/// <param name="vectors">Its vectors.</param>
/// <param name="threads">Threads at most.</param>
internal sealed class ClusterStages(JobManifest manifest, UnitStore store, ShardVectors vectors, int threads)
{
    private const int MinSample = 16384;
    private const int SamplePerCluster = 32;
    private const int Iterations = 10;
    private const int ClustersOfRow = 2;

    /// <summary>Rows that are searched at once; larger clusters go block by block, so that memory stays bounded.</summary>
    internal const int MaxBlock = 32768;

    private Metric Metric => manifest.Settings.Metric;

    /// <summary>Finds the centres.</summary>
    public void Centres(UnitOutput output, CancellationToken cancellation)
    {
        int[] sample = vectors.WithVector(SampleRows());
        EmbeddingMatrix rows = Units(vectors.Pick(sample), cancellation);
        float[] centres = [];
        if (rows.Rows > 0)
        {
            Clustering found = new HostKMeans(threads).Find(
                rows,
                manifest.Clusters,
                manifest.Settings.Seed,
                Iterations,
                NoProgress.Instance,
                cancellation
            );
            centres = MeansOf(rows, found);
        }

        output.Write<float>(StageNames.Centres, 0, StageNames.Vectors, rows.Columns, centres);
    }

    /// <summary>Sorts the rows of a shard by their clusters.</summary>
    public void Assign(int shard, UnitOutput output, CancellationToken cancellation)
    {
        (EmbeddingMatrix rows, int[] numbers) = vectors.Shard(shard);
        float[] values = store.ReadAll<float>(StageNames.Centres, 0, StageNames.Vectors);
        EmbeddingMatrix centres = new(values.Length / rows.Columns, rows.Columns, values);
        int each = Math.Min(ClustersOfRow, centres.Rows);
        int[] clusters =
            numbers.Length == 0
                ? []
                : NearestAmong.Search(ExactLists.Joined(centres, rows), centres.Rows, each, Metric, threads, cancellation).Indices;
        int[] starts = new int[manifest.Clusters + 1];
        foreach (int cluster in clusters)
            starts[cluster + 1]++;
        for (int cluster = 0; cluster < manifest.Clusters; cluster++)
            starts[cluster + 1] += starts[cluster];

        int[] next = starts[..^1];
        int[] order = new int[clusters.Length];
        for (int i = 0; i < clusters.Length; i++)
            order[next[clusters[i]]++] = numbers[i / each];

        output.Write<int>(StageNames.Assign, shard, StageNames.Starts, 1, starts);
        output.Write<int>(StageNames.Assign, shard, StageNames.Order, 1, order);
    }

    /// <summary>Finds the neighbours within a cluster.</summary>
    public void Cluster(int cluster, UnitOutput output, CancellationToken cancellation)
    {
        int[] rows = RowsOf(cluster);
        NearestLists lists = new(rows.Length, manifest.Settings.Neighbours - 1);
        int blocks = (rows.Length + MaxBlock - 1) / MaxBlock;
        for (int first = 0; first < blocks; first++)
        {
            for (int second = first; second < blocks; second++)
            {
                (int firstStart, int firstEnd) = Block(first, rows.Length);
                (int secondStart, int secondEnd) = Block(second, rows.Length);
                int[] places =
                    first == second
                        ? [.. Enumerable.Range(firstStart, firstEnd - firstStart)]
                        :
                        [
                            .. Enumerable.Range(firstStart, firstEnd - firstStart),
                            .. Enumerable.Range(secondStart, secondEnd - secondStart),
                        ];
                int[] numbers = Array.ConvertAll(places, place => rows[place]);
                Join(vectors.Pick(numbers), numbers, first == second ? null : firstEnd - firstStart, places, lists, cancellation);
            }
        }

        ListFiles.Write(output, manifest, cluster, rows, lists);
    }

    /// <summary>Finds the neighbours within a shard, or across two.</summary>
    public void Pair(int pair, UnitOutput output, CancellationToken cancellation)
    {
        (int first, int second) = UnitPlan.ShardsOf(pair);
        (EmbeddingMatrix all, int[] numbers) = first == second ? vectors.Shard(first) : vectors.Shards(first, second);
        int split = Array.FindIndex(numbers, row => row >= manifest.FirstRow(second));
        NearestLists lists = new(numbers.Length, manifest.Settings.Neighbours - 1);
        bool isEmpty = first != second && split <= 0;
        if (!isEmpty)
            Join(all, numbers, first == second ? null : split, [.. Enumerable.Range(0, numbers.Length)], lists, cancellation);
        ListFiles.Write(output, manifest, pair, numbers, lists);
    }

    private static (int Start, int End) Block(int block, int count) => (block * MaxBlock, Math.Min((block + 1) * MaxBlock, count));

    private void Join(EmbeddingMatrix rows, int[] numbers, int? split, int[] places, NearestLists lists, CancellationToken cancellation)
    {
        int k = Math.Min(manifest.Settings.Neighbours, rows.Rows);
        if (k < 2)
            return;
        using HostKnnSearch search = new(threads);
        KnnGraph graph = split is { } at
            ? search.SearchAcross(rows, at, k, Metric, NoProgress.Instance, cancellation)
            : search.Search(rows, k, Metric, NoProgress.Instance, cancellation);
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<int> neighbours = graph.NeighboursOf(row)[1..];
            ReadOnlySpan<float> distances = graph.DistancesOf(row)[1..];
            for (int i = 0; i < neighbours.Length; i++)
                lists.Add(places[row], numbers[neighbours[i]], distances[i]);
        }
    }

    private int[] RowsOf(int cluster)
    {
        List<int> rows = [];
        Span<int> range = stackalloc int[2];
        for (int shard = 0; shard < manifest.Shards; shard++)
        {
            using (PartRows<int> starts = store.Open<int>(StageNames.Assign, shard, StageNames.Starts))
                starts.Read(cluster, range);
            if (range[0] == range[1])
                continue;
            int[] some = new int[range[1] - range[0]];
            using PartRows<int> order = store.Open<int>(StageNames.Assign, shard, StageNames.Order);
            order.Read(range[0], some);
            rows.AddRange(some);
        }

        return [.. rows];
    }

    // One row in each of as many equal stretches, so that data in an order of its own is sampled evenly.
    private int[] SampleRows()
    {
        int wanted = (int)Math.Min(manifest.Rows, Math.Max(MinSample, (long)SamplePerCluster * manifest.Clusters));
        uint key = CounterRandom.Key(manifest.Settings.Seed, 0x4A4F4243, 0);
        int[] rows = new int[wanted];
        for (int i = 0; i < wanted; i++)
        {
            int start = (int)((long)i * manifest.Rows / wanted),
                end = (int)((i + 1L) * manifest.Rows / wanted);
            rows[i] = start + CounterRandom.Index(CounterRandom.Bits(key, (uint)i), end - start);
        }

        return rows;
    }

    // Angles have no mean: centres are those of rows of length 1.
    private EmbeddingMatrix Units(EmbeddingMatrix rows, CancellationToken cancellation)
    {
        if (!Metric.IsAngular() || rows.Rows == 0)
            return rows;
        EmbeddingMatrix centred = Metric == Metric.Correlation ? CentredRows.Of(rows, threads, cancellation) : rows;
        EmbeddingBuffer units = new(rows.Rows, rows.Columns);
        for (int row = 0; row < rows.Rows; row++)
            RowNormaliser.Normalize(centred.Row(row), units.Row(row));
        return units.Take();
    }

    private static float[] MeansOf(EmbeddingMatrix rows, Clustering clusters)
    {
        double[] sums = new double[clusters.Count * rows.Columns];
        int[] counts = new int[clusters.Count];
        for (int row = 0; row < rows.Rows; row++)
        {
            int cluster = clusters.ClusterOf[row];
            counts[cluster]++;
            ReadOnlySpan<float> values = rows.Row(row);
            for (int column = 0; column < values.Length; column++)
                sums[(cluster * rows.Columns) + column] += values[column];
        }

        return [.. sums.Select((sum, i) => (float)(sum / counts[i / rows.Columns]))];
    }
}
