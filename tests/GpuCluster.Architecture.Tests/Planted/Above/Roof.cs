using GpuCluster.Architecture.Tests.Planted.Below;
using GpuCluster.Architecture.Tests.Planted.Beside;

namespace GpuCluster.Architecture.Tests.Planted.Above;

/// <summary>
/// Uses <see cref="Cellar"/> in a method's body alone, and <see cref="Garden"/> by a constant, of which compiled code keeps nothing.
/// </summary>
internal sealed class Roof
{
    public int Height() => new Cellar().Roofs.Count + Garden.Width;
}
