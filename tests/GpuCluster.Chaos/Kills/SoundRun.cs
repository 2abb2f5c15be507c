using System.Diagnostics;

namespace GpuCluster.Chaos.Kills;

/// <summary>What a command writes when nothing disturbs it: it is run twice in one place.</summary>
internal sealed class SoundRun
{
    private readonly KilledCommand _command;

    // Null: the two runs differ, as those of a report with its seconds do.
    private readonly Dictionary<string, byte[]?> _outputs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal);

    public SoundRun(KilledCommand command)
    {
        _command = command;
        using Workplace place = new();
        Dictionary<string, byte[]> first = [];
        for (int run = 0; run < 2; run++)
        {
            Stopwatch clock = Stopwatch.StartNew();
            using Process process = place.Start(command);
            string error = Workplace.Finish(process);
            Seconds = clock.Elapsed.TotalSeconds;
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{command.Name} fails undisturbed: {error}");
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

        Entries = place.Entries;
    }

    /// <summary>How long the command takes.</summary>
    public double Seconds { get; }

    /// <summary>Every file and folder that it leaves.</summary>
    public IReadOnlyList<string> Entries { get; }

    /// <summary>Outputs that are there and not whole.</summary>
    public IEnumerable<string> TornIn(Workplace place) =>
        _command.Outputs.Where(output => place.Output(output) is { } bytes && !IsWhole(output, bytes, isOnTheWay: true));

    /// <summary>Runs the command once more, undisturbed.</summary>
    /// <returns>What is wrong afterwards.</returns>
    public IEnumerable<string> FaultsAfterNextRun(Workplace place)
    {
        using Process again = place.Start(_command);
        string error = Workplace.Finish(again);
        if (again.ExitCode != 0)
            yield return $"not resumed: exit code {again.ExitCode}: {error.ReplaceLineEndings(" ")}";
        foreach (string output in MissingIn(place))
            yield return $"differs: {output} after the next run";
        foreach (string entry in place.Entries.Except(Entries))
            yield return $"left over: {entry}";
    }

    /// <summary>Outputs that are absent, or not as undisturbed runs write them.</summary>
    public IEnumerable<string> MissingIn(Workplace place) =>
        _command.Outputs.Where(output => place.Output(output) is not { } bytes || !IsWhole(output, bytes, isOnTheWay: false));

    // A checkpoint holds a state on the way, until the run is over.
    private bool IsWhole(string output, byte[] bytes, bool isOnTheWay)
    {
        if (isOnTheWay && _command.Arguments.Contains("--checkpoint") && output.EndsWith(".gpc", StringComparison.Ordinal))
            return HasZipEnd(bytes);
        if (_outputs[output] is { } expected)
            return bytes.AsSpan().SequenceEqual(expected);
        // Whole by its end, where its seconds or its date differ from run to run.
        ReadOnlySpan<byte> trimmed = bytes.AsSpan().TrimEnd("\r\n "u8);
        return Path.GetExtension(output) switch
        {
            ".html" => trimmed.EndsWith("</html>"u8),
            ".json" => trimmed.EndsWith("}"u8) || trimmed.EndsWith("]"u8),
            ".gpc" => HasZipEnd(bytes),
            _ => Math.Abs(bytes.Length - _lengths[output]) < _lengths[output] / 10,
        };
    }

    private static bool HasZipEnd(byte[] bytes) => bytes.AsSpan().IndexOf("PK\x05\x06"u8) > 0;
}
