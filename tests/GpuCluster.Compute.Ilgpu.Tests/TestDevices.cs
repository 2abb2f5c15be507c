using GpuCluster.Compute.Ilgpu.Devices;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>
/// Devices that kernels are tried on: ILGPU's simulator with several group sizes, or, where GPUCLUSTER_TEST_DEVICE names one
/// (<c>opencl</c>, <c>cuda:1</c>), that device alone. Tests that take their devices from here carry <c>[Trait("Needs", "Device")]</c>;
/// those that make no sense on a simulator take them from
/// <see cref="Real"/> and carry <c>[Trait("Only", "Device")]</c> too, which the ordinary run leaves out. tests/devices/run.sh finds the
/// device.
/// </summary>
internal static class TestDevices
{
    private static readonly string? Selector = Environment.GetEnvironmentVariable("GPUCLUSTER_TEST_DEVICE") is { Length: > 0 } name
        ? name
        : null;

    /// <summary>Two, four and sixteen threads a group; tiles far smaller than the data, so that there are several.</summary>
    public static TheoryData<string> Names => Selector is { } real ? [real] : ["2", "4", "16"];

    /// <summary>For what is slow to simulate: one device.</summary>
    public static TheoryData<string> One => [Selector ?? "ilgpu-cpu"];

    /// <summary>For what wants sixteen threads in a group: one device.</summary>
    public static TheoryData<string> Widest => [Selector ?? "16"];

    /// <summary>The real device; opening it skips the test where none is named.</summary>
    public static string Real => Selector ?? "no device";

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
            case "no device":
                Assert.Skip("GPUCLUSTER_TEST_DEVICE names no device");
                return null!;
            default:
                return IlgpuDevices.Open(name);
        }
    }
}
