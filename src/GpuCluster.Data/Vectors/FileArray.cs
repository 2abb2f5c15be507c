using GpuCluster.Data.Arrays;

namespace GpuCluster.Data.Vectors;

/// <summary>An array whose numbers lie in a file as they are, one after the other.</summary>
/// <param name="name">Its name in the file.</param>
/// <param name="place">For messages.</param>
/// <param name="shape">The size of each dimension; the file was found to be long enough.</param>
/// <param name="typeText">Its type as the file writes it.</param>
/// <param name="type">Its type, or null if it does not hold numbers.</param>
/// <param name="stream">The file, not owned.</param>
/// <param name="start">Where the first number lies.</param>
internal sealed class FileArray(string name, string place, long[] shape, string typeText, ElementType? type, FileStream stream, long start)
    : NamedArray(name, place, shape, typeText, type)
{
    /// <inheritdoc/>
    public override Stream Open(CancellationToken cancellation)
    {
        stream.Position = start;
        return new BorrowedStream(stream);
    }

    /// <inheritdoc/>
    public override MatrixRows Vectors(MatrixShape matrix, int rows, DatasetOptions options, CancellationToken cancellation) =>
        MappedRows.Open(stream, start, matrix, rows, options, cancellation);
}
