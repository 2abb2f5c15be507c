using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuCluster.Fuzz;

namespace GpuCluster.Chaos.Kills;

/// <summary>
/// Runs a command twice without harm, to know what it writes; then starts it, sends a signal at a random moment, and starts it again. After
/// the signal every output is whole or absent. After the second run every output is there, and no file that the runs without harm do not
/// leave.
/// </summary>
internal sealed class KillTrial
{
    private const double MaxSecondsToEnd = 2;
    private static readonly (string Name, int Number)[] Signals = [("SIGKILL", 9), ("SIGTERM", 15), ("SIGINT", 2)];

    private readonly KilledCommand _command;
    private readonly IReadOnlyList<string> _entries;
    private readonly double _seconds;

    // Null: the two runs differ, as those of a report with its seconds do.
    private readonly Dictionary<string, byte[]?> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal);

    public KillTrial(KilledCommand command)
    {
        _command = command;
        using Workplace place = new();
        Dictionary<string, byte[]> first = [];
        for (int run = 0; run < 2; run++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            using Process process = place.Start(command);
            string error = Workplace.Finish(process);
            _seconds = clock.Elapsed.TotalSeconds;
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{command.Name} fails without a signal: {error}");
            foreach (string output in command.Outputs)
            {
                byte[] bytes = place.Output(output) ?? throw new InvalidOperationException($"{command.Name} writes no {output}");
                if (run == 0)
                    first[output] = bytes;
                else
                    _outputs[output] = bytes.AsSpan().SequenceEqual(first[output]) ? bytes : null;
                _lengths[output] = bytes.Length;
            }
        }

        _entries = place.Entries;
    }

    /// <summary>Outputs of which every run writes the same bytes.</summary>
    public IEnumerable<string> SameEachTime => _outputs.Where(output => output.Value is not null).Select(output => output.Key);

    /// <summary>One kill.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="number">The number of the kill.</param>
    /// <returns>What happened, and what is wrong.</returns>
    public KillOutcome Run(long seed, long number)
    {
        SeededRandom random = new(seed, "kill", number);
        (string name, int signal) = random.Pick(Signals);
        double after = _seconds * 1.1 * random.Below(1000) / 1000;
        List<string> faults = [];
        using Workplace place = new();
        using (Process process = place.Start(_command))
        {
            Task<string> ended = Task.Run(() => Workplace.Finish(process));
            bool wasEarly = process.WaitForExit(TimeSpan.FromSeconds(after));
            Stopwatch clock = Stopwatch.StartNew();
            if (!wasEarly)
                Kill(process.Id, signal);
            string error = ended.GetAwaiter().GetResult();
            if (!wasEarly && clock.Elapsed.TotalSeconds > MaxSecondsToEnd)
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"slow: ended {clock.Elapsed.TotalSeconds:0.0} s after the signal"));
            if (error.Contains("fault of the program", StringComparison.Ordinal) || error.Contains("Unhandled exception", StringComparison.Ordinal))
                faults.Add($"exception: {error.ReplaceLineEndings(" ")}");
        }

        foreach (string output in _command.Outputs)
        {
            if (place.Output(output) is { } bytes && !IsWhole(output, bytes, isRunning: true))
                faults.Add($"torn: {output}, {bytes.Length} bytes");
        }

        using (Process again = place.Start(_command))
        {
            string error = Workplace.Finish(again);
            if (again.ExitCode != 0)
                faults.Add($"not resumed: exit code {again.ExitCode}: {error.ReplaceLineEndings(" ")}");
        }

        foreach (string output in _command.Outputs)
        {
            if (place.Output(output) is not { } bytes || !IsWhole(output, bytes, isRunning: false))
                faults.Add($"differs: {output} after the next run");
        }

        faults.AddRange(place.Entries.Except(_entries).Select(entry => $"left over: {entry}"));
        return new KillOutcome(_command.Name, name, after, faults);
    }

    // A checkpoint holds a state on the way, until the run is over.
    private bool IsWhole(string output, byte[] bytes, bool isRunning)
    {
        if (isRunning && _command.Arguments.Contains("--checkpoint") && output.EndsWith(".gpc", StringComparison.Ordinal))
            return bytes.Length > 22 && bytes.AsSpan().IndexOf("PK\x05\x06"u8) > 0;
        if (_outputs[output] is { } expected)
            return bytes.AsSpan().SequenceEqual(expected);
        // Whole by its end, where its seconds or its date differ from run to run.
        return Path.GetExtension(output) switch
        {
            ".html" => bytes.AsSpan().TrimEnd("\r\n "u8).EndsWith("</html>"u8),
            ".json" => bytes.AsSpan().TrimEnd("\r\n "u8).EndsWith("}"u8) || bytes.AsSpan().TrimEnd("\r\n "u8).EndsWith("]"u8),
            ".gpc" => bytes.AsSpan().IndexOf("PK\x05\x06"u8) > 0,
            _ => Math.Abs(bytes.Length - _lengths[output]) < _lengths[output] / 10,
        };
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
