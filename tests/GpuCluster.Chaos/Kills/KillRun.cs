using System.Globalization;

namespace GpuCluster.Chaos.Kills;

/// <summary>Many kills, the commands by turns.</summary>
internal static class KillRun
{
    /// <summary>Runs them.</summary>
    /// <returns>The outcomes, in order.</returns>
    public static IReadOnlyList<KillOutcome> Run(ChaosOptions options, Action<string> tell)
    {
        KilledCommand[] commands = [.. KilledCommand.All.Where(command => options.Only.Count == 0 || options.Only.Contains(command.Name))];
        Dictionary<string, KillTrial> trials = new(StringComparer.Ordinal);
        List<KillOutcome> outcomes = [];
        (long first, long end) = options.Number is { } one ? (one, one + 1) : (0, options.Count);
        for (long number = first; number < end; number++)
        {
            KilledCommand command = commands[number % commands.Length];
            if (!trials.TryGetValue(command.Name, out KillTrial? trial))
                trials[command.Name] = trial = new KillTrial(command);
            KillOutcome outcome = trial.Run(options.Seed, number);
            outcomes.Add(outcome);
            foreach (string fault in outcome.Faults)
            {
                tell(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{number}: {outcome.Command}, {outcome.Signal} after {outcome.Seconds:0.00} s: {fault}"
                    )
                );
            }
        }

        return outcomes;
    }

    /// <summary>How many faults of a kind.</summary>
    public static int Count(IReadOnlyList<KillOutcome> outcomes, string kind) =>
        outcomes.Sum(outcome => outcome.Faults.Count(fault => fault.StartsWith(kind, StringComparison.Ordinal)));
}
