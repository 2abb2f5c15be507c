using GpuCluster.Compute.Ilgpu.Devices;

namespace GpuCluster.Compute.Ilgpu.Tests.Devices;

/// <summary>Says to tests/devices/run.sh which devices the tests can run on. The ordinary run leaves it out.</summary>
[Trait("Only", "DeviceList")]
public sealed class DeviceListTests
{
    [Fact]
    public void Devices_that_kernels_can_be_tried_on_are_listed()
    {
        string? file = Environment.GetEnvironmentVariable("GPUCLUSTER_DEVICE_LIST");
        Assert.SkipWhen(string.IsNullOrEmpty(file), "GPUCLUSTER_DEVICE_LIST names no file");
        foreach (IlgpuDeviceInfo info in IlgpuDevices.List().Devices)
        {
            if (info.Backend == IlgpuBackend.Cpu)
                continue;
            string text = $"{info.Selector} {info.Identity.Name}: {info.Reason}";
            if (info.Usable)
            {
                using IlgpuDevice device = IlgpuDevices.Open(info.Selector);
                text = DeviceIdentityText.IsWorthwhile(device)
                    ? $"device: {info.Selector} {DeviceIdentityText.DriverOf(device)}, {info.Identity.Name}"
                    : $"{info.Selector} {DeviceIdentityText.DriverOf(device)} is too old";
            }

            File.AppendAllText(file!, text + "\n");
        }
    }
}
