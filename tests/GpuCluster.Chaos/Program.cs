using System.Diagnostics;
using System.Globalization;
using GpuCluster.Chaos;
using GpuCluster.Chaos.Faults;
using GpuCluster.Chaos.Interrupts;
using GpuCluster.Chaos.Kills;
using GpuCluster.Chaos.Soak;
using GpuCluster.Chaos.Workers;

// A program of the tests, not of the command line: the window with a thread that throws as soon as a file is there.
if (args is ["faulty", var trigger, .. var command])
    return await FaultyProgram.RunAsync(trigger, command).ConfigureAwait(false);

ChaosOptions options;
try
{
    options = ChaosOptions.Of(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\n\n{ChaosOptions.Usage}");
    return 2;
}

if (options.What is "kills" or "interrupts" && SignalState.IsInterruptIgnored())
{
    Console.Error.WriteLine(
        "Ctrl-C is ignored here, as in what a script starts by `&`, and every command would inherit that. Start it by itself."
    );
    return 2;
}

return options.What switch
{
    "kills" => Kills(),
    "faults" => Faults(),
    "interrupts" => Interrupts(),
    "workers" => Workers(),
    _ => Soak(),
};

int Kills()
{
    Stopwatch clock = Stopwatch.StartNew();
    IReadOnlyList<KillOutcome> outcomes = KillRun.Run(options, Console.WriteLine);
    string[] kinds = ["torn", "left over", "differs", "not resumed", "exception", "slow"];
    string counts = string.Join(", ", kinds.Select(kind => $"{KillRun.Count(outcomes, kind)} {kind}"));
    string signals = string.Join(
        ", ",
        outcomes.GroupBy(outcome => outcome.Signal).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key}")
    );
    Console.WriteLine($"{outcomes.Count} kills ({signals}): {counts}; seed {options.Seed}");
    if (options.IsRecorded)
        ChaosRecord.Add("kills", options.Seed, $"{outcomes.Count} kills, {signals}", counts, clock.Elapsed);
    return outcomes.All(outcome => outcome.Faults.Count == 0) ? 0 : 1;
}

int Faults()
{
    Stopwatch clock = Stopwatch.StartNew();
    (int right, int all) = FaultRun.Run(options, Console.WriteLine);
    Console.WriteLine($"{right} of {all} scenarios are right");
    if (options.IsRecorded)
        ChaosRecord.Add("faults", 0, $"{all} scenarios", $"{right} right", clock.Elapsed);
    return right == all ? 0 : 1;
}

int Interrupts()
{
    Stopwatch clock = Stopwatch.StartNew();
    (int reached, int wrong) = InterruptRun.Run(options, Console.WriteLine);
    Console.WriteLine($"{reached} commands got a Ctrl-C while they ran: {wrong} wrong; seed {options.Seed}");
    if (options.IsRecorded)
    {
        string did = $"{reached} Ctrl-C while one of {InterruptedCommand.All.Count} command lines ran";
        ChaosRecord.Add("interrupts", options.Seed, did, $"{wrong} wrong", clock.Elapsed);
    }

    return wrong == 0 ? 0 : 1;
}

int Workers()
{
    Stopwatch clock = Stopwatch.StartNew();
    (int kills, int jobs, int wrong) = WorkerKillRun.Run(options, Console.WriteLine);
    Console.WriteLine($"{kills} workers of {jobs} jobs got a SIGKILL: {wrong} jobs wrong; seed {options.Seed}");
    if (options.IsRecorded)
        ChaosRecord.Add("workers", options.Seed, $"{kills} SIGKILL of workers of {jobs} jobs", $"{wrong} jobs wrong", clock.Elapsed);
    return wrong == 0 ? 0 : 1;
}

int Soak()
{
    SoakResult result = SoakRun.Run(options, TimeSpan.FromMinutes(options.Minutes), Console.WriteLine);
    Console.WriteLine(result);
    if (options.IsRecorded)
    {
        ChaosRecord.Add(
            "soak",
            options.Seed,
            string.Create(CultureInfo.InvariantCulture, $"{result.Actions} actions, {result.Resizes} resizes, {result.Epochs} epochs"),
            result.ToString(),
            result.Time
        );
    }

    return result.IsRight ? 0 : 1;
}
