using GpuCluster.Architecture.Tests.Planted.Beside;

namespace GpuCluster.Architecture.Tests.Planted.Far;

/// <summary>In no circle, though it uses one.</summary>
internal static class Road
{
    public static int Length(Garden garden) => garden.Height;
}
