using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Rows;

/// <summary>
/// Subtracts the same vector from every row and stores its squared length: euclidean distances stay, but |x|² + |y|² - 2 x·y loses far
/// fewer digits near the origin. One group for each row.
/// </summary>
internal static class CentreRowsKernel
{
    /// <param name="values">n x <paramref name="features"/>, row-major, changed in place.</param>
    /// <param name="centre">d values to subtract.</param>
    /// <param name="squaredLengths">Receives n values.</param>
    /// <param name="features">d.</param>
    [KernelEntry]
    public static void Run(ArrayView<float> values, ArrayView<float> centre, ArrayView<float> squaredLengths, int features)
    {
        ArrayView<float> scratch = SharedMemory.Allocate<float>(GroupSum.LargestGroup);
        ArrayView<float> row = values.SubView((long)Grid.IdxX * features, features);
        float part = 0;
        for (int j = Group.IdxX; j < features; j += Group.DimX)
        {
            float moved = row[j] - centre[j];
            row[j] = moved;
            part += moved * moved;
        }

        float sum = GroupSum.Of(part, scratch);
        if (Group.IdxX == 0)
            squaredLengths[Grid.IdxX] = sum;
    }
}
