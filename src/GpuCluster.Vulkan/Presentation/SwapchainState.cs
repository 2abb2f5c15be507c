namespace GpuCluster.Vulkan.Presentation;

/// <summary>What a swapchain answers when a frame asks for an image.</summary>
public enum SwapchainState
{
    /// <summary>There is an image.</summary>
    Ready,

    /// <summary>There is an image, of another size than before.</summary>
    Resized,

    /// <summary>There is no image now: the window is minimised or just changing its size. Ask again later.</summary>
    NotReady,
}
