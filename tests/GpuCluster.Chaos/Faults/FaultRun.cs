using System.Diagnostics;
using GpuCluster.Chaos.Kills;

namespace GpuCluster.Chaos.Faults;

/// <summary>Every command under every fault of the machine.</summary>
internal static class FaultRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs them, or the one with a number.</summary>
    /// <returns>Scenarios that are right, and all that ran.</returns>
    public static (int Right, int All) Run(ChaosOptions options, Action<string> tell)
    {
        int right = 0,
            all = 0,
            number = -1;
        using FaultyReads? reads = FaultyReads.Missing() is null ? FaultyReads.Compile() : null;
        if (reads is null)
            tell($"without faults of reading: {FaultyReads.Missing()}");
        IReadOnlyList<FaultScenario> ofReads = reads?.Scenarios ?? [];
        foreach (KilledCommand command in KilledCommand.All.Concat(ReadCommands.All))
        {
            SoundRun? sound = null;
            foreach (FaultScenario scenario in ReadCommands.All.Contains(command) ? ofReads : [.. FaultScenario.All, .. ofReads])
            {
                number++;
                if ((options.Only.Count > 0 && !options.Only.Contains(command.Name)) || (options.Number is { } only && only != number))
                    continue;
                sound ??= new SoundRun(command);
                string[] faults = [.. FaultsOf(command, scenario, sound)];
                all++;
                right += faults.Length == 0 ? 1 : 0;
                foreach (string fault in faults)
                    tell($"{number}: {command.Name}, {scenario.Name}: {fault}");
            }
        }

        return (right, all);
    }

    /// <summary>What is wrong with one command under one fault.</summary>
    public static IEnumerable<string> FaultsOf(KilledCommand command, FaultScenario scenario, SoundRun sound)
    {
        List<string> faults = [];
        using Workplace place = new();
        using (Process process = place.Start(command, scenario.Environment, scenario.Before))
        {
            Task<string> ended = Task.Run(() => Workplace.Finish(process));
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                faults.Add("hangs");
            }

            string error = ended.GetAwaiter().GetResult();
            if (Workplace.TellsOfFault(error))
                faults.Add($"exception: {error.ReplaceLineEndings(" ")}");
            if (process.ExitCode is not (0 or 1 or 2))
                faults.Add($"exit code {process.ExitCode}: {error.ReplaceLineEndings(" ")}");
            if (scenario.IsHarmless && process.ExitCode != 0)
                faults.Add($"fails, exit code {process.ExitCode}: {error.ReplaceLineEndings(" ")}");
            if (process.ExitCode is 1 or 2 && !scenario.IsHarmless && !error.Contains("error: ", StringComparison.Ordinal))
                faults.Add($"no clear line: {error.ReplaceLineEndings(" ")}");
            bool isOther = scenario.ChangesContent && process.ExitCode == 0;
            if (process.ExitCode == 0 && Directory.Exists(place.At("out")))
            {
                IEnumerable<string> missing = isOther
                    ? command.Outputs.Where(output => place.Output(output) is null)
                    : sound.MissingIn(place);
                faults.AddRange(missing.Select(output => $"exit code 0 without {output}"));
            }

            place.Reopen();
            if (!isOther)
                faults.AddRange(sound.TornIn(place).Select(output => $"torn: {output}"));
        }

        faults.AddRange(sound.FaultsAfterNextRun(place));
        return faults;
    }
}
