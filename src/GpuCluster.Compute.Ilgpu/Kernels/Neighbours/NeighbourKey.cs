using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Neighbours;

/// <summary>
/// A distance and a sample in one 64-bit number: the distance's bits above, the index below. Distances are never negative, so their bits
/// ascend as they do, and comparing keys orders by distance and then by index.
/// </summary>
internal static class NeighbourKey
{
    /// <summary>The sentinel of an empty place, greater than every neighbour's key.</summary>
    public const ulong None = ulong.MaxValue;

    public static ulong Of(float distance, int sample) => ((ulong)Interop.FloatAsInt(distance) << 32) | (uint)sample;

    public static int Sample(ulong key) => (int)(key & 0xFFFFFFFF);

    public static float Distance(ulong key) => Interop.IntAsFloat((uint)(key >> 32));
}
