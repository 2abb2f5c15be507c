using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>
/// How many threads a kernel's group has on one device. Kernels take these as parameters, so that the same kernel runs with hundreds of
/// threads on a GPU and with a few on the simulator, where each thread is a system thread and a barrier costs microseconds.
/// </summary>
/// <param name="GroupSize">Threads of a group that shares one row; a power of two, 128 at most.</param>
/// <param name="BlockColumns">Threads side by side in the dot-product tile; each owns 8 columns; 16 at most.</param>
/// <param name="BlockRows">Threads below each other in the dot-product tile; each owns 8 rows; 16 at most.</param>
/// <param name="TileEdge">Largest edge of the square tile of distances that is held at once.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LaunchShape(int GroupSize, int BlockColumns, int BlockRows, int TileEdge)
{
    /// <summary>GPUs: 256 threads a tile block with 128 x 128 results; a tile of 4096² floats is 64 MiB.</summary>
    public static LaunchShape Gpu => new(128, 16, 16, 4096);

    /// <summary>ILGPU's simulator: two threads, the least that exercise barriers and shared memory.</summary>
    public static LaunchShape Simulator => new(2, 2, 1, 512);

    /// <summary>Threads of the largest group.</summary>
    public int LargestGroup => Math.Max(GroupSize, BlockColumns * BlockRows);

    /// <summary>The same with groups of at most <paramref name="limit"/> threads.</summary>
    public LaunchShape Within(int limit)
    {
        LaunchShape shape = this;
        while (shape.GroupSize > limit)
            shape = shape with { GroupSize = shape.GroupSize / 2 };
        while (shape.BlockColumns * shape.BlockRows > limit)
        {
            shape =
                shape.BlockRows >= shape.BlockColumns
                    ? shape with
                    {
                        BlockRows = shape.BlockRows / 2,
                    }
                    : shape with
                    {
                        BlockColumns = shape.BlockColumns / 2,
                    };
        }

        return shape;
    }
}
