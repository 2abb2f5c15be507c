using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Instances;

/// <summary>A window's drawable, as VK_KHR_surface has it.</summary>
public sealed unsafe class Surface : IDisposable
{
    private readonly VulkanInstance _instance;
    private readonly delegate* unmanaged<Instance, SurfaceKHR, AllocationCallbacks*, void> _destroy;
    private readonly delegate* unmanaged<PhysicalDevice, uint, SurfaceKHR, uint*, Result> _support;
    private readonly delegate* unmanaged<PhysicalDevice, SurfaceKHR, SurfaceCapabilitiesKHR*, Result> _capabilities;
    private readonly delegate* unmanaged<PhysicalDevice, SurfaceKHR, uint*, SurfaceFormatKHR*, Result> _formats;

    /// <summary>Makes the surface of a window.</summary>
    public Surface(VulkanInstance instance, ISurfaceSource source)
    {
        _instance = instance;
        Source = source;
        _destroy = (delegate* unmanaged<Instance, SurfaceKHR, AllocationCallbacks*, void>)instance.Function("vkDestroySurfaceKHR");
        _support = (delegate* unmanaged<PhysicalDevice, uint, SurfaceKHR, uint*, Result>)
            instance.Function("vkGetPhysicalDeviceSurfaceSupportKHR");
        _capabilities = (delegate* unmanaged<PhysicalDevice, SurfaceKHR, SurfaceCapabilitiesKHR*, Result>)
            instance.Function("vkGetPhysicalDeviceSurfaceCapabilitiesKHR");
        _formats = (delegate* unmanaged<PhysicalDevice, SurfaceKHR, uint*, SurfaceFormatKHR*, Result>)
            instance.Function("vkGetPhysicalDeviceSurfaceFormatsKHR");
        Handle = new SurfaceKHR(source.CreateSurface(instance.Handle.Handle));
    }

    /// <summary>The window.</summary>
    public ISurfaceSource Source { get; }

    /// <summary>The VkSurfaceKHR.</summary>
    public SurfaceKHR Handle { get; }

    /// <summary>True where the device's queue family can present to this window.</summary>
    public bool CanPresent(PhysicalDevice device, uint family)
    {
        uint supported;
        _support(device, family, Handle, &supported).ThrowOnError();
        return supported != 0;
    }

    /// <summary>Sizes and counts the window allows now.</summary>
    public SurfaceCapabilitiesKHR Capabilities(PhysicalDevice device)
    {
        SurfaceCapabilitiesKHR capabilities;
        _capabilities(device, Handle, &capabilities).ThrowOnError();
        return capabilities;
    }

    /// <summary>The pixel formats the window shows.</summary>
    public SurfaceFormatKHR[] Formats(PhysicalDevice device)
    {
        uint count = 0;
        _formats(device, Handle, &count, null).ThrowOnError();
        SurfaceFormatKHR[] formats = new SurfaceFormatKHR[count];
        fixed (SurfaceFormatKHR* first = formats)
            _formats(device, Handle, &count, first).ThrowOnError();
        return formats;
    }

    /// <inheritdoc/>
    public void Dispose() => _destroy(_instance.Handle, Handle, null);
}
