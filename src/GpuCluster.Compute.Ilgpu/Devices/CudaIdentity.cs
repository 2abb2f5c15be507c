using System.Runtime.InteropServices;
using GpuCluster.Core.Devices;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>Device properties from the CUDA driver that ILGPU does not expose: the UUID, which Vulkan reports too.</summary>
internal static partial class CudaIdentity
{
    /// <summary>The UUID of a device, or null if the driver does not report it.</summary>
    public static unsafe Guid? Uuid(int ordinal)
    {
        byte* bytes = stackalloc byte[16];
        if (GetDevice(out int device, ordinal) != 0)
            return null;

        try
        {
            // Of a slice of a GPU (MIG), the first version gives the whole GPU's.
            return GetUuidOfSlice(bytes, device) == 0 ? DeviceIdentity.UuidOf(new ReadOnlySpan<byte>(bytes, 16)) : null;
        }
        catch (EntryPointNotFoundException)
        {
            // A driver before 11.4.
            return GetUuid(bytes, device) == 0 ? DeviceIdentity.UuidOf(new ReadOnlySpan<byte>(bytes, 16)) : null;
        }
    }

    /// <summary>Windows' LUID of a device, or null on another system.</summary>
    public static unsafe ulong? Luid(int ordinal)
    {
        if (!OperatingSystem.IsWindows())
            return null;

        try
        {
            ulong luid = 0;
            return GetDevice(out int device, ordinal) == 0 && GetLuid((byte*)&luid, out _, device) == 0 ? luid : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>"domain:bus:device.function" in lower-case hex.</summary>
    public static string PciAddress(CudaDevice device) => $"{device.PCIDomainId:x4}:{device.PCIBusId:x2}:{device.PCIDeviceId:x2}.0";

    [LibraryImport("cuda", EntryPoint = "cuDeviceGet")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetDevice(out int device, int ordinal);

    [LibraryImport("cuda", EntryPoint = "cuDeviceGetUuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetUuid(byte* uuid, int device);

    [LibraryImport("cuda", EntryPoint = "cuDeviceGetUuid_v2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetUuidOfSlice(byte* uuid, int device);

    [LibraryImport("cuda", EntryPoint = "cuDeviceGetLuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int GetLuid(byte* luid, out uint nodeMask, int device);
}
