namespace GpuCluster.Compute.Host.Graphs;

/// <summary>Work on rows that do not depend on each other.</summary>
internal static class HostRows
{
    private const int RowsPerBlock = 512;

    /// <summary>Does the work of every row.</summary>
    /// <param name="count">n.</param>
    /// <param name="threads">Threads at most, 1 or more.</param>
    /// <param name="report">Receives the share done, 0 to 1, from any thread.</param>
    /// <param name="work">Does one row's.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    public static void For(int count, int threads, Action<double> report, Action<int> work, CancellationToken cancellation)
    {
        var blocks = (count + RowsPerBlock - 1) / RowsPerBlock;
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, blocks, options, block =>
        {
            var end = Math.Min(count, (block + 1) * RowsPerBlock);
            for (var row = block * RowsPerBlock; row < end; row++) work(row);
            report((double)Interlocked.Increment(ref done) / blocks);
        });
    }
}
