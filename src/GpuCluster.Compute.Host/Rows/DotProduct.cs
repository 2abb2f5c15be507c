using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Rows;

/// <summary>Products of two rows in single precision. The order of additions depends on the processor's vector width only.</summary>
internal static class DotProduct
{
    /// <summary>The product of two rows of d values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<Vector<float>> lefts = MemoryMarshal.Cast<float, Vector<float>>(left);
        ReadOnlySpan<Vector<float>> rights = MemoryMarshal.Cast<float, Vector<float>>(right)[..lefts.Length];
        Vector<float> sum0 = default,
            sum1 = default,
            sum2 = default,
            sum3 = default;
        int vector = 0;
        for (; vector + 3 < lefts.Length; vector += 4)
        {
            sum0 = Vector.MultiplyAddEstimate(lefts[vector], rights[vector], sum0);
            sum1 = Vector.MultiplyAddEstimate(lefts[vector + 1], rights[vector + 1], sum1);
            sum2 = Vector.MultiplyAddEstimate(lefts[vector + 2], rights[vector + 2], sum2);
            sum3 = Vector.MultiplyAddEstimate(lefts[vector + 3], rights[vector + 3], sum3);
        }

        for (; vector < lefts.Length; vector++)
            sum0 = Vector.MultiplyAddEstimate(lefts[vector], rights[vector], sum0);

        float sum = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
        for (int feature = lefts.Length * Vector<float>.Count; feature < left.Length; feature++)
            sum += left[feature] * right[feature];

        return sum;
    }
}
