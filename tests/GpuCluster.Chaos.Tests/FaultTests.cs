using System.Collections.Concurrent;
using GpuCluster.Chaos.Faults;
using GpuCluster.Chaos.Kills;

namespace GpuCluster.Chaos.Tests;

/// <summary>The short form of the faults, and what they must be able to find.</summary>
public sealed class FaultTests
{
    // One for all scenarios of a command.
    private static readonly ConcurrentDictionary<string, SoundRun> Sound = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("layout", "disk full after 512 bytes")]
    [InlineData("layout", "a cache that is a file")]
    [InlineData("layout", "an output folder that goes")]
    [InlineData("embed", "disk full at once")]
    [InlineData("checkpoint", "disk full after 2 KiB")]
    [InlineData("layout", "folders that may not be written")]
    [InlineData("render", "disk full after 512 bytes")]
    public void A_command_that_the_machine_refuses_something_ends_with_one_clear_line(string name, string scenario)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "limits of Unix");
        KilledCommand command = KilledCommand.All.Single(each => each.Name == name);
        FaultScenario fault = FaultScenario.All.Single(each => each.Name == scenario);
        Assert.Empty(FaultRun.FaultsOf(command, fault, SoundOf(command)));
    }

    [Theory]
    [InlineData("arrow/polars.feather", "reads that give a part")]
    [InlineData("hdf5/keras.h5", "files that are cut at the 12th read")]
    [InlineData("embedding.parquet", "files that change at the 2nd read")]
    public void A_reader_whose_file_gives_less_or_other_bytes_takes_them_or_ends_with_one_clear_line(string file, string scenario)
    {
        Assert.SkipWhen(FaultyReads.Missing() is not null, FaultyReads.Missing() ?? "");
        KilledCommand command = ReadCommands.All.Single(each => each.Name == file);
        using FaultyReads reads = FaultyReads.Compile();
        FaultScenario fault = reads.Scenarios.Single(each => each.Name == scenario);
        Assert.Empty(FaultRun.FaultsOf(command, fault, SoundOf(command)));
    }

    [Fact]
    public void There_are_150_scenarios_and_more() => Assert.InRange(KilledCommand.All.Count * FaultScenario.All.Count, 150, 1000);

    [Theory]
    [InlineData("printf one > x; exit 3", "exit code 3")]
    [InlineData("echo wrong >&2; exit 1", "no clear line")]
    [InlineData("echo '   at Program.Main' >&2; exit 0", "exit code 0 without x")]
    public void A_planted_fault_is_found(string script, string fault)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "scripts of Unix");
        string planted = $"if [ \"$REFUSED\" ]; then {script}; fi; printf one > x";
        KilledCommand command = new("planted", ["sh", "-c", planted], "x") { IsProgram = false };
        FaultScenario scenario = new("planted") { Environment = new Dictionary<string, string> { ["REFUSED"] = "yes" } };
        Assert.Contains(
            FaultRun.FaultsOf(command, scenario, new SoundRun(command)),
            found => found.StartsWith(fault, StringComparison.Ordinal)
        );
    }

    private static SoundRun SoundOf(KilledCommand command) => Sound.GetOrAdd(command.Name, _ => new SoundRun(command));
}
