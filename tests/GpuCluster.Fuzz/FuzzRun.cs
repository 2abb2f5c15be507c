using System.ComponentModel;
using System.Diagnostics;

namespace GpuCluster.Fuzz;

/// <summary>
/// Runs readers in workers, a process each. A worker that crashes is started again behind its case; one that computes for more than 5 s, or
/// waits for more than a minute, is ended.
/// </summary>
internal sealed class FuzzRun(FuzzOptions options, string program)
{
    private static readonly TimeSpan MaxComputing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MaxWaiting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Whether the time is over.</summary>
    public bool IsOver => _clock.Elapsed.TotalMinutes >= options.Minutes;

    /// <summary>Runs the cases of one reader.</summary>
    public FuzzResult Run(string reader)
    {
        FuzzResult result = new(reader);
        string folder = Path.Combine(WorkFolder(), $"gpucluster-fuzz-{Environment.ProcessId}-{reader}");
        Directory.CreateDirectory(folder);
        try
        {
            using WorkerState state = new(Path.Combine(folder, "state"));
            while (state.Number < options.Count && !IsOver)
            {
                RunWorker(reader, folder, state, result);
                result.Branches = Math.Max(result.Branches, state.Branches);
            }

            (result.Cases, result.Read, result.Refused) = (state.Number, state.Read, state.Refused);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return result;
    }

    private void RunWorker(string reader, string folder, WorkerState state, FuzzResult result)
    {
        using Process process = Process.Start(StartOf(reader, folder))!;
        // A library may write what it likes, and the last lines are of the runtime and name what ended the process.
        string last = "";
        process.ErrorDataReceived += (_, line) => last = IsTold(line.Data, last) ? line.Data! : last;
        List<(string Chain, string Fault)> told = [];
        process.OutputDataReceived += (_, line) => Take(line.Data, told);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        bool isHung = !Watch(process, state);
        if (isHung || IsOver)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        // Memory that a collector has not given back counts for the next case, so it is measured again in a process of its own.
        foreach ((string chain, string fault) in told)
        {
            if (!fault.StartsWith("memory", StringComparison.Ordinal) || Repeats(reader, folder, chain))
                result.Add(fault, chain);
        }

        if (isHung)
            result.Add("hang", string.Join(',', state.Chain));
        else if (process.ExitCode != 0 && !IsOver)
            result.Add($"crash: exit code {process.ExitCode}: {last}", string.Join(',', state.Chain));
        if (state.Number < options.Count && !IsOver)
            state.Number++;
    }

    // False: it hangs.
    private bool Watch(Process process, WorkerState state)
    {
        (long number, TimeSpan computed, Stopwatch waited) = (-1, TimeSpan.Zero, Stopwatch.StartNew());
        while (!process.WaitForExit(Step) && !IsOver)
        {
            TimeSpan now = ProcessorTimeOf(process) ?? computed;
            if (state.Number != number)
            {
                (number, computed) = (state.Number, now);
                waited.Restart();
            }
            else if (now - computed > MaxComputing || waited.Elapsed > MaxWaiting)
            {
                return false;
            }
        }

        return true;
    }

    // Null: it has ended meanwhile.
    private static TimeSpan? ProcessorTimeOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static bool IsTold(string? line, string before) =>
        !string.IsNullOrWhiteSpace(line)
        && !before.StartsWith("Unhandled exception", StringComparison.Ordinal)
        && !before.StartsWith("Fatal error", StringComparison.Ordinal);

    private static void Take(string? line, List<(string Chain, string Fault)> told)
    {
        const string Mark = "fault\t";
        if (line?.StartsWith(Mark, StringComparison.Ordinal) != true)
            return;
        string[] fields = line[Mark.Length..].Split('\t');
        told.Add((fields[0], fields[1]));
    }

    private bool Repeats(string reader, string folder, string chain)
    {
        ProcessStartInfo start = StartOf(reader, folder);
        start.ArgumentList.Clear();
        foreach (string argument in new[] { program, "--reader", reader, "--seed", $"{options.Seed}", "--chain", chain })
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        process.WaitForExit();
        return process.ExitCode != 0;
    }

    private ProcessStartInfo StartOf(string reader, string folder)
    {
        ProcessStartInfo start = new(
            Environment.ProcessPath!,
            [program, "--worker", folder, "--reader", reader, "--seed", $"{options.Seed}", "--count", $"{options.Count}"]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string inner) in new[] { ("XDG_CACHE_HOME", "cache"), ("TMPDIR", "temporary") })
        {
            start.Environment[name] = Path.Combine(folder, inner);
            Directory.CreateDirectory(start.Environment[name]!);
        }

        // No other program is fed with changed files.
        start.Environment["PATH"] = folder;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return start;
    }

    // In memory, where there is such a place: a case is a file.
    private static string WorkFolder() => Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
}
