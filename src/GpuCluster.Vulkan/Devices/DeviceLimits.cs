namespace GpuCluster.Vulkan.Devices;

/// <summary>The limits of a device that bound sizes.</summary>
/// <param name="StorageBufferRange">Bytes of one storage buffer binding; at least 128 MiB.</param>
/// <param name="StorageBufferAlignment">Bytes that the offset of such a binding is a multiple of.</param>
/// <param name="TexelBufferElements">Texels of one texel buffer.</param>
/// <param name="WorkgroupCount">Workgroups of one dispatch along x; at least 65,535.</param>
/// <param name="ImageDimension">Pixels along a side of an image.</param>
/// <param name="ImageLayers">Layers of an image array; at least 256.</param>
/// <param name="TimestampPeriod">Nanoseconds of one timestamp tick.</param>
public readonly record struct DeviceLimits(
    ulong StorageBufferRange,
    ulong StorageBufferAlignment,
    uint TexelBufferElements,
    uint WorkgroupCount,
    uint ImageDimension,
    uint ImageLayers,
    float TimestampPeriod
);
