using GpuCluster.Core.Devices;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Devices;

/// <summary>One device that a Vulkan driver offers, and whether this program can use it.</summary>
public sealed record PhysicalDeviceInfo
{
    /// <summary>The VkPhysicalDevice.</summary>
    public required PhysicalDevice Handle { get; init; }

    /// <summary>The device in terms that other libraries share.</summary>
    public required DeviceIdentity Identity { get; init; }

    /// <summary>The driver's name and version as it gives them.</summary>
    public required string Driver { get; init; }

    /// <summary>The Vulkan version of the device, such as 1.3.230.</summary>
    public required Version ApiVersion { get; init; }

    /// <summary>The one family used: graphics, compute and, where a surface was given, presentation. Null where there is none.</summary>
    public required uint? QueueFamily { get; init; }

    /// <summary>What it offers beyond the core.</summary>
    public required DeviceFeatures Features { get; init; }

    /// <summary>Its limits.</summary>
    public required DeviceLimits Limits { get; init; }

    /// <summary>Why this program cannot use the device; null where it can.</summary>
    public required string? Refusal { get; init; }
}
