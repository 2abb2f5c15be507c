using GpuCluster.Vulkan.Instances;
using Microsoft.Win32.SafeHandles;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Devices;

/// <summary>
/// Handles of the operating system for memory and semaphores, which other interfaces import: file descriptors, or NT handles on Windows.
/// All that differs between the two is here.
/// </summary>
internal static unsafe class ExternalHandles
{
    /// <summary>The device extension for memory.</summary>
    public static string MemoryExtension => IsWindows ? "VK_KHR_external_memory_win32" : "VK_KHR_external_memory_fd";

    /// <summary>The device extension for semaphores.</summary>
    public static string SemaphoreExtension => IsWindows ? "VK_KHR_external_semaphore_win32" : "VK_KHR_external_semaphore_fd";

    /// <summary>The kind of handle for memory.</summary>
    public static ExternalMemoryHandleTypeFlags Memory =>
        IsWindows ? ExternalMemoryHandleTypeFlags.OpaqueWin32Bit : ExternalMemoryHandleTypeFlags.OpaqueFDBit;

    /// <summary>The kind of handle for semaphores.</summary>
    public static ExternalSemaphoreHandleTypeFlags Semaphore =>
        IsWindows ? ExternalSemaphoreHandleTypeFlags.OpaqueWin32Bit : ExternalSemaphoreHandleTypeFlags.OpaqueFDBit;

    private static bool IsWindows => OperatingSystem.IsWindows();

    /// <summary>Whether the memory of a buffer of positions can be exported.</summary>
    public static bool ExportsMemory(Vk vk, PhysicalDevice physical, IReadOnlySet<string> extensions)
    {
        if (!extensions.Contains(MemoryExtension))
            return false;
        PhysicalDeviceExternalBufferInfo info = new()
        {
            SType = StructureType.PhysicalDeviceExternalBufferInfo,
            Usage = BufferUsageFlags.StorageBufferBit | BufferUsageFlags.TransferDstBit,
            HandleType = Memory,
        };
        ExternalBufferProperties properties = new() { SType = StructureType.ExternalBufferProperties };
        vk.GetPhysicalDeviceExternalBufferProperties(physical, &info, &properties);
        return properties.ExternalMemoryProperties.ExternalMemoryFeatures.HasFlag(ExternalMemoryFeatureFlags.ExportableBit);
    }

    /// <summary>Whether timeline semaphores can be exported.</summary>
    public static bool ExportsTimelines(Vk vk, PhysicalDevice physical, IReadOnlySet<string> extensions)
    {
        if (!extensions.Contains(SemaphoreExtension))
            return false;
        SemaphoreTypeCreateInfo type = new() { SType = StructureType.SemaphoreTypeCreateInfo, SemaphoreType = SemaphoreType.Timeline };
        PhysicalDeviceExternalSemaphoreInfo info = new()
        {
            SType = StructureType.PhysicalDeviceExternalSemaphoreInfo,
            PNext = &type,
            HandleType = Semaphore,
        };
        ExternalSemaphoreProperties properties = new() { SType = StructureType.ExternalSemaphoreProperties };
        vk.GetPhysicalDeviceExternalSemaphoreProperties(physical, &info, &properties);
        return properties.ExternalSemaphoreFeatures.HasFlag(ExternalSemaphoreFeatureFlags.ExportableBit);
    }

    /// <summary>A new handle of memory, which the caller owns.</summary>
    public static SafeFileHandle OpenMemory(VulkanDevice device, DeviceMemory memory)
    {
        if (IsWindows)
        {
            MemoryGetWin32HandleInfoKHR info = new()
            {
                SType = StructureType.MemoryGetWin32HandleInfoKhr,
                Memory = memory,
                HandleType = Memory,
            };
            nint handle;
            ((delegate* unmanaged<Device, MemoryGetWin32HandleInfoKHR*, nint*, Result>)device.Function("vkGetMemoryWin32HandleKHR"))(
                device.Handle,
                &info,
                &handle
            )
                .ThrowOnError("vkGetMemoryWin32HandleKHR");
            return new SafeFileHandle(handle, ownsHandle: true);
        }

        MemoryGetFdInfoKHR file = new()
        {
            SType = StructureType.MemoryGetFDInfoKhr,
            Memory = memory,
            HandleType = Memory,
        };
        int descriptor;
        ((delegate* unmanaged<Device, MemoryGetFdInfoKHR*, int*, Result>)device.Function("vkGetMemoryFdKHR"))(
            device.Handle,
            &file,
            &descriptor
        )
            .ThrowOnError("vkGetMemoryFdKHR");
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>A new handle of a semaphore, which the caller owns.</summary>
    public static SafeFileHandle OpenSemaphore(VulkanDevice device, Silk.NET.Vulkan.Semaphore semaphore)
    {
        if (IsWindows)
        {
            SemaphoreGetWin32HandleInfoKHR info = new()
            {
                SType = StructureType.SemaphoreGetWin32HandleInfoKhr,
                Semaphore = semaphore,
                HandleType = Semaphore,
            };
            nint handle;
            ((delegate* unmanaged<Device, SemaphoreGetWin32HandleInfoKHR*, nint*, Result>)device.Function("vkGetSemaphoreWin32HandleKHR"))(
                device.Handle,
                &info,
                &handle
            )
                .ThrowOnError("vkGetSemaphoreWin32HandleKHR");
            return new SafeFileHandle(handle, ownsHandle: true);
        }

        SemaphoreGetFdInfoKHR file = new()
        {
            SType = StructureType.SemaphoreGetFDInfoKhr,
            Semaphore = semaphore,
            HandleType = Semaphore,
        };
        int descriptor;
        ((delegate* unmanaged<Device, SemaphoreGetFdInfoKHR*, int*, Result>)device.Function("vkGetSemaphoreFdKHR"))(
            device.Handle,
            &file,
            &descriptor
        )
            .ThrowOnError("vkGetSemaphoreFdKHR");
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }
}
