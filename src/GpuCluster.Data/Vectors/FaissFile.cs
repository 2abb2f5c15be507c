using System.Buffers.Binary;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;

namespace GpuCluster.Data.Vectors;

/// <summary>
/// A flat index as faiss.write_index writes it (faiss/impl/index_write.cpp): "IxF2" (L2), "IxFI" (inner product) or "IxFl", dimension,
/// rows, two numbers without meaning, whether it is trained, the metric, and the vectors after their number. Other indexes store no whole
/// vectors, or not in order.
/// </summary>
internal static class FaissFile
{
    private const int HeaderBytes = 4 + 4 + 8 + 8 + 8 + 1 + 4;

    /// <summary>Whether a file begins as an index of any kind: a name of four letters.</summary>
    public static bool IsStart(ReadOnlySpan<byte> start) => start.StartsWith("Ix"u8) && start.Length >= 4;

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        Span<byte> header = stackalloc byte[HeaderBytes + sizeof(float) + sizeof(long)];
        int held = InputFile.ReadUpTo(stream, header, path);
        string kind = Encoding.ASCII.GetString(header[..4]);
        if (kind is not ("IxF2" or "IxFI" or "IxFl"))
        {
            throw new UnusableInputException(
                $"{path}: a FAISS index that is not flat ('{Printable(kind)}'); save its vectors: "
                    + "numpy.save('x.npy', index.reconstruct_n(0, index.ntotal))"
            );
        }

        int columns = BinaryPrimitives.ReadInt32LittleEndian(header[4..]),
            metric = BinaryPrimitives.ReadInt32LittleEndian(header[(HeaderBytes - sizeof(int))..]);
        long total = BinaryPrimitives.ReadInt64LittleEndian(header[8..]);
        // Metrics beyond inner product and L2 have a parameter.
        int start = HeaderBytes + (metric > 1 ? sizeof(float) : 0);
        long values = held >= start + sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(header[start..]) : -1;
        start += sizeof(long);
        if (columns < 1 || total < 1 || (Int128)total * columns != values || start + ((Int128)values * sizeof(float)) != stream.Length)
        {
            throw new UnusableInputException(
                $"{path}: {total} vectors of {columns} values do not fit a file of {stream.Length} bytes; write the index again"
            );
        }

        int rows = (int)Math.Min(Math.Min(total, int.MaxValue), options.Limit ?? int.MaxValue);
        MatrixShape shape = new(path, ElementType.Float32, total, columns);
        return new EmbeddingDataset(
            InputFile.NameOf(path),
            MappedRows.Open(stream, start, shape, rows, options, cancellation).Whole(shape),
            LabelsFile.Of(path, options, total, rows)
        );
    }

    private static string Printable(string kind) => string.Concat(kind.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '?'));
}
