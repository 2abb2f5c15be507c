using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>
/// The repulsion between all points: the exact sum over all pairs. How it works: a thread owns a point. Its group loads as many points as
/// it has threads into shared memory at a time, and every thread sums over them; so a position is read from the device's memory once for
/// each group. Each tile is summed separately and added to the total, which keeps the digits of long sums.
/// </summary>
internal static class TsneRepulsionKernel
{
    /// <param name="positions">n positions (x, y, z, 0).</param>
    /// <param name="pushes">Receives n values: the sum over the other points of w² (y_i - y_j) in x, y and z, and the sum of w in
    /// w.</param>
    /// <param name="count">n.</param>
    /// <param name="dims">2 or 3.</param>
    [KernelEntry]
    public static void Run(ArrayView<Float4> positions, ArrayView<Float4> pushes, int count, SpecializedValue<int> dims)
    {
        ArrayView<Float4> tile = SharedMemory.Allocate<Float4>(GroupSum.LargestGroup);
        int vertex = (Grid.IdxX * Group.DimX) + Group.IdxX;
        Float4 at = positions[Math.Min(vertex, count - 1)];
        Float4 push = default(Float4);
        for (int first = 0; first < count; first += Group.DimX)
        {
            if (first + Group.IdxX < count)
                tile[Group.IdxX] = positions[first + Group.IdxX];
            Group.Barrier();
            push = push.Plus(1, OfTile(tile, Math.Min(Group.DimX, count - first), at, vertex - first, dims));
            Group.Barrier();
        }

        if (vertex < count)
            pushes[vertex] = push;
    }

    /// <summary>The repulsion by the points of a tile, except the point itself.</summary>
    private static Float4 OfTile(ArrayView<Float4> tile, int points, Float4 at, int self, int dims)
    {
        float x = 0,
            y = 0,
            z = 0,
            sum = 0;
        for (int other = 0; other < points; other++)
        {
            Float4 from = tile[other];
            float dx = at.X - from.X,
                dy = at.Y - from.Y,
                dz = at.Z - from.Z;
            float w = other == self ? 0 : TsnePair.Similarity(dx, dy, dz, dims);
            float push = w * w;
            x += push * dx;
            y += push * dy;
            z += push * dz;
            sum += w;
        }

        return new Float4(x, y, z, sum);
    }
}
