using GpuCluster.Chaos.Kills;
using GpuCluster.Chaos.Workers;

namespace GpuCluster.Chaos.Tests;

/// <summary>The short form of kills of workers, and what they must be able to find.</summary>
public sealed class WorkerKillTests
{
    [Fact]
    public void Killed_workers_change_no_byte_of_a_job_and_leave_nothing()
    {
        List<string> told = [];
        (int kills, int jobs, int wrong) = WorkerKillRun.Run(new ChaosOptions { Seed = 1, Count = 4 }, told.Add);
        Assert.Empty(told);
        Assert.Equal((4, 0), (kills, wrong));
        Assert.InRange(jobs, 1, 4);
    }

    [Fact]
    public void What_is_left_over_or_missing_or_not_finished_is_found()
    {
        SoundJob job = new(isExact: true);
        using Workplace place = new();
        job.Create(place);
        string[] faults = [.. job.FaultsIn(place)];
        Assert.Contains(faults, fault => fault.StartsWith("not finished", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("missing: out/job/done", StringComparison.Ordinal));
        File.WriteAllText(place.At("out", "job", "torn"), "");
        Assert.Contains("left over: out/job/torn", job.FaultsIn(place));
    }
}
