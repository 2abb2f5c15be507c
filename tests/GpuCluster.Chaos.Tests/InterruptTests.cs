using GpuCluster.App;
using GpuCluster.Chaos.Interrupts;
using GpuCluster.Chaos.Kills;

namespace GpuCluster.Chaos.Tests;

/// <summary>The short form of Ctrl-C at random moments, and what it must be able to find.</summary>
public sealed class InterruptTests
{
    [Fact]
    public void Ctrl_C_ends_commands_that_the_kills_do_not_run()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals of Unix");
        List<string> told = [];
        (int reached, int wrong) = InterruptRun.Run(
            new ChaosOptions
            {
                Seed = 1,
                Count = 6,
                Only = ["view", "compare", "selftest", "bench"],
            },
            told.Add
        );
        Assert.Empty(told);
        Assert.Equal(0, wrong);
        Assert.InRange(reached, 2, 6);
    }

    [Fact]
    public void Every_command_is_interrupted()
    {
        string[] names =
        [
            .. GpuClusterCommand
                .Create()
                .Subcommands.SelectMany(command =>
                    command.Subcommands.Count == 0 ? [command.Name] : command.Subcommands.Select(part => $"{command.Name} {part.Name}")
                ),
        ];
        Assert.True(names.Length > 20);
        Assert.DoesNotContain(
            names,
            name =>
                !InterruptedCommand.All.Any(command =>
                    $"{string.Join(' ', command.Arguments)} ".StartsWith(name + " ", StringComparison.Ordinal)
                )
        );
    }

    [Theory]
    [InlineData("SigIgn:\t0000000001001000", false)]
    [InlineData("SigIgn:\t0000000000000006", true)]
    public void A_signal_that_is_ignored_would_prove_nothing(string status, bool isIgnored) =>
        Assert.Equal(isIgnored, SignalState.IsInterruptIgnored(["Name:\tx", status]));

    [Theory]
    [InlineData("trap 'sleep 2.5; exit 130' INT; sleep 1; sleep 1; sleep 1", "slow")]
    [InlineData("trap 'exit 9' INT; sleep 1; sleep 1; sleep 1", "exit code 9")]
    public void A_planted_fault_is_found(string script, string fault)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals and scripts of Unix");
        KilledCommand planted = new("planted", ["sh", "-c", script]) { IsProgram = false };
        Assert.StartsWith(fault, InterruptRun.Once(planted, isWindow: false, after: 300, display: null).Fault);
    }
}
