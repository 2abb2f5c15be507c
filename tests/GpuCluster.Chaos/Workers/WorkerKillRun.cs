using System.Globalization;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Workers;

/// <summary>Many kills of the workers of small jobs, the jobs by turns exact and by clusters.</summary>
internal static class WorkerKillRun
{
    private const int KillsOfJob = 5;

    /// <summary>Runs jobs until enough workers were killed.</summary>
    /// <param name="options">How many kills, and the seed.</param>
    /// <param name="tell">Receives what is wrong.</param>
    /// <returns>Workers that were killed while they ran, the jobs they worked on, and how many of these were wrong.</returns>
    public static (int Kills, int Jobs, int Wrong) Run(ChaosOptions options, Action<string> tell)
    {
        SoundJob[] sound = [new(isExact: true), new(isExact: false)];
        (int kills, int jobs, int wrong) = (0, 0, 0);
        long first = options.Number ?? 0;
        for (long number = first; kills < options.Count && (options.Number is null || number == first); number++, jobs++)
        {
            WorkerKillTrial trial = new(sound[number % sound.Length], new SeededRandom(options.Seed, "workers", number));
            (int hits, IReadOnlyList<string> faults) = trial.Run(Math.Min(KillsOfJob, options.Count - kills));
            kills += hits;
            wrong += faults.Count > 0 ? 1 : 0;
            foreach (string fault in faults)
                tell(string.Create(CultureInfo.InvariantCulture, $"{number}: {fault}"));
        }

        return (kills, jobs, wrong);
    }
}
