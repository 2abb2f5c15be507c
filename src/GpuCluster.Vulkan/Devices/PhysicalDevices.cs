using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GpuCluster.Core.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Devices;

/// <summary>Reads the properties of all devices.</summary>
internal static unsafe class PhysicalDevices
{
    /// <summary>The device extension that presenting to a window needs.</summary>
    public const string SwapchainExtension = "VK_KHR_swapchain";

    public static IReadOnlyList<PhysicalDeviceInfo> List(VulkanInstance instance, Surface? surface)
    {
        Vk vk = instance.Api;
        uint count = 0;
        vk.EnumeratePhysicalDevices(instance.Handle, &count, null).ThrowOnError();
        PhysicalDevice[] handles = new PhysicalDevice[count];
        fixed (PhysicalDevice* first = handles)
            vk.EnumeratePhysicalDevices(instance.Handle, &count, first).ThrowOnError();
        return [.. handles.Select(handle => Describe(vk, handle, surface))];
    }

    private static PhysicalDeviceInfo Describe(Vk vk, PhysicalDevice handle, Surface? surface)
    {
        HashSet<string> extensions = Extensions(vk, handle);
        bool hasPci = extensions.Contains("VK_EXT_pci_bus_info");
        PhysicalDevicePCIBusInfoPropertiesEXT pci = new() { SType = StructureType.PhysicalDevicePciBusInfoPropertiesExt };
        PhysicalDeviceDriverProperties driver = new()
        {
            SType = StructureType.PhysicalDeviceDriverProperties,
            PNext = hasPci ? &pci : null,
        };
        PhysicalDeviceIDProperties ids = new() { SType = StructureType.PhysicalDeviceIDProperties, PNext = &driver };
        PhysicalDeviceProperties2 properties = new() { SType = StructureType.PhysicalDeviceProperties2, PNext = &ids };
        vk.GetPhysicalDeviceProperties2(handle, &properties);

        PhysicalDeviceVulkan13Features features13 = new() { SType = StructureType.PhysicalDeviceVulkan13Features };
        PhysicalDeviceVulkan12Features features12 = new() { SType = StructureType.PhysicalDeviceVulkan12Features, PNext = &features13 };
        PhysicalDeviceFeatures2 features = new() { SType = StructureType.PhysicalDeviceFeatures2, PNext = &features12 };
        vk.GetPhysicalDeviceFeatures2(handle, &features);

        PhysicalDeviceLimits limits = properties.Properties.Limits;
        uint api = properties.Properties.ApiVersion;
        Version version = new((int)(api >> 22) & 0x7F, (int)(api >> 12) & 0x3FF, (int)api & 0xFFF);
        bool isModern =
            features13.DynamicRendering
            && features13.Synchronization2
            && features13.Maintenance4
            && features12.TimelineSemaphore
            && features12.HostQueryReset;
        uint? family = QueueFamily(vk, handle, surface);
        return new PhysicalDeviceInfo
        {
            Handle = handle,
            Identity = new DeviceIdentity(
                Marshal.PtrToStringUTF8((nint)properties.Properties.DeviceName) ?? "?",
                Kind(properties.Properties.DeviceType),
                DeviceIdentity.UuidOf(new ReadOnlySpan<byte>(ids.DeviceUuid, 16)),
                hasPci ? $"{pci.PciDomain:x4}:{pci.PciBus:x2}:{pci.PciDevice:x2}.{pci.PciFunction:x}" : null
            )
            {
                Luid = ids.DeviceLuidvalid ? BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(ids.DeviceLuid, 8)) : null,
            },
            Driver = $"{Marshal.PtrToStringUTF8((nint)driver.DriverName)} {Marshal.PtrToStringUTF8((nint)driver.DriverInfo)}".Trim(),
            ApiVersion = version,
            QueueFamily = family,
            Features = new DeviceFeatures(
                features.Features.ShaderInt64 && features12.ShaderBufferInt64Atomics,
                features.Features.LargePoints,
                ExternalHandles.ExportsMemory(vk, handle, extensions),
                ExternalHandles.ExportsTimelines(vk, handle, extensions)
            ),
            Limits = new DeviceLimits(
                limits.MaxStorageBufferRange,
                limits.MinStorageBufferOffsetAlignment,
                limits.MaxTexelBufferElements,
                limits.MaxComputeWorkGroupCount[0],
                limits.MaxImageDimension2D,
                limits.MaxImageArrayLayers,
                limits.TimestampPeriod
            ),
            Refusal = (version, family) switch
            {
                _ when version < new Version(1, 3) => $"offers Vulkan {version.Major}.{version.Minor}, and 1.3 is needed",
                _ when !isModern => "lacks dynamic rendering, synchronization2, maintenance4, timeline semaphores or host query reset",
                _ when family is null => surface is null
                    ? "has no queue that draws and computes"
                    : "has no queue that draws, computes and presents to this window",
                _ when surface is not null && !extensions.Contains(SwapchainExtension) => "has no swapchains",
                _ => null,
            },
        };
    }

    private static uint? QueueFamily(Vk vk, PhysicalDevice handle, Surface? surface)
    {
        uint count = 0;
        vk.GetPhysicalDeviceQueueFamilyProperties(handle, &count, null);
        QueueFamilyProperties[] families = new QueueFamilyProperties[count];
        fixed (QueueFamilyProperties* first = families)
            vk.GetPhysicalDeviceQueueFamilyProperties(handle, &count, first);
        for (uint family = 0; family < count; family++)
        {
            bool draws =
                families[family].QueueFlags.HasFlag(QueueFlags.GraphicsBit | QueueFlags.ComputeBit)
                && families[family].TimestampValidBits > 0;
            if (draws && (surface is null || surface.CanPresent(handle, family)))
                return family;
        }
        return null;
    }

    private static HashSet<string> Extensions(Vk vk, PhysicalDevice handle)
    {
        uint count = 0;
        vk.EnumerateDeviceExtensionProperties(handle, (byte*)null, &count, null).ThrowOnError();
        ExtensionProperties[] extensions = new ExtensionProperties[count];
        fixed (ExtensionProperties* first = extensions)
            vk.EnumerateDeviceExtensionProperties(handle, (byte*)null, &count, first).ThrowOnError();
        return [.. extensions.Select(extension => Marshal.PtrToStringUTF8((nint)extension.ExtensionName) ?? "")];
    }

    private static DeviceKind Kind(PhysicalDeviceType type) =>
        type switch
        {
            PhysicalDeviceType.DiscreteGpu => DeviceKind.DiscreteGpu,
            PhysicalDeviceType.IntegratedGpu => DeviceKind.IntegratedGpu,
            PhysicalDeviceType.VirtualGpu => DeviceKind.VirtualGpu,
            PhysicalDeviceType.Cpu => DeviceKind.Host,
            _ => DeviceKind.Other,
        };
}
