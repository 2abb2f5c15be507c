using GpuCluster.Architecture.Tests.Planted.Above;

namespace GpuCluster.Architecture.Tests.Planted.Below;

/// <summary>Uses <see cref="Roof"/> as a generic argument alone.</summary>
internal sealed class Cellar
{
    public List<Roof> Roofs { get; } = [];
}
