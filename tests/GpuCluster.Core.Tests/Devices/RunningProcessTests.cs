using System.Diagnostics;
using GpuCluster.Core.Devices;

namespace GpuCluster.Core.Tests.Devices;

public sealed class RunningProcessTests
{
    [Fact]
    public void A_process_is_told_from_one_that_has_ended()
    {
        using Process other = Process.Start(new ProcessStartInfo("sleep", "60") { UseShellExecute = false })!;
        int id = other.Id;
        long? start = RunningProcess.StartOf(id);

        Assert.True(RunningProcess.Exists(id));
        Assert.InRange(start!.Value, DateTime.UtcNow.AddMinutes(-5).Ticks, DateTime.UtcNow.AddMinutes(5).Ticks);
        other.Kill();
        other.WaitForExit();
        Assert.False(RunningProcess.Exists(id));
        Assert.Null(RunningProcess.StartOf(id));
    }

    [Theory]
    [InlineData(0x7FFF_FFFE)]
    [InlineData(-5)]
    public void A_number_without_a_process_has_none(int id)
    {
        Assert.False(RunningProcess.Exists(id));
        Assert.Null(RunningProcess.StartOf(id));
    }
}
