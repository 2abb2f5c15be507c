using GpuCluster.Chaos.Kills;

namespace GpuCluster.Chaos.Tests;

/// <summary>The short form of the kills, and what they must be able to find.</summary>
public sealed class KillTests
{
    [Fact]
    public void A_killed_command_leaves_whole_files_and_goes_on_to_the_same_bytes()
    {
        List<string> told = [];
        IReadOnlyList<KillOutcome> outcomes = KillRun.Run(
            new ChaosOptions
            {
                Seed = 1,
                Count = 4,
                Only = ["layout", "checkpoint", "embed"],
            },
            told.Add
        );
        Assert.Empty(told);
        Assert.Equal(4, outcomes.Count);
    }

    [Fact]
    public void Twelve_commands_are_killed() => Assert.Equal(12, KilledCommand.All.Count);

    [Theory]
    [InlineData("printf one > x; sleep 1; printf two >> x", "torn: x")]
    [InlineData("printf one > y.part; sleep 1; mv y.part x; rm -f z*; touch z$$", "left over: out/z")]
    [InlineData("trap 'sleep 2.5; exit' INT TERM; printf one > .t; mv .t x; sleep 1; sleep 0.2", "slow")]
    public void A_planted_fault_is_found(string script, string fault)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and scripts of Unix");
        KillTrial trial = new(new KilledCommand("planted", ["sh", "-c", script], "x") { IsProgram = false });
        Assert.Contains(
            Enumerable.Range(0, 20).SelectMany(number => trial.Run(1, number).Faults),
            found => found.StartsWith(fault, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_command_that_writes_whole_files_is_right()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and scripts of Unix");
        KillTrial trial = new(new KilledCommand("planted", ["sh", "-c", "printf one > t; sleep 0.3; mv t x"], "x") { IsProgram = false });
        Assert.Empty(Enumerable.Range(0, 3).SelectMany(number => trial.Run(1, number).Faults));
    }
}
