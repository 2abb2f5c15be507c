using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Threads;

/// <summary>
/// Rows split into chunks of a fixed size, shared among threads. Because the chunks do not depend on the number of threads, sums that are
/// kept per chunk and added in chunk order repeat to the bit.
/// </summary>
/// <param name="Rows">Rows in all.</param>
/// <param name="ChunkRows">Rows of each chunk but the last, above 0.</param>
/// <param name="Threads">Threads to use at most, 1 or more.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowChunks(int Rows, int ChunkRows, int Threads)
{
    /// <summary>Rows of a chunk where the work of a row is small.</summary>
    private const int DefaultRows = 512;

    /// <summary>Number of chunks.</summary>
    public int Count => (int)(((long)Rows + ChunkRows - 1) / ChunkRows);

    /// <summary>Does the work of every row, in any order.</summary>
    /// <param name="rows">n.</param>
    /// <param name="threads">Threads at most, 1 or more.</param>
    /// <param name="report">Receives the share done, 0 to 1, from any thread; or null.</param>
    /// <param name="work">Does one row's.</param>
    /// <param name="cancellation">Stops between chunks of rows.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static void ForEachRow(int rows, int threads, Action<double>? report, Action<int> work, CancellationToken cancellation)
    {
        RowChunks chunks = new(rows, DefaultRows, threads);
        int count = chunks.Count,
            done = 0;
        chunks.Run(
            (_, first, end) =>
            {
                for (int row = first; row < end; row++)
                    work(row);
                report?.Invoke((double)Interlocked.Increment(ref done) / count);
            },
            cancellation
        );
    }

    /// <summary>Calls <paramref name="work"/>(chunk, first row, end row) once for every chunk, in any order.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Run(Action<int, int, int> work, CancellationToken cancellation = default)
    {
        int rows = Rows,
            chunkRows = ChunkRows;
        WorkQueue.Run(
            Count,
            Threads,
            queue =>
            {
                while (queue.TryTake(out int chunk))
                    work(chunk, chunk * chunkRows, (int)Math.Min(rows, (chunk + 1L) * chunkRows));
            },
            cancellation
        );
    }
}
