using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class IlgpuDevicesTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Fact]
    public void Listing_never_throws_and_explains_what_is_missing()
    {
        IlgpuInventory inventory = IlgpuDevices.List();
        Assert.Contains(inventory.Devices, device => device is { Selector: "ilgpu-cpu", Usable: true });
        foreach (string backend in new[] { "cuda", "opencl" })
        {
            Assert.True(
                inventory.Devices.Any(device => device.Selector.StartsWith(backend, StringComparison.Ordinal))
                    || inventory.Notes.Any(note => note.StartsWith(backend + ":", StringComparison.Ordinal))
            );
        }
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("cuda:1:2")]
    [InlineData("ilgpu-cpu:0")]
    public void An_unknown_selector_is_refused_with_the_remedy(string selector) =>
        Assert.Contains(
            "ilgpu-cpu",
            Assert.Throws<UnusableInputException>(() => IlgpuDevices.Open(selector)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_device_that_is_not_there_is_refused_with_the_reason()
    {
        Assert.SkipWhen(
            IlgpuDevices.List().Devices.Any(device => device.Selector.StartsWith("cuda", StringComparison.Ordinal)),
            "a CUDA device is here"
        );
        Assert.Contains("libcuda", Assert.Throws<MachineFaultException>(() => IlgpuDevices.Open("cuda")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Auto_never_takes_a_processor()
    {
        Assert.Null(IlgpuDevices.OpenMatching(DeviceIdentity.Host, out string reason));
        Assert.Contains("processor", reason, StringComparison.Ordinal);
        DeviceIdentity stranger = new("a card that is not here", DeviceKind.DiscreteGpu, Guid.NewGuid(), "00ff:ff:1f.7");
        Assert.Null(IlgpuDevices.OpenMatching(stranger, out reason));
        Assert.Contains(stranger.Name, reason, StringComparison.Ordinal);
    }
}
