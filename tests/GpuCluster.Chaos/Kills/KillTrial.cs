using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Kills;

/// <summary>
/// Starts a command, sends a signal at a random moment, and starts it again. After the signal every output is whole or absent. After the
/// second run every output is there, and no file that undisturbed runs do not leave.
/// </summary>
internal sealed class KillTrial(KilledCommand command)
{
    private const double MaxSecondsToEnd = 2;
    private static readonly (string Name, int Number)[] Signals = [("SIGKILL", 9), ("SIGTERM", 15), ("SIGINT", 2)];

    private readonly SoundRun _sound = new(command);

    /// <summary>One kill.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="number">The number of the kill.</param>
    /// <returns>What happened, and what is wrong.</returns>
    public KillOutcome Run(long seed, long number)
    {
        SeededRandom random = new(seed, "kill", number);
        (string name, int signal) = random.Pick(Signals);
        double after = _sound.Seconds * 1.1 * random.Below(1000) / 1000;
        List<string> faults = [];
        using Workplace place = new();
        using (Process process = place.Start(command))
        {
            Task<string> ended = Task.Run(() => Workplace.Finish(process));
            bool wasEarly = process.WaitForExit(TimeSpan.FromSeconds(after));
            Stopwatch clock = Stopwatch.StartNew();
            // It may have ended just now.
            if (!wasEarly)
                wasEarly = Kill(process.Id, signal) != 0;
            string error = ended.GetAwaiter().GetResult();
            if (!wasEarly && clock.Elapsed.TotalSeconds > MaxSecondsToEnd)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"slow: ended {clock.Elapsed.TotalSeconds:0.0} s after the signal"));
            if (Workplace.TellsOfFault(error))
                faults.Add($"exception: {error.ReplaceLineEndings(" ")}");
        }

        faults.AddRange(_sound.TornIn(place).Select(output => $"torn: {output}"));
        faults.AddRange(_sound.FaultsAfterNextRun(place));
        return new KillOutcome(command.Name, name, after, faults);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
