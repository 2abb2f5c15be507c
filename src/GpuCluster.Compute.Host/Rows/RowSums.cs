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
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row)[..sums.Length];
        var factor = new Vector<float>(scale);
        for (var vector = 0; vector < sums.Length; vector++)
        {
            sums[vector] += rows[vector] * factor;
        }

        for (var feature = sums.Length * Vector<float>.Count; feature < sum.Length; feature++)
        {
            sum[feature] += row[feature] * scale;
        }
    }

    /// <summary>Multiplies a row.</summary>
    public static void Scale(Span<float> row, float scale)
    {
        foreach (ref var value in row)
        {
            value *= scale;
        }
    }
}
