using GpuCluster.Compute.Ilgpu.Devices;

namespace GpuCluster.Compute.Ilgpu.Laboratory;

/// <summary>The launch shapes that are compared on a device.</summary>
internal static class LaunchShapes
{
    /// <summary>Group sizes and tiles from small to large; on the simulator, where each thread is one of the system's, those it was opened for.</summary>
    public static IEnumerable<LaunchShape> On(IlgpuDevice device)
    {
        LaunchShape own = device.Shape;
        if (device.Info.Backend == IlgpuBackend.Cpu)
        {
            return [own];
        }

        return new[] { own with { GroupSize = 32, BlockColumns = 8, BlockRows = 8 }, own with { GroupSize = 64, BlockColumns = 16, BlockRows = 8 }, own, own with { TileEdge = 1024 } }
            .Select(shape => shape.Within(device.Accelerator.MaxNumThreadsPerGroup))
            .Distinct();
    }

    /// <summary>A shape as reports name it.</summary>
    public static string NameOf(LaunchShape shape) => $"group {shape.GroupSize}, block {shape.BlockColumns} x {shape.BlockRows}, tile {shape.TileEdge}";
}
