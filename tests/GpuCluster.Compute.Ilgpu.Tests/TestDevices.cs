using GpuCluster.Compute.Ilgpu.Devices;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>
/// Devices that kernels are tried on: ILGPU's simulator with several group sizes, and an OpenCL device where one is (a GPU or a processor).
/// </summary>
internal static class TestDevices
{
    /// <summary>Two, four and sixteen threads a group; tiles far smaller than the data, so that there are several.</summary>
    public static TheoryData<string> Names => ["2", "4", "16", "opencl", "cuda"];

    public static IlgpuDevice Open(string name)
    {
        switch (name)
        {
            case "2":
                return IlgpuDevice.OpenSimulator(IlgpuDevices.SimulatorInfo, new LaunchShape(2, 2, 1, 128));
            case "4":
                return IlgpuDevice.OpenSimulator(IlgpuDevices.SimulatorInfo, new LaunchShape(4, 2, 2, 64));
            case "16":
                return IlgpuDevice.OpenSimulator(IlgpuDevices.SimulatorInfo, new LaunchShape(16, 2, 4, 256));
            case "ilgpu-cpu":
                return IlgpuDevices.Open(name);
            default:
                IlgpuInventory inventory = IlgpuDevices.List();
                bool there = inventory.Devices.Any(device => device.Usable && device.Selector.StartsWith(name, StringComparison.Ordinal));
                Assert.SkipUnless(there, $"no {name} device here: {string.Join("; ", inventory.Notes.Concat(inventory.Devices.Select(device => $"{device.Selector} {device.Identity.Name}: {device.Reason ?? "usable"}")))}");
                return IlgpuDevices.Open(name);
        }
    }
}
