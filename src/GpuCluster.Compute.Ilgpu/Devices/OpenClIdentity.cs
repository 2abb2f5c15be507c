using System.Runtime.InteropServices;
using GpuCluster.Core.Devices;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>
/// Reads the properties that identify an OpenCL device to Vulkan: cl_khr_device_uuid and cl_khr_pci_bus_info, if the driver has them.
/// </summary>
internal static class OpenClIdentity
{
    private const CLDeviceInfoType UuidKhr = (CLDeviceInfoType)0x106A;
    private const CLDeviceInfoType PciBusInfoKhr = (CLDeviceInfoType)0x410F;
    private const CLDeviceInfoType HostUnifiedMemory = (CLDeviceInfoType)0x1035;

    public static DeviceIdentity Of(CLDevice device)
    {
        Guid? uuid =
            device.HasExtension("cl_khr_device_uuid") && device.GetDeviceInfo(UuidKhr, out Guid bytes) == CLError.CL_SUCCESS ? bytes : null;
        string? pci =
            device.HasExtension("cl_khr_pci_bus_info") && device.GetDeviceInfo(PciBusInfoKhr, out PciBusInfo at) == CLError.CL_SUCCESS
                ? $"{at.Domain:x4}:{at.Bus:x2}:{at.Device:x2}.{at.Function:x}"
                : null;
        return new DeviceIdentity(device.Name.Trim(), Kind(device), uuid, pci);
    }

    private static DeviceKind Kind(CLDevice device)
    {
        if (device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU))
            return DeviceKind.Host;
        if (!device.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU))
            return DeviceKind.Other;
        return device.GetDeviceInfo(HostUnifiedMemory, out int unified) == CLError.CL_SUCCESS && unified != 0
            ? DeviceKind.IntegratedGpu
            : DeviceKind.DiscreteGpu;
    }

    /// <summary>cl_device_pci_bus_info_khr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct PciBusInfo
    {
        public readonly uint Domain;
        public readonly uint Bus;
        public readonly uint Device;
        public readonly uint Function;
    }
}
