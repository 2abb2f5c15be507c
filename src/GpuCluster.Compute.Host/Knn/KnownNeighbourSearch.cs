using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// The nearest known samples of new ones, exactly. How it works: known and new rows lie one after the other in one matrix, so that the
/// tiles, frames and distances of the search among all serve here too. Memory: that copy, and its packed one.
/// </summary>
/// <param name="Count">New samples, m.</param>
/// <param name="K">Neighbours of each.</param>
/// <param name="Neighbours">Length m x k: known samples, nearest first, ties by index.</param>
/// <param name="Distances">Length m x k, in the metric's unit.</param>
public sealed unsafe record KnownNeighbourSearch(int Count, int K, int[] Neighbours, float[] Distances)
{
    /// <summary>Searches.</summary>
    /// <param name="known">n x d values.</param>
    /// <param name="fresh">m x d values.</param>
    /// <param name="k">1 to n.</param>
    /// <param name="metric">How distance is measured.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UnusableInputException">Both together are more than one matrix holds.</exception>
    public static KnownNeighbourSearch Run(
        EmbeddingMatrix known,
        EmbeddingMatrix fresh,
        int k,
        Metric metric,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(fresh.Columns, known.Columns, nameof(fresh));
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, known.Rows);
        if ((long)known.Rows + fresh.Rows > int.MaxValue)
        {
            throw new UnusableInputException(
                $"{known.Rows} known and {fresh.Rows} new samples are more than one search holds; place fewer at a time"
            )
            {
                Remedies = [Remedy.FewerSamples],
            };
        }

        KnnLimits.Check(fresh.Rows, k);

        EmbeddingBuffer all = new(known.Rows + fresh.Rows, known.Columns);
        for (int row = 0; row < known.Rows; row++)
            known.Row(row).CopyTo(all.Row(row));
        for (int row = 0; row < fresh.Rows; row++)
            fresh.Row(row).CopyTo(all.Row(known.Rows + row));
        EmbeddingMatrix both = all.Take();
        RowTransform frame = RowTransform.Of(both, metric, threads, cancellation);
        KnownNeighbourSearch found = new(fresh.Rows, k, new int[fresh.Rows * k], new float[fresh.Rows * k]);
        int[] queries = [.. Enumerable.Range(known.Rows, fresh.Rows)];
        int done = 0;
        DistanceStrips.Run(
            both,
            metric,
            frame,
            queries,
            () => new Reader(found, new NearestByKeys(new ExactDistances(both, metric, frame), known.Rows, k, isAmong: false), Report),
            threads,
            cancellation
        );
        return found;

        void Report() => progress.Report((double)Interlocked.Increment(ref done) / fresh.Rows);
    }

    /// <summary>One thread's.</summary>
    private sealed class Reader(KnownNeighbourSearch found, NearestByKeys nearest, Action report) : IKeyReader
    {
        public void Read(int question, int sample, float* keys, int length, float own)
        {
            ReadOnlySpan<ulong> entries = nearest.Of(sample, keys, own);
            for (int j = 0; j < entries.Length; j++)
            {
                found.Neighbours[(question * found.K) + j] = BoundedHeap.Index(entries[j]);
                found.Distances[(question * found.K) + j] = BoundedHeap.Distance(entries[j]);
            }

            report();
        }
    }
}
