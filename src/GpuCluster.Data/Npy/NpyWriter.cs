using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Npy;

/// <summary>Writes arrays as NumPy does: format 1.0, little-endian, C order.</summary>
public static class NpyWriter
{
    /// <summary>numpy.save aligns the array to 64 bytes so that it can be mapped.</summary>
    private const int Alignment = 64;

    private const int PrefixBytes = 10;
    private const int BlockBytes = 1 << 22;

    /// <summary>Writes a float32 (rows, columns) array.</summary>
    /// <param name="values">Row-major, rows x columns.</param>
    public static void Write(Stream stream, int rows, int columns, ReadOnlySpan<float> values) => Write(stream, [rows, columns], values);

    /// <summary>Writes vectors as a float32 (n, d) array.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="vectors">n x d values.</param>
    /// <param name="rows">Which row each is; a row without a vector is NaN.</param>
    internal static void Write(Stream stream, EmbeddingMatrix vectors, SampleRows rows)
    {
        WriteHeader<float>(stream, [rows.Count, vectors.Columns]);
        if (rows.IsWhole)
        {
            foreach (ReadOnlyMemory<float> block in vectors.Blocks)
                WriteValues(stream, block.Span);
            return;
        }

        int perBlock = Math.Clamp(BlockBytes / sizeof(float) / vectors.Columns, 1, rows.Count);
        float[] values = new float[perBlock * vectors.Columns];
        for (int first = 0; first < rows.Count; first += perBlock)
        {
            int count = Math.Min(perBlock, rows.Count - first);
            for (int row = 0; row < count; row++)
            {
                Span<float> target = values.AsSpan(row * vectors.Columns, vectors.Columns);
                if (rows.SampleAt(first + row) is { } sample)
                    vectors.Row(sample).CopyTo(target);
                else
                    target.Fill(float.NaN);
            }

            WriteValues<float>(stream, values.AsSpan(0, count * vectors.Columns));
        }
    }

    /// <summary>Writes an array of float32, int32 or uint16.</summary>
    /// <param name="stream">Receives the file.</param>
    /// <param name="shape">The size of each dimension.</param>
    /// <param name="values">The product of the sizes, the last index running fastest.</param>
    public static void Write<T>(Stream stream, ReadOnlySpan<int> shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        WriteHeader<T>(stream, shape);
        long elements = 1;
        foreach (int size in shape)
            elements *= size;
        if (elements != values.Length)
            throw new ArgumentException($"{values.Length} values are not {ShapeText(shape)}", nameof(values));
        WriteValues(stream, values);
    }

    /// <summary>Writes the header; the caller then writes the values in parts with <see cref="WriteValues"/>.</summary>
    internal static void WriteHeader<T>(Stream stream, ReadOnlySpan<int> shape)
        where T : unmanaged => WriteHeader(stream, TypeOf<T>(), shape);

    /// <summary>The same for a type as NumPy names it.</summary>
    internal static void WriteHeader(Stream stream, string type, ReadOnlySpan<int> shape)
    {
        string literal = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {ShapeText(shape)}, }}";
        int length = (PrefixBytes + literal.Length + 1 + Alignment - 1) / Alignment * Alignment - PrefixBytes;
        stream.Write(NpyHeader.Magic);
        stream.Write([1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(literal.PadRight(length - 1) + "\n"));
    }

    /// <summary>Writes values in blocks, so that no stream has to buffer them all.</summary>
    internal static void WriteValues<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        int block = BlockBytes / Unsafe.SizeOf<T>();
        for (int start = 0; start < values.Length; start += block)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(block, values.Length - start))));
    }

    /// <summary>An element type as NumPy names it.</summary>
    internal static string TypeOf<T>()
        where T : unmanaged =>
        default(T) switch
        {
            float => "<f4",
            double => "<f8",
            int => "<i4",
            ushort => "<u2",
            _ => throw new NotSupportedException($"{typeof(T)} is not written as .npy"),
        };

    private static string ShapeText(ReadOnlySpan<int> shape) =>
        shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape.ToArray())})";
}
