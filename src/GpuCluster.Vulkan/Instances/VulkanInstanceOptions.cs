using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Instances;

/// <summary>How to make a <see cref="VulkanInstance"/>.</summary>
public sealed record VulkanInstanceOptions
{
    /// <summary>Additional instance extensions, which a window system needs.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Turns on the Khronos validation layer with synchronization checks. Costs next to nothing on a software driver.</summary>
    public bool Validation { get; init; }

    /// <summary>Loads Vulkan's functions. Tests put functions that fail between the program and the loader.</summary>
    internal Func<Vk> Open { get; init; } = Vk.GetApi;

    /// <summary>
    /// Gets every validation warning and error, on the thread whose call caused it. Required with <see cref="Validation"/>.
    /// </summary>
    public Action<ValidationMessage>? Messages { get; init; }
}
