using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Targets;

/// <summary>The image of a target that one frame draws on.</summary>
/// <param name="Handle">The VkImage; its content is dropped when the frame begins.</param>
/// <param name="View">The view of all of it.</param>
/// <param name="Extent">Pixels.</param>
/// <param name="Free">A binary semaphore to wait for before writing, or default.</param>
/// <param name="Finished">A binary semaphore to signal when drawn, or default.</param>
public readonly record struct TargetImage(
    Image Handle,
    ImageView View,
    Extent2D Extent,
    Silk.NET.Vulkan.Semaphore Free = default,
    Silk.NET.Vulkan.Semaphore Finished = default
);
