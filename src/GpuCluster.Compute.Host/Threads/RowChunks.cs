using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Threads;

/// <summary>
/// Rows split into chunks of a fixed size, shared among threads. Because the chunks do not depend on the number of threads, sums that are kept per chunk
/// and added in chunk order repeat to the bit.
/// </summary>
/// <param name="Rows">Rows in all.</param>
/// <param name="ChunkRows">Rows of each chunk but the last, above 0.</param>
/// <param name="Threads">Threads to use at most, 1 or more.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RowChunks(int Rows, int ChunkRows, int Threads)
{
    /// <summary>Number of chunks.</summary>
    public int Count => (int)(((long)Rows + ChunkRows - 1) / ChunkRows);

    /// <summary>Calls <paramref name="work"/>(chunk, first row, end row) once for every chunk, in any order.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public void Run(Action<int, int, int> work, CancellationToken cancellation = default)
    {
        int rows = Rows, chunkRows = ChunkRows;
        WorkQueue.Run(
            Count,
            Threads,
            queue =>
            {
                while (queue.TryTake(out int chunk))
                    work(chunk, chunk * chunkRows, Math.Min(rows, (chunk + 1) * chunkRows));
            },
            cancellation);
    }
}
