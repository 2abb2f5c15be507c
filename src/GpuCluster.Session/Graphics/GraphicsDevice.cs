using GpuCluster.Core.Devices;
using GpuCluster.Rendering;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Session.Graphics;

/// <summary>Everything of Vulkan that a picture needs, made in order and disposed in reverse.</summary>
public sealed class GraphicsDevice : IDisposable
{
    private readonly VulkanInstance _instance;

    private GraphicsDevice(VulkanInstance instance, Surface? surface, VulkanDevice device)
    {
        _instance = instance;
        Surface = surface;
        Device = device;
        try
        {
            Renderer = new FrameRenderer(device);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    public VulkanDevice Device { get; }

    /// <summary>The window's surface; null offscreen.</summary>
    public Surface? Surface { get; }

    public FrameRenderer Renderer { get; }

    /// <summary>The device's name, for people.</summary>
    public string Name => Device.Physical.Identity.Name;

    /// <summary>Opens the best device there is.</summary>
    /// <param name="window">The window it must be able to draw in, or null.</param>
    /// <param name="options">Turns Vulkan's validation on, for example; its extensions are the window's.</param>
    /// <param name="lost">Devices that are not taken, as they were lost.</param>
    /// <exception cref="Core.Errors.MachineFaultException">No loader, no driver or no device fits, or validation was asked for and is not
    /// installed.</exception>
    public static GraphicsDevice Create(
        ISurfaceSource? window,
        VulkanInstanceOptions? options = null,
        IReadOnlyCollection<DeviceIdentity>? lost = null
    )
    {
        VulkanInstance instance = VulkanInstance.Create(
            (options ?? new VulkanInstanceOptions()) with
            {
                Extensions = window?.InstanceExtensions ?? [],
            }
        );
        Surface? surface = null;
        try
        {
            surface = window is null ? null : new Surface(instance, window);
            PhysicalDeviceInfo physical = PhysicalDeviceChoice.Make(instance, surface, lost).Require();
            return new GraphicsDevice(instance, surface, VulkanDevice.Create(instance, physical, presents: window is not null));
        }
        catch
        {
            surface?.Dispose();
            instance.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Renderer.Dispose();
        Device.Dispose();
        Surface?.Dispose();
        _instance.Dispose();
    }
}
