using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Buffers;

/// <summary>Copies pixels of a frame's id or depth image to the host, between frames.</summary>
internal sealed class ImageReader(VulkanDevice device) : IDisposable
{
    private readonly CommandRing _ring = new(device, framesInFlight: 1);
    private ReadBackBuffer? _buffer;

    /// <summary>Reads a rectangle of an image of 4-byte pixels that lies in layout TransferSrcOptimal.</summary>
    /// <returns>Row by row without padding; valid until the next read.</returns>
    public ReadOnlySpan<T> Read<T>(DeviceImage image, Rect2D area)
        where T : unmanaged
    {
        int pixels = (int)(area.Extent.Width * area.Extent.Height);
        if (_buffer is null || _buffer.ByteLength < (ulong)pixels * 4)
        {
            _buffer?.Dispose();
            _buffer = new ReadBackBuffer(device, (ulong)pixels * 4);
        }
        CommandFrame frame = _ring.Begin();
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.TransferWrite);
        frame.Commands.Copy(image.Handle, image.Aspect, area, _buffer.Handle);
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.HostRead);
        ulong value = _ring.Submit(frame);
        device.TimelineSemaphore.Wait(value, CancellationToken.None);
        return _buffer.Read<T>(pixels);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ring.Dispose();
        _buffer?.Dispose();
    }
}
