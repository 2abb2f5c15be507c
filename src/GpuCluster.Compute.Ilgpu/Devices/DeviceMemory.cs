using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>Allocates on a device, with a clear message if the memory does not suffice.</summary>
internal static class DeviceMemory
{
    /// <summary>Floats that are gathered at a time, 64 MiB.</summary>
    private const int PieceFloats = 1 << 24;

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
                $"{device.Info.Selector} ({device.Info.Identity.Name}) has no room for {what}, {length} values; take fewer samples or "
                    + "compute on the processor",
                fault
            )
            {
                Remedies = [Remedy.FewerSamples, Remedy.ComputeOnHost],
            };
        }
    }

    /// <summary>The same, without a description for the message.</summary>
    /// <exception cref="Exception">The driver's exception, of many types, or <see cref="MachineFaultException"/> beyond the limit of the
    /// device.</exception>
    public static MemoryBuffer1D<T, Stride1D.Dense> Reserve<T>(IlgpuDevice device, long length)
        where T : unmanaged =>
        Math.Max(1, length) * Interop.SizeOf<T>() <= device.MaxBytes
            ? device.Accelerator.Allocate1D<T>(Math.Max(1, length))
            : throw new MachineFaultException($"no more than {device.MaxBytes} bytes at a time");

    /// <summary>The same, filled from the host.</summary>
    public static MemoryBuffer1D<T, Stride1D.Dense> Upload<T>(IlgpuDevice device, ReadOnlySpan<T> values, string what)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = Allocate<T>(device, values.Length, what);
        if (values.Length > 0)
            buffer.View.BaseView.SubView(0, values.Length).CopyFromCPU(values);
        return buffer;
    }

    /// <summary>
    /// The rows of an embedding in another order, gathered piece by piece, so that no second copy of them lies in the host's memory.
    /// </summary>
    public static MemoryBuffer1D<float, Stride1D.Dense> UploadRows(
        IlgpuDevice device,
        EmbeddingMatrix embedding,
        ReadOnlySpan<int> order,
        string what
    )
    {
        int d = embedding.Columns;
        MemoryBuffer1D<float, Stride1D.Dense> buffer = Allocate<float>(device, (long)order.Length * d, what);
        int max = Math.Max(1, PieceFloats / d);
        float[] piece = new float[(long)Math.Min(max, order.Length) * d];
        for (int first = 0; first < order.Length; first += max)
        {
            ReadOnlySpan<int> rows = order.Slice(first, Math.Min(max, order.Length - first));
            for (int i = 0; i < rows.Length; i++)
                embedding.Row(rows[i]).CopyTo(piece.AsSpan(i * d));
            buffer.View.BaseView.SubView((long)first * d, (long)rows.Length * d).CopyFromCPU(piece.AsSpan(0, rows.Length * d));
        }

        return buffer;
    }

    /// <summary>Tries smaller and smaller pieces of work until one fits, and warns if it is not the first.</summary>
    /// <param name="size">Size of the largest: a tile's edge, or a number of tiles.</param>
    /// <param name="min">The smallest size to try.</param>
    /// <param name="name">The name of a piece of a size, for messages.</param>
    /// <param name="allocate">Allocates the memory for a piece of a size, or throws.</param>
    /// <param name="progress">Receives the warning.</param>
    /// <exception cref="MachineFaultException">Not even the least fits.</exception>
    public static T Shrink<T>(int size, int min, Func<int, string> name, Func<int, T> allocate, IStageProgress progress)
    {
        int wanted = size;
        while (true)
        {
            try
            {
                T memory = allocate(size);
                if (size < wanted)
                {
                    progress.Warn(
                        $"the device has little memory left: working on {name(size)} at a time instead of {name(wanted)}, which is slower"
                    );
                }

                return memory;
            }
            catch (Exception fault) when (IsOutOfMemory(fault))
            {
                if (size / 2 < min)
                {
                    throw new MachineFaultException(
                        $"the device has no room for {name(size)}; take fewer samples or compute on the processor",
                        fault
                    )
                    {
                        Remedies = [Remedy.FewerSamples, Remedy.ComputeOnHost],
                    };
                }

                size /= 2;
            }
        }
    }

    private static bool IsOutOfMemory(Exception fault) => fault is AcceleratorException or OutOfMemoryException or MachineFaultException;
}
