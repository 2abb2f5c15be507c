using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Rows;

/// <summary>
/// Sums over rows of floats in float, for what steers a search and is measured again. The order of additions depends on the processor's
/// vector width only.
/// </summary>
internal static class RowSums
{
    /// <summary>Adds scale x row to a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<float> sum, ReadOnlySpan<float> row, float scale)
    {
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        ReadOnlySpan<Vector<float>> rows = MemoryMarshal.Cast<float, Vector<float>>(row)[..sums.Length];
        Vector<float> factor = new(scale);
        for (int vector = 0; vector < sums.Length; vector++)
            sums[vector] += rows[vector] * factor;

        for (int feature = sums.Length * Vector<float>.Count; feature < sum.Length; feature++)
            sum[feature] += row[feature] * scale;
    }

    /// <summary>Multiplies a row.</summary>
    public static void Scale(Span<float> row, float scale)
    {
        foreach (ref float value in row)
            value *= scale;
    }
}
