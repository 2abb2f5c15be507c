using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Presentation;

/// <summary>
/// The images of a window, VK_KHR_swapchain. Only <see cref="Acquire"/> handles resizing, minimising and out-of-date swapchains; it
/// rebuilds them as needed. Frame thread only.
/// </summary>
public sealed unsafe class Swapchain : IDisposable
{
    // A hidden window may get no image for as long as it is hidden; its user can still press keys.
    private const ulong AcquireNanoseconds = 100_000_000;

    private readonly VulkanDevice _device;
    private readonly Surface _surface;
    private readonly SurfaceFormatKHR _format;
    private readonly delegate* unmanaged<Device, SwapchainCreateInfoKHR*, AllocationCallbacks*, SwapchainKHR*, Result> _create;
    private readonly delegate* unmanaged<Device, SwapchainKHR, AllocationCallbacks*, void> _destroy;
    private readonly delegate* unmanaged<Device, SwapchainKHR, uint*, Image*, Result> _images;
    private readonly delegate* unmanaged<Device, SwapchainKHR, ulong, Silk.NET.Vulkan.Semaphore, Fence, uint*, Result> _acquire;
    private readonly delegate* unmanaged<Queue, PresentInfoKHR*, Result> _present;

    private SwapchainKHR _handle;
    private SwapchainImage[] _current = [];
    private bool _isOutOfDate = true;

    /// <summary>Prepares; the first <see cref="Acquire"/> makes the images.</summary>
    public Swapchain(VulkanDevice device, Surface surface)
    {
        _device = device;
        _surface = surface;
        _create = (delegate* unmanaged<Device, SwapchainCreateInfoKHR*, AllocationCallbacks*, SwapchainKHR*, Result>)
            device.Function("vkCreateSwapchainKHR");
        _destroy = (delegate* unmanaged<Device, SwapchainKHR, AllocationCallbacks*, void>)device.Function("vkDestroySwapchainKHR");
        _images = (delegate* unmanaged<Device, SwapchainKHR, uint*, Image*, Result>)device.Function("vkGetSwapchainImagesKHR");
        _acquire = (delegate* unmanaged<Device, SwapchainKHR, ulong, Silk.NET.Vulkan.Semaphore, Fence, uint*, Result>)
            device.Function("vkAcquireNextImageKHR");
        _present = (delegate* unmanaged<Queue, PresentInfoKHR*, Result>)device.Function("vkQueuePresentKHR");
        // Colours are sRGB bytes already, so the format must not convert; every desktop driver offers one of these.
        device.Parts.Add(this);
        SurfaceFormatKHR[] formats = surface.Formats(device.Physical.Handle);
        _format = formats.Where(format => format.Format is Format.B8G8R8A8Unorm or Format.R8G8B8A8Unorm).DefaultIfEmpty(formats[0]).First();
    }

    /// <summary>What a pixel is: 8-bit BGRA nearly everywhere.</summary>
    public Format Format => _format.Format;

    /// <summary>Pixels; 0 x 0 before the first image.</summary>
    public Extent2D Extent { get; private set; }

    /// <summary>Acquires an image to draw on.</summary>
    /// <param name="frame">The frame in flight whose acquire semaphore is used; its submit must wait for it.</param>
    /// <param name="image">The image, unless the answer is <see cref="SwapchainState.NotReady"/>.</param>
    public SwapchainState Acquire(CommandFrame frame, out SwapchainImage image)
    {
        image = default;
        (int width, int height) = _surface.Source.FramebufferSize;
        if (width <= 0 || height <= 0)
            return SwapchainState.NotReady;
        bool isResized = _isOutOfDate || Extent.Width != (uint)width || Extent.Height != (uint)height;
        if (isResized && !TryRebuild(width, height))
            return SwapchainState.NotReady;
        uint index;
        Result result = _acquire(_device.Handle, _handle, AcquireNanoseconds, frame.Acquired, default, &index);
        if (result == Result.ErrorOutOfDateKhr)
            _isOutOfDate = true;
        if (result is Result.ErrorOutOfDateKhr or Result.Timeout or Result.NotReady)
            return SwapchainState.NotReady;
        if (result == Result.SuboptimalKhr)
            _isOutOfDate = true;
        else
            result.ThrowOnError("vkAcquireNextImageKHR");

        image = _current[index];
        return isResized ? SwapchainState.Resized : SwapchainState.Ready;
    }

    /// <summary>Shows an image once the submit that signals its semaphore is done. An image of an outdated size is not shown.</summary>
    public void Present(in SwapchainImage image)
    {
        Silk.NET.Vulkan.Semaphore wait = image.Presentable;
        SwapchainKHR handle = _handle;
        uint index = (uint)image.Index;
        PresentInfoKHR info = new()
        {
            SType = StructureType.PresentInfoKhr,
            WaitSemaphoreCount = 1,
            PWaitSemaphores = &wait,
            SwapchainCount = 1,
            PSwapchains = &handle,
            PImageIndices = &index,
        };
        Result result;
        lock (_device.QueueLock)
            result = _present(_device.Queue, &info);
        if (result is Result.ErrorOutOfDateKhr or Result.SuboptimalKhr)
            _isOutOfDate = true;
        else
            result.ThrowOnError("vkQueuePresentKHR");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_device.Parts.Remove(this))
            return;
        _device.WaitForEnd();
        DestroyImages();
        if (_handle.Handle != 0)
            _destroy(_device.Handle, _handle, null);
        _handle = default;
    }

    private bool TryRebuild(int width, int height)
    {
        SurfaceCapabilitiesKHR capabilities = _surface.Capabilities(_device.Physical.Handle);
        // A width with all bits set means that the window takes its size from the images.
        Extent2D extent =
            capabilities.CurrentExtent.Width != uint.MaxValue
                ? capabilities.CurrentExtent
                : new Extent2D(
                    Math.Clamp((uint)width, capabilities.MinImageExtent.Width, capabilities.MaxImageExtent.Width),
                    Math.Clamp((uint)height, capabilities.MinImageExtent.Height, capabilities.MaxImageExtent.Height)
                );
        if (extent.Width == 0 || extent.Height == 0)
            return false;
        // Without VK_EXT_swapchain_maintenance1 only an idle queue proves that presentation has released a semaphore or an old image.
        // This happens when a window changes its size, not in a frame that only draws.
        _device.WaitIdle();
        DestroyImages();
        uint atMost = capabilities.MaxImageCount == 0 ? uint.MaxValue : capabilities.MaxImageCount;
        SwapchainKHR old = _handle;
        SwapchainCreateInfoKHR info = new()
        {
            SType = StructureType.SwapchainCreateInfoKhr,
            Surface = _surface.Handle,
            MinImageCount = Math.Min(capabilities.MinImageCount + 1, atMost),
            ImageFormat = _format.Format,
            ImageColorSpace = _format.ColorSpace,
            ImageExtent = extent,
            ImageArrayLayers = 1,
            ImageUsage = ImageUsageFlags.ColorAttachmentBit | ImageUsageFlags.TransferSrcBit,
            ImageSharingMode = SharingMode.Exclusive,
            PreTransform = capabilities.CurrentTransform,
            CompositeAlpha = CompositeAlpha(capabilities.SupportedCompositeAlpha),
            PresentMode = PresentModeKHR.FifoKhr,
            Clipped = true,
            OldSwapchain = old,
        };
        SwapchainKHR handle;
        _create(_device.Handle, &info, null, &handle).ThrowOnError("vkCreateSwapchainKHR");
        _handle = handle;
        if (old.Handle != 0)
            _destroy(_device.Handle, old, null);
        Extent = extent;
        _isOutOfDate = false;
        ListImages();
        return true;
    }

    private void ListImages()
    {
        uint count = 0;
        _images(_device.Handle, _handle, &count, null).ThrowOnError("vkGetSwapchainImagesKHR");
        Image[] handles = new Image[count];
        fixed (Image* first = handles)
            _images(_device.Handle, _handle, &count, first).ThrowOnError("vkGetSwapchainImagesKHR");
        // One by one: where the second fails, the first is there to be freed.
        for (int index = 0; index < handles.Length; index++)
        {
            ImageView view = DeviceImage.CreateView(_device, handles[index], Format, ImageAspectFlags.ColorBit);
            _current = [.. _current, new SwapchainImage(index, handles[index], view, default)];
            _current[index] = _current[index] with { Presentable = _device.CreateBinarySemaphore() };
        }
    }

    private void DestroyImages()
    {
        foreach (SwapchainImage image in _current)
        {
            _device.Api.DestroyImageView(_device.Handle, image.View, null);
            _device.Api.DestroySemaphore(_device.Handle, image.Presentable, null);
        }
        _current = [];
    }

    private static CompositeAlphaFlagsKHR CompositeAlpha(CompositeAlphaFlagsKHR supported) =>
        supported.HasFlag(CompositeAlphaFlagsKHR.OpaqueBitKhr) ? CompositeAlphaFlagsKHR.OpaqueBitKhr : CompositeAlphaFlagsKHR.InheritBitKhr;
}
