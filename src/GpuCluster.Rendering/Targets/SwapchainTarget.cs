using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Presentation;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Targets;

/// <summary>
/// A window. The frame draws directly into the swapchain's image; a requested picture of the window is copied from the next frame.
/// </summary>
public sealed class SwapchainTarget : IFrameTarget, IDisposable
{
    private readonly VulkanDevice _device;
    private readonly Swapchain _swapchain;
    private SwapchainImage _image;
    private bool _isPictureWanted;
    private bool _hasOverlay;
    private ReadBackBuffer? _picture;
    private (Extent2D Extent, ulong FrameValue) _pictured;

    /// <summary>Prepares to draw in a window. The surface outlives the target and is not owned by it.</summary>
    public SwapchainTarget(VulkanDevice device, Surface surface)
    {
        _device = device;
        _swapchain = new Swapchain(device, surface);
    }

    /// <inheritdoc/>
    public Format ColourFormat => _swapchain.Format;

    /// <inheritdoc/>
    public bool TakesScene => _isPictureWanted && !_hasOverlay;

    /// <summary>Pixels of the last frame; 0 x 0 before the first.</summary>
    public (int Width, int Height) Size => ((int)_swapchain.Extent.Width, (int)_swapchain.Extent.Height);

    /// <inheritdoc/>
    public TargetImage? Begin(CommandFrame frame)
    {
        if (_swapchain.Acquire(frame, out _image) == SwapchainState.NotReady)
            return null;
        return new TargetImage(_image.Handle, _image.View, _swapchain.Extent, frame.Acquired, _image.Presentable);
    }

    /// <summary>The next frame is also copied to memory, for <see cref="ReadImage"/>.</summary>
    /// <param name="withOverlay">False: without axes and panels, which the window shows none the less.</param>
    public void RequestPicture(bool withOverlay = true) => (_isPictureWanted, _hasOverlay) = (true, withOverlay);

    /// <summary>The requested picture.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="cancellation">Ends the wait for the frame.</param>
    /// <returns>height x width x 4 bytes, R G B A, top row first; null if no frame has been drawn since the request.</returns>
    public byte[]? ReadImage(out int width, out int height, CancellationToken cancellation = default)
    {
        (width, height) = ((int)_pictured.Extent.Width, (int)_pictured.Extent.Height);
        if (_picture is null || _pictured.FrameValue == 0)
            return null;
        _device.TimelineSemaphore.Wait(_pictured.FrameValue, cancellation);
        byte[] rgba = _picture.Read<byte>(width * height * 4).ToArray();
        if (ColourFormat == Format.B8G8R8A8Unorm)
            SwapRedAndBlue(rgba);
        _pictured = default;
        return rgba;
    }

    /// <inheritdoc/>
    public void RecordScene(in Commands commands, in TargetImage image)
    {
        if (TakesScene)
            RecordCopy(commands, image, ImageLayout.ColorAttachmentOptimal, Access.ColourAttachment);
    }

    /// <inheritdoc/>
    public void RecordEnd(in Commands commands, in TargetImage image)
    {
        if (!_isPictureWanted || !_hasOverlay)
        {
            commands.ImageBarrier(
                image.Handle,
                ImageAspectFlags.ColorBit,
                ImageLayout.ColorAttachmentOptimal,
                ImageLayout.PresentSrcKhr,
                Access.ColourAttachment,
                Access.None
            );
            return;
        }

        RecordCopy(commands, image, ImageLayout.PresentSrcKhr, Access.None);
    }

    /// <inheritdoc/>
    public void Submitted(ulong frameValue)
    {
        if (_isPictureWanted)
            _pictured = (_pictured.Extent, frameValue);
        _isPictureWanted = false;
        _swapchain.Present(_image);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _swapchain.Dispose();
        _picture?.Dispose();
    }

    private void RecordCopy(in Commands commands, in TargetImage image, ImageLayout next, Access nextAccess)
    {
        commands.ImageBarrier(
            image.Handle,
            ImageAspectFlags.ColorBit,
            ImageLayout.ColorAttachmentOptimal,
            ImageLayout.TransferSrcOptimal,
            Access.ColourAttachment,
            Access.TransferRead
        );
        _device.Retirement.Add(_picture);
        _picture = new ReadBackBuffer(_device, (ulong)image.Extent.Width * image.Extent.Height * 4);
        _pictured = (image.Extent, 0);
        commands.Copy(image.Handle, ImageAspectFlags.ColorBit, new Rect2D(default, image.Extent), _picture.Handle);
        commands.MemoryBarrier(Access.TransferWrite, Access.HostRead);
        commands.ImageBarrier(
            image.Handle,
            ImageAspectFlags.ColorBit,
            ImageLayout.TransferSrcOptimal,
            next,
            Access.TransferRead,
            nextAccess
        );
    }

    private static void SwapRedAndBlue(Span<byte> pixels)
    {
        for (int i = 0; i + 3 < pixels.Length; i += 4)
            (pixels[i], pixels[i + 2]) = (pixels[i + 2], pixels[i]);
    }
}
