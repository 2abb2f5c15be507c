namespace GpuCluster.Vulkan.Devices;

/// <summary>Optional features beyond Vulkan 1.3's core that this program uses if available.</summary>
/// <param name="Int64Atomics">64-bit integers in shaders and 64-bit atomics on storage buffers: the compute rasteriser.</param>
/// <param name="LargePoints">Point primitives of more than one pixel: what the rasteriser falls back on.</param>
/// <param name="ExportsMemory">Other interfaces can import memory of buffers: VK_KHR_external_memory_fd, or _win32.</param>
/// <param name="ExportsTimelines">Other interfaces can import timeline semaphores: VK_KHR_external_semaphore_fd, or _win32.</param>
public readonly record struct DeviceFeatures(bool Int64Atomics, bool LargePoints, bool ExportsMemory, bool ExportsTimelines)
{
    /// <summary>Why no other interface can write positions where they are drawn from; null where it can.</summary>
    public string? SharingRefusal =>
        (ExportsMemory, ExportsTimelines) switch
        {
            (true, true) => null,
            (true, false) => "its Vulkan driver exports no timeline semaphores",
            (false, true) => "its Vulkan driver exports no memory",
            _ => "its Vulkan driver exports neither memory nor timeline semaphores",
        };
}
