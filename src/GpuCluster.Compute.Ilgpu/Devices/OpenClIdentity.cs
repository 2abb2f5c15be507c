using System.Runtime.CompilerServices;
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
    private const CLDeviceInfoType LuidValidKhr = (CLDeviceInfoType)0x106C;
    private const CLDeviceInfoType LuidKhr = (CLDeviceInfoType)0x106D;
    private const CLDeviceInfoType PciBusInfoKhr = (CLDeviceInfoType)0x410F;
    private const CLDeviceInfoType HostUnifiedMemory = (CLDeviceInfoType)0x1035;

    public static DeviceIdentity Of(CLDevice device)
    {
        bool hasUuid = device.HasExtension("cl_khr_device_uuid");
        Guid? uuid =
            hasUuid && device.GetDeviceInfo(UuidKhr, out UuidBytes bytes) == CLError.CL_SUCCESS ? DeviceIdentity.UuidOf(bytes) : null;
        ulong? luid =
            hasUuid
            && device.GetDeviceInfo(LuidValidKhr, out int isValid) == CLError.CL_SUCCESS
            && isValid != 0
            && device.GetDeviceInfo(LuidKhr, out ulong value) == CLError.CL_SUCCESS
                ? value
                : null;
        string? pci =
            device.HasExtension("cl_khr_pci_bus_info") && device.GetDeviceInfo(PciBusInfoKhr, out PciBusInfo at) == CLError.CL_SUCCESS
                ? $"{at.Domain:x4}:{at.Bus:x2}:{at.Device:x2}.{at.Function:x}"
                : null;
        return new DeviceIdentity(device.Name.Trim(), Kind(device), uuid, pci) { Luid = luid };
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

    /// <summary>16 bytes, as the driver orders them.</summary>
    [InlineArray(16)]
    private struct UuidBytes
    {
        private byte _first;
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
