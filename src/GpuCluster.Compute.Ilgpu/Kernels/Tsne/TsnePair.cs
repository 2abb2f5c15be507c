using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Simd;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>The similarity of two points in t-SNE, in the plane or in space.</summary>
internal static class TsnePair
{
    /// <summary>w, 0 to 1; see <see cref="TsneForces{TFloat, TKernel}"/>.</summary>
    /// <param name="dx">Difference along x; the others alike. dz is 0 in the plane.</param>
    /// <param name="dims">2 or 3.</param>
    public static float Similarity(float dx, float dy, float dz, int dims)
    {
        ScalarFloat squaredDistance = new((dx * dx) + (dy * dy) + (dz * dz));
        return dims == 2
            ? TsneForces<ScalarFloat, PlaneKernel>.Similarity(squaredDistance).Value
            : TsneForces<ScalarFloat, SpaceKernel>.Similarity(squaredDistance).Value;
    }
}
