namespace GpuCluster.Vulkan.Presentation;

/// <summary>The result of acquiring an image from a swapchain.</summary>
public enum SwapchainState
{
    /// <summary>There is an image.</summary>
    Ready,

    /// <summary>There is an image, of another size than before.</summary>
    Resized,

    /// <summary>There is no image now: the window is minimised or changing its size. Try again later.</summary>
    NotReady,
}
