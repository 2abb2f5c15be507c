namespace GpuCluster.Core.Devices;

/// <summary>What a device is, for choosing and for telling the user.</summary>
public enum DeviceKind
{
    /// <summary>The processor, also where it poses as a Vulkan or OpenCL device.</summary>
    Host,

    /// <summary>A GPU with memory of its own.</summary>
    DiscreteGpu,

    /// <summary>A GPU that shares the processor's memory.</summary>
    IntegratedGpu,

    /// <summary>A GPU seen through a hypervisor.</summary>
    VirtualGpu,

    /// <summary>Anything else.</summary>
    Other,
}
