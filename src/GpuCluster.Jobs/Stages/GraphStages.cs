using System.Buffers;
using GpuCluster.Compute.Host.Joins;
using GpuCluster.Core.Layouts;
using GpuCluster.Data.Jobs;

namespace GpuCluster.Jobs.Stages;

/// <summary>One graph from lists of clusters or pairs: merged by shards, measured, and improved once where it misses too many.</summary>
/// <param name="manifest">Of the job.</param>
/// <param name="store">Its outputs.</param>
/// <param name="vectors">Its vectors.</param>
/// <param name="threads">Threads at most.</param>
internal sealed class GraphStages(JobManifest manifest, UnitStore store, ShardVectors vectors, int threads)
{
    /// <summary>Rows whose true neighbours are searched for the recall: its error is 0.5 / sqrt(questions x k), below 0.01.</summary>
    private const int Questions = 192;

    /// <summary>Rows that are improved at a time, so that the candidates' vectors stay few.</summary>
    private const int Chunk = 2048;

    // The same pair measured from its other end may differ in the last digit; cosine distances of equal rows are rounding alone.
    private const double Equal = 1 + 1e-6;
    private const double Nothing = 1e-12;

    private readonly ExactLists _exact = new(manifest, vectors, threads);

    private int Others => manifest.Settings.Neighbours - 1;

    /// <summary>Merges the lists of a shard's rows.</summary>
    public void Merge(int shard, IEnumerable<int> lists, UnitOutput output, CancellationToken cancellation)
    {
        int first = manifest.FirstRow(shard),
            count = manifest.RowsOf(shard);
        NearestLists merged = new(count, Others);
        foreach (int list in lists)
        {
            cancellation.ThrowIfCancellationRequested();
            ListFiles.Merge(store, list, shard, first, merged);
        }

        int[] rows = vectors.WithVector([.. Enumerable.Range(first, count)]);

        // Rows of clusters smaller than k.
        int[] few = [.. rows.Where(row => merged.IsShort(row - first))];
        _exact.Find(few, (place, other, distance) => merged.Add(few[place] - first, other, distance), cancellation);
        GraphFiles.Write(output, manifest, StageNames.Graph, shard, rows, merged);
    }

    /// <summary>Measures the share of true neighbours that a graph has.</summary>
    public void Recall(string stage, int index, UnitOutput output, CancellationToken cancellation)
    {
        uint key = CounterRandom.Key(manifest.Settings.Seed, 0x4A4F4252, 0);
        int[] asked = vectors.WithVector([
            .. Enumerable
                .Range(0, Questions)
                .Select(i => CounterRandom.Index(CounterRandom.Bits(key, (uint)i), manifest.Rows))
                .Distinct()
                .Order(),
        ]);
        double recall = 1;
        if (Others > 0 && asked.Length > 0)
        {
            NearestLists truth = new(asked.Length, Others);
            _exact.Find(asked, truth.Add, cancellation);
            (_, float[] distances) = GraphFiles.Pick(store, manifest, stage, asked);
            long hits = 0;
            for (int question = 0; question < asked.Length; question++)
            {
                double last = (truth.DistancesOf(question)[^1] * Equal) + Nothing;
                hits += distances.AsSpan((question * (Others + 1)) + 1, Others).ToArray().Count(distance => distance <= last);
            }

            recall = (double)hits / ((long)asked.Length * Others);
        }

        output.Write<double>(StageNames.Recall, index, StageNames.Recall, 1, (double[])[recall]);
    }

    /// <summary>
    /// One round of neighbour descent (Dong, Moses and Li 2011) over the rows of a shard: of each row, the neighbours of its neighbours are
    /// measured, and the nearest kept.
    /// </summary>
    public void Descend(int shard, UnitOutput output, CancellationToken cancellation)
    {
        if (FinishedGraph.PlaceOf(manifest, store) != StageNames.Improved)
            return;
        int first = manifest.FirstRow(shard),
            count = manifest.RowsOf(shard);
        NearestLists improved = new(count, Others);

        // Rows of one cluster share candidates: of as many rows in the order of the data, several times as many vectors would be read.
        int[] rows = [.. store.ReadAll<int>(StageNames.Assign, shard, StageNames.Order).Distinct()];
        float[] picked = [];
        foreach (int[] chunk in rows.Chunk(Chunk))
        {
            cancellation.ThrowIfCancellationRequested();
            Array.Sort(chunk);
            Descend(chunk, first, improved, ref picked, cancellation);
        }

        GraphFiles.Write(output, manifest, StageNames.Improved, shard, rows, improved);
    }

    private void Descend(int[] rows, int first, NearestLists improved, ref float[] picked, CancellationToken cancellation)
    {
        int k = Others + 1;
        (int[] own, float[] lengths) = GraphFiles.Pick(store, manifest, StageNames.Graph, rows);
        int[] near = EachOnce(own);
        (int[] next, _) = GraphFiles.Pick(store, manifest, StageNames.Graph, near);
        int[] all = EachOnce(next);
        int[] places = Array.ConvertAll(next, other => Array.BinarySearch(all, other));
        CandidateRanking ranking = new(vectors.Pick(all, ref picked), manifest.Settings.Metric, cancellation);
        int[] candidates = ArrayPool<int>.Shared.Rent(k * k);
        float[] distances = ArrayPool<float>.Shared.Rent(k * k);
        for (int row = 0; row < rows.Length; row++)
        {
            ReadOnlySpan<int> known = own.AsSpan(row * k, k);
            for (int i = 1; i < k; i++)
                improved.Add(rows[row] - first, known[i], lengths[(row * k) + i]);
            int count = 0;
            foreach (int neighbour in known[1..])
            {
                int start = Array.BinarySearch(near, neighbour) * k;
                for (int i = start; i < start + k; i++)
                {
                    if (!known.Contains(next[i]))
                        candidates[count++] = places[i];
                }
            }

            Span<int> some = candidates.AsSpan(0, count);
            some.Sort();
            count = Unique(some);
            ranking.Measure(Array.BinarySearch(all, rows[row]), some[..count], distances);
            for (int i = 0; i < count; i++)
                improved.Add(rows[row] - first, all[some[i]], distances[i]);
        }

        ArrayPool<int>.Shared.Return(candidates);
        ArrayPool<float>.Shared.Return(distances);
    }

    private static int[] EachOnce(int[] rows)
    {
        int[] sorted = [.. rows];
        Array.Sort(sorted);
        return sorted[..Unique(sorted)];
    }

    private static int Unique(Span<int> sorted)
    {
        int count = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (count == 0 || sorted[count - 1] != sorted[i])
                sorted[count++] = sorted[i];
        }

        return count;
    }
}
