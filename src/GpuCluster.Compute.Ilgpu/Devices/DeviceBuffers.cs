using GpuCluster.Core.Errors;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>Buffers of a device that are freed together.</summary>
/// <param name="device">Must outlive this object.</param>
/// <param name="what">What the memory is for, in messages.</param>
internal sealed class DeviceBuffers(IlgpuDevice device, string what) : IDisposable
{
    private readonly List<MemoryBuffer> _buffers = [];

    /// <summary>Allocates memory for a number of values.</summary>
    /// <exception cref="MachineFaultException">It does not fit.</exception>
    public ArrayView<T> Allocate<T>(int length)
        where T : unmanaged => Keep(DeviceMemory.Allocate<T>(device, length, what), length);

    /// <summary>The same, filled from the host.</summary>
    /// <exception cref="MachineFaultException">It does not fit.</exception>
    public ArrayView<T> Upload<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Keep(DeviceMemory.Upload(device, values, what), values.Length);

    /// <summary>Frees all buffers; later allocations are tracked again.</summary>
    public void Dispose()
    {
        foreach (MemoryBuffer buffer in _buffers)
            buffer.Dispose();
        _buffers.Clear();
    }

    private ArrayView<T> Keep<T>(MemoryBuffer1D<T, Stride1D.Dense> buffer, int length)
        where T : unmanaged
    {
        _buffers.Add(buffer);
        return buffer.View.BaseView.SubView(0, length);
    }
}
