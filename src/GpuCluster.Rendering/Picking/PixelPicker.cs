using GpuCluster.Rendering.Buffers;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Picking;

/// <summary>
/// Copies single pixels of the id image behind the last frame without waiting for it. At most one request is in progress; of those made
/// meanwhile, only the last is kept.
/// </summary>
internal sealed class PixelPicker(VulkanDevice device) : IDisposable
{
    private readonly CommandRing _ring = new(device, framesInFlight: 1);
    private readonly ReadBackBuffer _pixel = new(device, sizeof(uint));
    private (int X, int Y)? _next;
    private (int X, int Y, bool IsInside, ulong Value)? _underWay;

    /// <summary>Whether a request has not been answered yet.</summary>
    public bool IsPending => _next is not null || _underWay is not null;

    /// <summary>Asks for a pixel.</summary>
    public void Request(int x, int y, FrameImages? images)
    {
        _next = (x, y);
        Submit(images);
    }

    /// <summary>Takes an answer, if available.</summary>
    public bool TryTake(FrameImages? images, out PixelPick pick)
    {
        pick = default;
        if (_underWay is { } done && (!done.IsInside || device.TimelineSemaphore.Completed >= done.Value))
        {
            uint id = done.IsInside ? _pixel.Read<uint>(1)[0] : FrameImages.NoPoint;
            pick = new PixelPick(done.X, done.Y, id == FrameImages.NoPoint ? null : (int)id);
            _underWay = null;
            Submit(images);
            return true;
        }
        Submit(images);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ring.Dispose();
        _pixel.Dispose();
    }

    private void Submit(FrameImages? images)
    {
        if (_underWay is not null || _next is not (int x, int y))
            return;
        _next = null;
        bool isInside = images is not null && x >= 0 && y >= 0 && x < images.Extent.Width && y < images.Extent.Height;
        _underWay = (x, y, isInside, isInside ? Copy(x, y, images!) : 0);
    }

    private ulong Copy(int x, int y, FrameImages images)
    {
        CommandFrame frame = _ring.Begin();
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.TransferWrite);
        frame.Commands.Copy(images.Ids.Handle, images.Ids.Aspect, new Rect2D(new Offset2D(x, y), new Extent2D(1, 1)), _pixel.Handle);
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.HostRead);
        return _ring.Submit(frame);
    }
}
