using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Presentation;

/// <summary>One image of a swapchain, acquired for one frame.</summary>
/// <param name="Index">Its number in the swapchain.</param>
/// <param name="Handle">The VkImage, in layout undefined.</param>
/// <param name="View">The view of all of it.</param>
/// <param name="Presentable">The binary semaphore that the frame's submit signals and presentation waits for. One per image: only a new
/// acquire of the image proves it free.</param>
public readonly record struct SwapchainImage(int Index, Image Handle, ImageView View, Silk.NET.Vulkan.Semaphore Presentable);
