using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>The launch shapes that a device is tried with, by name.</summary>
internal static class LaunchShapes
{
    /// <summary>
    /// Group sizes and tiles from small to large; on the simulator, where each thread is a system thread, those it was opened for.
    /// </summary>
    public static IEnumerable<LaunchShape> On(IlgpuDevice device)
    {
        LaunchShape own = device.Shape;
        if (device.Info.Backend == IlgpuBackend.Cpu)
            return [own];

        return new[]
        {
            own with
            {
                GroupSize = 32,
                BlockColumns = 8,
                BlockRows = 8,
            },
            own with
            {
                GroupSize = 64,
                BlockColumns = 16,
                BlockRows = 8,
            },
            own,
            own with
            {
                TileEdge = 1024,
            },
        }
            .Select(shape => shape.Within(device.Accelerator.MaxNumThreadsPerGroup))
            .Distinct();
    }

    /// <summary>A shape's name: threads of a block of the tile product, and the tile's edge.</summary>
    public static string NameOf(LaunchShape shape) => $"block-{shape.BlockColumns}x{shape.BlockRows}-tile-{shape.TileEdge}";

    /// <summary>The shape of that name.</summary>
    /// <exception cref="UnusableInputException">There is none; the message lists those there are.</exception>
    public static LaunchShape Named(IlgpuDevice device, string name)
    {
        LaunchShape[] shapes = [.. On(device)];
        int found = Array.FindIndex(shapes, shape => NameOf(shape) == name);
        return found >= 0
            ? shapes[found]
            : throw new UnusableInputException(
                $"{name}: no kNN kernel on {device.Info.Selector}; use {string.Join(", ", shapes.Select(NameOf))}"
            );
    }
}
