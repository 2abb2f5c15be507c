using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Rows;

/// <summary>
/// Subtracts the same vector from every row and stores its squared length: euclidean distances stay, but |x|² + |y|² - 2 x·y loses far
/// fewer digits near the origin. Under cosine the rows are unit rows, and a zero row's squared length is stored as 1 more: half the squared
/// distance is then 1 from every other row, which is the distance that cosine gives it. One group for each row.
/// </summary>
internal static class CentreRowsKernel
{
    /// <param name="values">n x <paramref name="features"/>, row-major, changed in place.</param>
    /// <param name="centre">d values to subtract.</param>
    /// <param name="squaredLengths">Receives n values.</param>
    /// <param name="features">d.</param>
    /// <param name="cosine">1 under cosine, else 0.</param>
    [KernelEntry]
    public static void Run(ArrayView<float> values, ArrayView<float> centre, ArrayView<float> squaredLengths, int features, int cosine)
    {
        ArrayView<float> scratch = SharedMemory.Allocate<float>(GroupSum.LargestGroup);
        ArrayView<float> row = values.SubView((long)Grid.IdxX * features, features);
        float part = 0,
            before = 0;
        for (int j = Group.IdxX; j < features; j += Group.DimX)
        {
            float value = row[j];
            float moved = value - centre[j];
            row[j] = moved;
            part += moved * moved;
            before += value * value;
        }

        float sum = GroupSum.Of(part, scratch);
        float squaredLength = GroupSum.Of(before, scratch);
        if (Group.IdxX == 0)
            squaredLengths[Grid.IdxX] = cosine == 1 && squaredLength == 0 ? sum + 1 : sum;
    }
}
