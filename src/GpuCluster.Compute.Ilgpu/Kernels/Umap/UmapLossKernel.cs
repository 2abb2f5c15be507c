using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Simd;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Umap;

/// <summary>
/// UMAP's loss, vertex by vertex. How it works: one thread owns a vertex and sums over its edges and over the points drawn for it; the host
/// adds the vertices' sums in double, in their order, so the result does not depend on the order of threads.
/// </summary>
internal static class UmapLossKernel
{
    /// <param name="vertex">The vertex.</param>
    /// <param name="rowStart">n + 1 values: where the edges of each vertex begin.</param>
    /// <param name="neighbours">The other end of each edge.</param>
    /// <param name="weights">The weight of each edge.</param>
    /// <param name="places">n values: the place of each vertex.</param>
    /// <param name="positions">n positions (x, y, z, 0), by place.</param>
    /// <param name="parts">Receives n sums.</param>
    /// <param name="shape">Seed and curve.</param>
    [KernelEntry]
    public static void Run(
        Index1D vertex,
        ArrayView<int> rowStart,
        ArrayView<int> neighbours,
        ArrayView<float> weights,
        ArrayView<int> places,
        ArrayView<Float4> positions,
        ArrayView<UmapLossPart> parts,
        UmapLossShape shape
    )
    {
        ScalarFloat a = new(shape.A),
            b = new(shape.B);
        Float4 at = positions[places[vertex]];
        float attraction = 0,
            repulsion = 0,
            sumOfWeights = 0;
        int end = rowStart[vertex + 1];
        for (int edge = rowStart[vertex]; edge < end; edge++)
        {
            float weight = weights[edge];
            sumOfWeights += weight;
            attraction += weight * UmapLoss<ScalarFloat>.Attraction(SquaredDistance(at, positions[places[neighbours[edge]]]), a, b).Value;
        }

        uint key = UmapLoss.Key(shape.Seed, vertex);
        for (int draw = 0; draw < UmapLoss.Draws; draw++)
        {
            int other = UmapLoss.Drawn(key, draw, shape.Count);
            if (other != vertex)
                repulsion += sumOfWeights * UmapLoss<ScalarFloat>.Repulsion(SquaredDistance(at, positions[places[other]]), a, b).Value;
        }

        parts[vertex] = new UmapLossPart(attraction, repulsion);
    }

    private static ScalarFloat SquaredDistance(Float4 from, Float4 to)
    {
        float dx = from.X - to.X,
            dy = from.Y - to.Y,
            dz = from.Z - to.Z;
        return new ScalarFloat((dx * dx) + (dy * dy) + (dz * dz));
    }
}
