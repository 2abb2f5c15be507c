using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Buffers;

/// <summary>The pixel at which each point's centre is, written by a frame's Points pass for those that follow.</summary>
internal sealed class CentreBuffer(VulkanDevice device) : IDisposable
{
    private StorageBuffer? _storage;

    /// <summary>Room for the centres of some points, two floats each.</summary>
    /// <param name="count">n, 0 or more.</param>
    /// <returns>Null where the device cannot reach so many: points are flat then.</returns>
    public StorageBuffer? For(int count)
    {
        const ulong CentreBytes = 2 * sizeof(float);
        ulong bytes = Math.Max(1, (ulong)count) * CentreBytes;
        if (bytes > device.Physical.Limits.StorageBufferRange)
            return null;
        if (_storage?.ByteLength == bytes)
            return _storage;
        device.Retirement.Add(_storage);
        return _storage = new StorageBuffer(device, bytes, Format.R32G32Sfloat);
    }

    /// <inheritdoc/>
    public void Dispose() => _storage?.Dispose();
}
