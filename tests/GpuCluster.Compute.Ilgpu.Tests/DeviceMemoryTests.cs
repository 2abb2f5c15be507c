using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class DeviceMemoryTests
{
    [Fact]
    public void A_tile_that_does_not_fit_is_halved_until_it_does_with_a_warning()
    {
        var progress = new Warnings();
        Assert.Equal(512, DeviceMemory.Shrink(4096, 128, edge => edge > 512 ? Fail() : edge, progress));
        Assert.Contains("512 x 512", Assert.Single(progress.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tile_that_fits_at_once_warns_nobody()
    {
        var progress = new Warnings();
        Assert.Equal(4096, DeviceMemory.Shrink(4096, 128, edge => edge, progress));
        Assert.Empty(progress.Messages);
    }

    [Fact]
    public void Where_nothing_fits_the_message_names_the_remedy() =>
        Assert.Contains(
            "--device host",
            Assert.Throws<MachineFaultException>(() => DeviceMemory.Shrink(4096, 128, _ => Fail(), NoProgress.Instance)).Message,
            StringComparison.Ordinal);

    /// <summary>More than any address space holds.</summary>
    private static int Fail() => (int)Marshal.AllocHGlobal(nint.MaxValue);

    private sealed class Warnings : IStageProgress
    {
        public List<string> Messages { get; } = [];

        public void Begin(string stage, string shape)
        {
        }

        public void Report(double fraction)
        {
        }

        public void Warn(string message) => Messages.Add(message);
    }
}
