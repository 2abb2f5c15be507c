using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>
/// The sum of n values of four floats. One group: each thread sums a strided subset in order, then the group adds the sums, so the result
/// repeats to the bit.
/// </summary>
internal static class SumFloat4Kernel
{
    /// <param name="values">n values.</param>
    /// <param name="total">Receives one.</param>
    /// <param name="count">n.</param>
    [KernelEntry]
    public static void Run(ArrayView<Float4> values, ArrayView<Float4> total, int count)
    {
        ArrayView<float> scratch = SharedMemory.Allocate<float>(GroupSum.LargestGroup);
        Float4 part = default(Float4);
        for (int i = Group.IdxX; i < count; i += Group.DimX)
            part = part.Plus(1, values[i]);
        Float4 sum = new(
            GroupSum.Of(part.X, scratch),
            GroupSum.Of(part.Y, scratch),
            GroupSum.Of(part.Z, scratch),
            GroupSum.Of(part.W, scratch)
        );
        if (Group.IdxX == 0)
            total[0] = sum;
    }
}
