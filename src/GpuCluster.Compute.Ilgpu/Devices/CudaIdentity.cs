using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>Device properties from the CUDA driver that ILGPU does not expose: the UUID, which Vulkan reports too.</summary>
internal static partial class CudaIdentity
{
    /// <summary>The UUID of a device, or null if the driver does not report it.</summary>
    public static unsafe Guid? Uuid(int ordinal)
    {
        try
        {
            byte* bytes = stackalloc byte[16];
            return GetDevice(out int device, ordinal) == 0 && GetUuid(bytes, device) == 0
                ? new Guid(new ReadOnlySpan<byte>(bytes, 16))
                : null;
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
}
