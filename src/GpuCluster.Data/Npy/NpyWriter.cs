using System.Runtime.InteropServices;
using System.Text;

namespace GpuCluster.Data.Npy;

/// <summary>Writes float32 matrices as NumPy does: format 1.0, little-endian, C order.</summary>
public static class NpyWriter
{
    /// <summary>numpy.save aligns the array to 64 bytes so that it can be mapped.</summary>
    private const int Alignment = 64;

    private const int PrefixBytes = 10;
    private const int BlockValues = 1 << 20;

    /// <summary>Writes a (rows, columns) array.</summary>
    /// <param name="values">Row-major, rows x columns.</param>
    public static void Write(Stream stream, int rows, int columns, ReadOnlySpan<float> values)
    {
        if ((long)rows * columns != values.Length) throw new ArgumentException($"{values.Length} values are not {rows} x {columns}", nameof(values));
        string literal = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}";
        int length = (PrefixBytes + literal.Length + 1 + Alignment - 1) / Alignment * Alignment - PrefixBytes;
        stream.Write(NpyHeader.Magic);
        stream.Write([1, 0, (byte)length, (byte)(length >> 8)]);
        stream.Write(Encoding.ASCII.GetBytes(literal.PadRight(length - 1) + "\n"));
        for (int start = 0; start < values.Length; start += BlockValues)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(BlockValues, values.Length - start))));
    }
}
