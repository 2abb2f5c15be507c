using GpuCluster.Core.Errors;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Buffers;

/// <summary>The attachments of a frame besides the target's colours: a key, an id and a depth for every pixel.</summary>
internal sealed class FrameImages : IDisposable
{
    /// <summary>The id of a pixel that shows no point.</summary>
    public const uint NoPoint = uint.MaxValue;

    public const Format IdFormat = Format.R32Uint;
    public const Format DepthFormat = Format.D32Sfloat;

    /// <summary>Allocates for a picture of <paramref name="extent"/>.</summary>
    /// <exception cref="UnusableInputException">The device cannot hold so large a picture.</exception>
    public FrameImages(VulkanDevice device, Extent2D extent)
    {
        DeviceLimits limits = device.Physical.Limits;
        ulong pixels = (ulong)extent.Width * extent.Height;
        ulong maxPixels = Math.Min(limits.StorageBufferRange / sizeof(ulong), limits.TexelBufferElements);
        if (extent.Width > limits.ImageDimension || extent.Height > limits.ImageDimension || pixels > maxPixels)
        {
            throw new UnusableInputException(
                $"A picture of {extent.Width}x{extent.Height} is too large for {device.Physical.Identity.Name}: at most {maxPixels} "
                    + "pixels, "
                    + $"{limits.ImageDimension} along a side. Ask for a smaller one."
            )
            {
                Remedies = [Remedy.SmallerImage],
            };
        }
        Extent = extent;
        Keys = new StorageBuffer(device, pixels * sizeof(ulong), Format.R32G32Uint);
        const ImageUsageFlags Read = ImageUsageFlags.TransferSrcBit;
        Ids = new DeviceImage(device, (int)extent.Width, (int)extent.Height, IdFormat, ImageUsageFlags.ColorAttachmentBit | Read);
        Depth = new DeviceImage(
            device,
            (int)extent.Width,
            (int)extent.Height,
            DepthFormat,
            ImageUsageFlags.DepthStencilAttachmentBit | Read
        );
    }

    /// <summary>Pixels.</summary>
    public Extent2D Extent { get; }

    /// <summary>One 64-bit key per pixel, row by row from the top: bits of the distance above the id of the point.</summary>
    public StorageBuffer Keys { get; }

    /// <summary>R32_UINT: which point a pixel shows.</summary>
    public DeviceImage Ids { get; }

    /// <summary>D32: clip z over clip w of that point, 1 where there is none.</summary>
    public DeviceImage Depth { get; }

    /// <summary>Drops the last frame's ids and depths, so that attachments can be written.</summary>
    public void RecordBegin(in Commands commands)
    {
        commands.ImageBarrier(
            Ids.Handle,
            Ids.Aspect,
            ImageLayout.Undefined,
            ImageLayout.ColorAttachmentOptimal,
            Access.ColourAttachment.And(Access.TransferRead),
            Access.ColourAttachment
        );
        commands.ImageBarrier(
            Depth.Handle,
            Depth.Aspect,
            ImageLayout.Undefined,
            ImageLayout.DepthAttachmentOptimal,
            Access.DepthAttachment.And(Access.TransferRead),
            Access.DepthAttachment
        );
    }

    /// <summary>Leaves ids and depths so that they can be copied out.</summary>
    public void RecordEnd(in Commands commands)
    {
        commands.ImageBarrier(
            Ids.Handle,
            Ids.Aspect,
            ImageLayout.ColorAttachmentOptimal,
            ImageLayout.TransferSrcOptimal,
            Access.ColourAttachment,
            Access.TransferRead
        );
        commands.ImageBarrier(
            Depth.Handle,
            Depth.Aspect,
            ImageLayout.DepthAttachmentOptimal,
            ImageLayout.TransferSrcOptimal,
            Access.DepthAttachment,
            Access.TransferRead
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Keys.Dispose();
        Ids.Dispose();
        Depth.Dispose();
    }
}
