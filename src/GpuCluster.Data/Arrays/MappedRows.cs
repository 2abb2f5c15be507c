using GpuCluster.Core.Embeddings;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Arrays;

/// <summary>
/// A matrix in a file as vectors: large ones of float32 are mapped and not copied (<see cref="MappedFloats"/>), all others are read.
/// </summary>
internal static class MappedRows
{
    /// <summary>
    /// The size in bytes from which floats are mapped: below it a copy takes no noticeable time, and other programs cannot change it.
    /// </summary>
    public const long MinMapped = 256L << 20;

    private const int BlockFloats = 1 << 20;

    /// <summary>Opens the first rows of a matrix.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="start">Where the matrix begins in it.</param>
    /// <param name="shape">How it lies there; it was checked that the file is long enough.</param>
    /// <param name="rows">How many rows, 1 or more.</param>
    /// <param name="options">Whether a mapped file is checked late, and who receives the progress.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="Core.Errors.UnusableInputException">A value is not finite, or there are too many.</exception>
    public static EmbeddingMatrix Open(
        FileStream stream,
        long start,
        MatrixShape shape,
        int rows,
        DatasetOptions options,
        CancellationToken cancellation
    )
    {
        long length = (long)rows * shape.Columns;
        bool isLarge = length * sizeof(float) >= MinMapped && length <= int.MaxValue;
        if (isLarge && shape.CanBeMapped && start % sizeof(float) == 0)
            return Map(stream, start, shape, rows, options, cancellation);
        stream.Position = start;
        return new EmbeddingMatrix(rows, shape.Columns, shape.Read(stream, rows, cancellation));
    }

    /// <summary>
    /// Maps the values. A mapping that is checked late stays mapped even if the check fails, as the caller may still hold rows.
    /// </summary>
    private static EmbeddingMatrix Map(
        FileStream stream,
        long start,
        MatrixShape shape,
        int rows,
        DatasetOptions options,
        CancellationToken cancellation
    )
    {
#pragma warning disable IDISP001 // Owned by the memory that is handed out, to the end of the process.
        MappedFloats mapped = new(stream, start, rows * shape.Columns, shape.Path);
#pragma warning restore IDISP001
        ReadOnlyMemory<float> values = mapped.Memory;
        if (options.ChecksLate)
            return new EmbeddingMatrix(rows, shape.Columns, values, () => Check(values, shape, options.Progress, cancellation));
        try
        {
            Check(values, shape, options.Progress, cancellation);
            return new EmbeddingMatrix(rows, shape.Columns, values);
        }
        catch
        {
            ((IDisposable)mapped).Dispose();
            throw;
        }
    }

    /// <summary>Checks mapped values on all cores, which brings their pages into this process as well.</summary>
    private static void Check(ReadOnlyMemory<float> values, MatrixShape shape, Action<double>? progress, CancellationToken cancellation)
    {
        int blocks = (int)(((long)values.Length + BlockFloats - 1) / BlockFloats),
            done = 0;
        long firstBad = long.MaxValue;
        Lock gate = new();
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            block =>
            {
                int first = block * BlockFloats;
                int bad = Finite.IndexOfFirstBad(values.Span.Slice(first, Math.Min(BlockFloats, values.Length - first)));
                if (bad >= 0)
                {
                    lock (gate)
                        firstBad = Math.Min(firstBad, first + (long)bad);
                }

                progress?.Invoke(Interlocked.Increment(ref done) / (double)blocks);
            }
        );
        if (firstBad != long.MaxValue)
            throw shape.NotFinite(firstBad, values.Span[(int)firstBad]);
    }
}
