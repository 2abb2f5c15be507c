using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;
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

    private const int MaxBlock = int.MaxValue;

    /// <summary>Opens the first rows of a matrix.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="start">Where the matrix begins in it.</param>
    /// <param name="shape">How it lies there; it was checked that the file is long enough.</param>
    /// <param name="rows">How many rows, 1 or more.</param>
    /// <param name="options">Whether a mapped file is checked late, and who receives the progress.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="Core.Errors.UnusableInputException">A value is not finite, or there are too many.</exception>
    public static MatrixRows Open(
        FileStream stream,
        long start,
        MatrixShape shape,
        int rows,
        DatasetOptions options,
        CancellationToken cancellation
    )
    {
        long length = (long)rows * shape.Columns;
        if (length * sizeof(float) >= MinMapped && shape.CanBeMapped && start % sizeof(float) == 0)
            return Map(stream, start, shape, rows, options, cancellation);
        stream.Position = start;
        ReadOnlyMemory<float> values = shape.Read(stream, rows, cancellation, out SampleRows kept);
        return new MatrixRows(new EmbeddingMatrix(kept.Samples, shape.Columns, values), kept);
    }

    /// <summary>
    /// Maps the values. A mapping that is checked late stays mapped even if the check fails, as the caller may still hold rows. Where rows
    /// have no vector, the others are copied.
    /// </summary>
    private static MatrixRows Map(
        FileStream stream,
        long start,
        MatrixShape shape,
        int rows,
        DatasetOptions options,
        CancellationToken cancellation
    )
    {
        // A span has no more than 2^31 values.
        int blockRows = Math.Min(rows, MaxBlock / shape.Columns);
        List<MappedFloats> mapped = [];
        try
        {
            for (int first = 0; first < rows; first += blockRows)
            {
                int count = Math.Min(blockRows, rows - first) * shape.Columns;
                mapped.Add(new MappedFloats(stream, start + ((long)first * shape.Columns * sizeof(float)), count, shape.Path));
            }

            ReadOnlyMemory<float>[] blocks = [.. mapped.Select(block => (ReadOnlyMemory<float>)block.Memory)];
            EmbeddingMatrix all = new(rows, shape.Columns, blockRows, blocks);
            SampleRows Find() => MissingRows.Find(shape, all, options.Progress, cancellation);
            if (options.ChecksLate)
            {
                SampleRows whole = SampleRows.All(rows);
                return new MatrixRows(
                    new EmbeddingMatrix(rows, shape.Columns, blockRows, blocks, () => _ = new MatrixRows(all, Find()).Whole(shape)),
                    whole
                );
            }

            SampleRows kept = Find();
            if (kept.IsWhole)
                return new MatrixRows(all, kept);
            MatrixRows picked = new(all.Pick([.. Enumerable.Range(0, kept.Samples).Select(kept.RowOf)]), kept);
            mapped.ForEach(block => ((IDisposable)block).Dispose());
            return picked;
        }
        catch
        {
            mapped.ForEach(block => ((IDisposable)block).Dispose());
            throw;
        }
    }
}
