using System.Globalization;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Devices;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Tests.Devices;

/// <summary>Names a device's driver, with its version to one place: "PoCL 6.0", "rusticl 25.0", "CUDA 12.8".</summary>
internal static class DeviceIdentityText
{
    private const CLDeviceInfoType DriverVersion = (CLDeviceInfoType)0x102D;

    public static string DriverOf(IlgpuDevice device) =>
        device.Accelerator switch
        {
            CLAccelerator accelerator => $"{Platform(accelerator.Device.PlatformName)} "
                + $"{Version(CLAPI.CurrentAPI.GetDeviceInfo(accelerator.Device.DeviceId, DriverVersion))}",
            CudaAccelerator accelerator => $"CUDA {accelerator.Device.DriverVersion.Major}.{accelerator.Device.DriverVersion.Minor}",
            _ => "simulator",
        };

    /// <summary>What is worth a test run: a GPU, or a processor through PoCL 6, older ones miscompile, or through Mesa's rusticl.</summary>
    public static bool IsWorthwhile(IlgpuDevice device)
    {
        string driver = DriverOf(device);
        return device.Info.Identity.Kind != DeviceKind.Host
            || driver.StartsWith("rusticl ", StringComparison.Ordinal)
            || (
                driver.StartsWith("PoCL ", StringComparison.Ordinal)
                && int.Parse(driver.Split(' ', '.')[1], CultureInfo.InvariantCulture) >= 6
            );
    }

    private static string Platform(string name) => name == "Portable Computing Language" ? "PoCL" : name;

    /// <summary>Of "6.0-6+b1": "6.0".</summary>
    private static string Version(string text) =>
        string.Join(
            '.',
            new string([.. text.SkipWhile(each => !char.IsAsciiDigit(each)).TakeWhile(each => each == '.' || char.IsAsciiDigit(each))])
                .Split('.')
                .Take(2)
        );
}
