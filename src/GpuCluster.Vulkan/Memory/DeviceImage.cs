using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Memory;

/// <summary>A two-dimensional image, or an array of them, in device memory with a view of the whole of it.</summary>
public sealed unsafe class DeviceImage : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly DeviceMemory _memory;

    /// <summary>Allocates; layout and content are undefined.</summary>
    /// <param name="device">The device.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="format">What a pixel is.</param>
    /// <param name="usage">What the image is for.</param>
    /// <param name="layers">The layers of an array that shaders index, or 0 for a plain image.</param>
    public DeviceImage(VulkanDevice device, int width, int height, Format format, ImageUsageFlags usage, int layers = 0)
    {
        _device = device;
        Width = width;
        Height = height;
        Format = format;
        Aspect = format == Format.D32Sfloat ? ImageAspectFlags.DepthBit : ImageAspectFlags.ColorBit;
        Vk vk = device.Api;
        ImageCreateInfo info = new()
        {
            SType = StructureType.ImageCreateInfo,
            ImageType = ImageType.Type2D,
            Format = format,
            Extent = new Extent3D((uint)width, (uint)height, 1),
            MipLevels = 1,
            ArrayLayers = (uint)Math.Max(1, layers),
            Samples = SampleCountFlags.Count1Bit,
            Tiling = ImageTiling.Optimal,
            Usage = usage,
            SharingMode = SharingMode.Exclusive,
            InitialLayout = ImageLayout.Undefined,
        };
        Image handle;
        vk.CreateImage(device.Handle, &info, null, &handle).ThrowOnError();
        Handle = handle;
        try
        {
            MemoryRequirements needs;
            vk.GetImageMemoryRequirements(device.Handle, handle, &needs);
            uint type = device.MemoryTypes.Choose(needs.MemoryTypeBits, MemoryPropertyFlags.None, MemoryPropertyFlags.DeviceLocalBit);
            MemoryAllocateInfo allocate = new()
            {
                SType = StructureType.MemoryAllocateInfo,
                AllocationSize = needs.Size,
                MemoryTypeIndex = type,
            };
            DeviceMemory memory;
            vk.AllocateMemory(device.Handle, &allocate, null, &memory).ThrowOnError();
            _memory = memory;
            vk.BindImageMemory(device.Handle, handle, memory, 0).ThrowOnError();
            View = CreateView(device, handle, format, Aspect, layers);
        }
        catch
        {
            Free();
            throw;
        }

        device.Parts.Add(this);
    }

    /// <summary>The VkImage.</summary>
    public Image Handle { get; }

    /// <summary>The VkImageView of all of it.</summary>
    public ImageView View { get; }

    /// <summary>Pixels.</summary>
    public int Width { get; }

    /// <summary>Pixels.</summary>
    public int Height { get; }

    /// <summary>What a pixel is.</summary>
    public Format Format { get; }

    /// <summary>Colour or depth.</summary>
    public ImageAspectFlags Aspect { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_device.Parts.Remove(this))
            Free();
    }

    internal static ImageView CreateView(VulkanDevice device, Image image, Format format, ImageAspectFlags aspect, int layers = 0)
    {
        ImageViewCreateInfo info = new()
        {
            SType = StructureType.ImageViewCreateInfo,
            Image = image,
            ViewType = layers > 0 ? ImageViewType.Type2DArray : ImageViewType.Type2D,
            Format = format,
            SubresourceRange = new ImageSubresourceRange(aspect, 0, 1, 0, (uint)Math.Max(1, layers)),
        };
        ImageView view;
        device.Api.CreateImageView(device.Handle, &info, null, &view).ThrowOnError();
        return view;
    }

    private void Free()
    {
        _device.Api.DestroyImageView(_device.Handle, View, null);
        _device.Api.DestroyImage(_device.Handle, Handle, null);
        _device.Api.FreeMemory(_device.Handle, _memory, null);
    }
}
