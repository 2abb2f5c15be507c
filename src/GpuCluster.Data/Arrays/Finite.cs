using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuCluster.Data.Arrays;

/// <summary>Finds values that are not finite, at memory bandwidth.</summary>
internal static class Finite
{
    /// <summary>A float32 is NaN or infinite exactly where all bits of its exponent are set.</summary>
    private const uint Exponent = 0x7F80_0000;

    /// <returns>The index of the first NaN or infinity, or -1.</returns>
    public static int IndexOfFirstBad(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(values);
        Vector<uint> mask = new(Exponent);
        int i = 0;
        while (i <= bits.Length - Vector<uint>.Count && !Vector.EqualsAny(new Vector<uint>(bits[i..]) & mask, mask))
            i += Vector<uint>.Count;
        for (; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }
}
