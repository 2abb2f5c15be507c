using GpuCluster.Core.Errors;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Targets;

/// <summary>
/// A picture in memory. Every frame is copied into mapped memory as its last step, so reading it costs only the wait for the frame.
/// </summary>
public sealed class OffscreenTarget : IFrameTarget, IDisposable
{
    private readonly VulkanDevice _device;
    private DeviceImage _colour;
    private ReadBackBuffer _readBack;
    private ulong _lastFrame;

    /// <summary>Allocates.</summary>
    /// <param name="device">The device that draws.</param>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    public OffscreenTarget(VulkanDevice device, int width, int height)
    {
        _device = device;
        (_colour, _readBack) = Allocate(width, height);
    }

    /// <summary>Pixels.</summary>
    public int Width => _colour.Width;

    /// <summary>Pixels.</summary>
    public int Height => _colour.Height;

    /// <inheritdoc/>
    public Format ColourFormat => Format.R8G8B8A8Unorm;

    /// <inheritdoc/>
    public bool TakesScene => false;

    /// <summary>Changes the size from the next frame on; the last picture is gone.</summary>
    public void Resize(int width, int height)
    {
        if (width == Width && height == Height)
            return;
        (DeviceImage colour, ReadBackBuffer readBack) = Allocate(width, height);
        _device.Retirement.Add(_colour);
        _device.Retirement.Add(_readBack);
        (_colour, _readBack, _lastFrame) = (colour, readBack, 0);
    }

    /// <inheritdoc/>
    public TargetImage? Begin(CommandFrame frame) => new TargetImage(_colour.Handle, _colour.View, new Extent2D((uint)Width, (uint)Height));

    /// <inheritdoc/>
    public void RecordScene(in Commands commands, in TargetImage image) { }

    /// <inheritdoc/>
    public void RecordEnd(in Commands commands, in TargetImage image)
    {
        commands.ImageBarrier(
            image.Handle,
            ImageAspectFlags.ColorBit,
            ImageLayout.ColorAttachmentOptimal,
            ImageLayout.TransferSrcOptimal,
            Access.ColourAttachment,
            Access.TransferRead
        );
        commands.MemoryBarrier(Access.TransferWrite, Access.TransferWrite);
        commands.Copy(image.Handle, ImageAspectFlags.ColorBit, new Rect2D(default, image.Extent), _readBack.Handle);
        commands.MemoryBarrier(Access.TransferWrite, Access.HostRead);
    }

    /// <inheritdoc/>
    public void Submitted(ulong frameValue) => _lastFrame = frameValue;

    /// <summary>Waits for the last frame and gives its picture.</summary>
    /// <returns>height x width x 4 bytes, R G B A, top row first, no padding. Valid until the next frame.</returns>
    public ReadOnlySpan<byte> ReadColour(CancellationToken cancellation = default)
    {
        if (_lastFrame == 0)
            throw new InvalidOperationException("Nothing has been drawn yet.");
        _device.TimelineSemaphore.Wait(_lastFrame, cancellation);
        return _readBack.Read<byte>(Width * Height * 4);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _device.WaitForEnd();
        _colour.Dispose();
        _readBack.Dispose();
    }

    private (DeviceImage Colour, ReadBackBuffer ReadBack) Allocate(int width, int height)
    {
        uint limit = _device.Physical.Limits.ImageDimension;
        if (width < 1 || height < 1 || (uint)width > limit || (uint)height > limit || (long)width * height * 4 > int.MaxValue)
        {
            throw new UnusableInputException(
                $"A picture of {width}x{height} cannot be drawn on {_device.Physical.Identity.Name}: 1 to {limit} pixels along a "
                    + "side. Change the size."
            )
            {
                Remedies = [Remedy.SmallerImage],
            };
        }

        return (
            new DeviceImage(_device, width, height, ColourFormat, ImageUsageFlags.ColorAttachmentBit | ImageUsageFlags.TransferSrcBit),
            new ReadBackBuffer(_device, (ulong)width * (ulong)height * 4)
        );
    }
}
