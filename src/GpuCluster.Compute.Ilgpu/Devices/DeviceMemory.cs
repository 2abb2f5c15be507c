using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>Allocates on a device, and says plainly when that does not fit.</summary>
internal static class DeviceMemory
{
    /// <summary>Memory for <paramref name="length"/> values; at least one, as some drivers refuse empty buffers.</summary>
    /// <exception cref="MachineFaultException">It does not fit.</exception>
    public static MemoryBuffer1D<T, Stride1D.Dense> Allocate<T>(IlgpuDevice device, long length, string what)
        where T : unmanaged
    {
        try
        {
            return Reserve<T>(device, length);
        }
        catch (Exception fault) when (IsOutOfMemory(fault))
        {
            throw new MachineFaultException(
                $"{device.Info.Selector} ({device.Info.Identity.Name}) has no room for {what}, {length} values. Use --limit or --device host.", fault);
        }
    }

    /// <summary>The same, without words for what does not fit.</summary>
    /// <exception cref="Exception">The driver's own of many, or <see cref="MachineFaultException"/> beyond the limit of the device.</exception>
    public static MemoryBuffer1D<T, Stride1D.Dense> Reserve<T>(IlgpuDevice device, long length)
        where T : unmanaged =>
        Math.Max(1, length) * Interop.SizeOf<T>() <= device.MostBytes ? device.Accelerator.Allocate1D<T>(Math.Max(1, length)) : throw new MachineFaultException($"no more than {device.MostBytes} bytes at a time");

    /// <summary>The same, filled from the host.</summary>
    public static MemoryBuffer1D<T, Stride1D.Dense> Upload<T>(IlgpuDevice device, ReadOnlySpan<T> values, string what)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = Allocate<T>(device, values.Length, what);
        if (values.Length > 0)
            buffer.View.BaseView.SubView(0, values.Length).CopyFromCPU(values);
        return buffer;
    }

    /// <summary>Tries ever smaller tiles until one fits, and warns if it is not the first.</summary>
    /// <param name="edge">Edge of the largest tile.</param>
    /// <param name="leastEdge">Edge below which there is no use in trying.</param>
    /// <param name="allocate">Allocates what a tile of an edge needs, or throws.</param>
    /// <param name="progress">Receives the warning.</param>
    /// <exception cref="MachineFaultException">Not even the least fits.</exception>
    public static T Shrink<T>(int edge, int leastEdge, Func<int, T> allocate, IStageProgress progress)
    {
        int wanted = edge;
        while (true)
        {
            try
            {
                T memory = allocate(edge);
                if (edge < wanted)
                    progress.Warn($"the device has little memory left: working in tiles of {edge} x {edge} instead of {wanted} x {wanted}, which is slower");
                return memory;
            }
            catch (Exception fault) when (IsOutOfMemory(fault))
            {
                if (edge / 2 < leastEdge)
                    throw new MachineFaultException($"the device has no room for a tile of {edge} x {edge} distances. Use --limit or --device host.", fault);
                edge /= 2;
            }
        }
    }

    private static bool IsOutOfMemory(Exception fault) => fault is AcceleratorException or OutOfMemoryException or MachineFaultException;
}
