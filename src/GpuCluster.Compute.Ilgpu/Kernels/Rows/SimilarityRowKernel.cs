using GpuCluster.Compute.Ilgpu.Kernels.Tiles;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Rows;

/// <summary>
/// The cosines of one vector with all samples: a matrix times a vector, bound by reading X once. One group for each sample.
/// </summary>
internal static class SimilarityRowKernel
{
    /// <param name="values">n x <paramref name="features"/> unit rows.</param>
    /// <param name="cosines">Receives n values.</param>
    /// <param name="query">The unit row of d values that all are compared with.</param>
    /// <param name="features">d.</param>
    [KernelEntry]
    public static void Run(ArrayView<float> values, ArrayView<float> cosines, ArrayView<float> query, int features)
    {
        ArrayView<float> scratch = SharedMemory.Allocate<float>(GroupSum.LargestGroup);
        long other = (long)Grid.IdxX * features;
        float part = 0;
        for (int j = Group.IdxX; j < features; j += Group.DimX)
            part += query[j] * values[other + j];

        float dot = GroupSum.Of(part, scratch);
        if (Group.IdxX == 0)
            cosines[Grid.IdxX] = TileValue.Cosine.Of(dot, 0);
    }
}
