using ILGPU;
using ILGPU.Algorithms;

namespace GpuCluster.Compute.Ilgpu.Kernels.Rows;

/// <summary>Scales every row to length 1, in place. A zero row stays zero. One group for each row.</summary>
internal static class NormaliseRowsKernel
{
    /// <param name="values">n x <paramref name="features"/>, row-major.</param>
    /// <param name="features">d.</param>
    [KernelEntry]
    public static void Run(ArrayView<float> values, int features)
    {
        ArrayView<float> scratch = SharedMemory.Allocate<float>(GroupSum.LargestGroup);
        ArrayView<float> row = values.SubView((long)Grid.IdxX * features, features);

        // Scaling by the largest magnitude first keeps the squares of huge and of tiny rows from overflowing or vanishing.
        float largest = 0;
        for (int j = Group.IdxX; j < features; j += Group.DimX)
            largest = XMath.Max(largest, XMath.Abs(row[j]));
        largest = GroupMax(largest, scratch);
        if (largest == 0)
            return;

        float part = 0;
        for (int j = Group.IdxX; j < features; j += Group.DimX)
        {
            float scaled = row[j] / largest;
            part += scaled * scaled;
        }

        float length = XMath.Sqrt(GroupSum.Of(part, scratch));
        for (int j = Group.IdxX; j < features; j += Group.DimX)
            row[j] = row[j] / largest / length;
    }

    private static float GroupMax(float value, ArrayView<float> scratch)
    {
        int thread = Group.IdxX;
        scratch[thread] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (thread < half)
                scratch[thread] = XMath.Max(scratch[thread], scratch[thread + half]);
            Group.Barrier();
        }

        float largest = scratch[0];
        Group.Barrier();
        return largest;
    }
}
