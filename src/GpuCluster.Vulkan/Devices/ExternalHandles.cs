using System.Numerics;
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
        MemoryGetWin32HandleInfoKHR nt = new()
        {
            SType = StructureType.MemoryGetWin32HandleInfoKhr,
            Memory = memory,
            HandleType = Memory,
        };
        MemoryGetFdInfoKHR file = new()
        {
            SType = StructureType.MemoryGetFDInfoKhr,
            Memory = memory,
            HandleType = Memory,
        };
        return IsWindows ? Open<nint>(device, "vkGetMemoryWin32HandleKHR", &nt) : Open<int>(device, "vkGetMemoryFdKHR", &file);
    }

    /// <summary>A new handle of a semaphore, which the caller owns.</summary>
    public static SafeFileHandle OpenSemaphore(VulkanDevice device, Silk.NET.Vulkan.Semaphore semaphore)
    {
        SemaphoreGetWin32HandleInfoKHR nt = new()
        {
            SType = StructureType.SemaphoreGetWin32HandleInfoKhr,
            Semaphore = semaphore,
            HandleType = Semaphore,
        };
        SemaphoreGetFdInfoKHR file = new()
        {
            SType = StructureType.SemaphoreGetFDInfoKhr,
            Semaphore = semaphore,
            HandleType = Semaphore,
        };
        return IsWindows ? Open<nint>(device, "vkGetSemaphoreWin32HandleKHR", &nt) : Open<int>(device, "vkGetSemaphoreFdKHR", &file);
    }

    // All four functions take the device, what is asked for, and where the handle goes: an NT handle or a descriptor.
    private static SafeFileHandle Open<THandle>(VulkanDevice device, string function, void* info)
        where THandle : unmanaged, IBinaryInteger<THandle>
    {
        THandle handle = default;
        ((delegate* unmanaged<Device, void*, void*, Result>)device.Function(function))(device.Handle, info, &handle).ThrowOnError(function);
        return new SafeFileHandle(nint.CreateChecked(handle), ownsHandle: true);
    }
}
