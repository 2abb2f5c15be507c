using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuCluster.Chaos.Kills;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Interrupts;

/// <summary>Ctrl-C at random moments of every command: it ends within two seconds, with one word and its exit code.</summary>
internal static class InterruptRun
{
    private const int Interrupt = 2;
    private const int MaxMilliseconds = 4000;
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(2);

    /// <summary>On a machine with other work, one late end proves nothing; the same moment is tried again.</summary>
    private const int Tries = 3;

    /// <summary>Runs them, the commands by turns.</summary>
    /// <param name="options">Which, and how many.</param>
    /// <param name="tell">Receives what is wrong.</param>
    /// <returns>Signals that reached a command that was running, and those that were wrong.</returns>
    public static (int Reached, int Wrong) Run(ChaosOptions options, Action<string> tell)
    {
        using XvfbDisplay? display = XvfbDisplay.Missing() is null ? XvfbDisplay.Start(800, 600) : null;
        InterruptedCommand[] commands =
        [
            .. InterruptedCommand.All.Where(command =>
                (options.Only.Count == 0 || options.Only.Contains(command.Arguments[0])) && (!command.IsWindow || display is not null)
            ),
        ];
        (int reached, int wrong) = (0, 0);
        (long first, long end) = options.Number is { } one ? (one, one + 1) : (0, options.Count);
        for (long number = first; number < end; number++)
        {
            InterruptedCommand command = commands[number % commands.Length];
            int after = new SeededRandom(options.Seed, "interrupt", number).Below(MaxMilliseconds);
            Outcome outcome = default;
            for (int i = 0; i < Tries && (i == 0 || outcome.IsSlow); i++)
                outcome = Once(command, after, display?.Name);
            reached += outcome.IsEarly ? 0 : 1;
            if (outcome.Fault.Length == 0)
                continue;
            wrong++;
            tell(string.Create(CultureInfo.InvariantCulture, $"{number}: {command.Line}, after {after} ms: {outcome.Fault}"));
        }

        return (reached, wrong);
    }

    /// <summary>What is wrong with one run of a command.</summary>
    internal static Outcome Once(InterruptedCommand command, int after, string? display) =>
        Once(command.ToStart, command.IsWindow, after, display, command.Before);

    /// <summary>The same of a command that is started as it is.</summary>
    internal static Outcome Once(KilledCommand command, bool isWindow, int after, string? display, KilledCommand? before = null)
    {
        using Workplace place = new();
        if (before is not null)
        {
            using Process first = place.Start(before);
            string fault = Workplace.Finish(first);
            if (first.ExitCode != 0)
                throw new InvalidOperationException($"{before.Name}: {fault}");
        }

        // A display would open a window where a command draws without one too.
        Dictionary<string, string> environment = new(StringComparer.Ordinal)
        {
            ["DISPLAY"] = isWindow ? display ?? "" : "",
            ["WAYLAND_DISPLAY"] = "",
        };
        using Process process = place.Start(command, environment, []);
        Task<string> ended = Task.Run(() => Workplace.Finish(process));
        bool isEarly = process.WaitForExit(TimeSpan.FromMilliseconds(after)) || Kill(process.Id, Interrupt) != 0;
        Stopwatch clock = Stopwatch.StartNew();
        bool hasEnded = process.WaitForExit(TimeSpan.FromSeconds(30));
        TimeSpan took = clock.Elapsed;
        if (!hasEnded)
            process.Kill(entireProcessTree: true);
        string error = ended.GetAwaiter().GetResult();
        bool isSlow = !isEarly && took > Allowed;
        string wrong =
            !hasEnded ? "does not end"
            : isSlow ? string.Create(CultureInfo.InvariantCulture, $"slow: ended {took.TotalSeconds:0.0} s after the signal")
            : Workplace.TellsOfFault(error) ? $"exception: {error.ReplaceLineEndings(" ")}"
            : process.ExitCode is 0 or 130 || isEarly || IsBeforeMain(error, process.ExitCode) ? ""
            : $"exit code {process.ExitCode}: {error.ReplaceLineEndings(" ")}";
        return new Outcome(isEarly, isSlow, wrong);
    }

    // The runtime itself is ended by the signal while it loads.
    private static bool IsBeforeMain(string error, int code) => code == 128 + Interrupt && error.Length == 0;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);

    /// <summary>What came of one signal.</summary>
    /// <param name="IsEarly">The command had ended before.</param>
    /// <param name="IsSlow">It took longer than allowed.</param>
    /// <param name="Fault">What is wrong; empty if nothing is.</param>
    internal readonly record struct Outcome(bool IsEarly, bool IsSlow, string Fault);
}
