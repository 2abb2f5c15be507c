namespace GpuCluster.Vulkan.Instances;

/// <summary>The part of a window that a renderer needs, independent of the window library.</summary>
public interface ISurfaceSource
{
    /// <summary>Instance extensions the window system needs.</summary>
    IReadOnlyList<string> InstanceExtensions { get; }

    /// <summary>The drawable's size in pixels; 0 x 0 while minimised.</summary>
    (int Width, int Height) FramebufferSize { get; }

    /// <summary>Makes a VkSurfaceKHR.</summary>
    /// <param name="instance">The VkInstance handle.</param>
    /// <returns>The surface handle, owned by the caller.</returns>
    ulong CreateSurface(nint instance);
}
