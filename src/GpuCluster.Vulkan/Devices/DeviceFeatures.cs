namespace GpuCluster.Vulkan.Devices;

/// <summary>Optional features beyond Vulkan 1.3's core that this program uses if available.</summary>
/// <param name="Int64Atomics">64-bit integers in shaders and 64-bit atomics on storage buffers: the compute rasteriser.</param>
/// <param name="LargePoints">Point primitives of more than one pixel: what the rasteriser falls back on.</param>
public readonly record struct DeviceFeatures(bool Int64Atomics, bool LargePoints);
