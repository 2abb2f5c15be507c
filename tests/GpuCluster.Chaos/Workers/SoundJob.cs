using System.Diagnostics;
using GpuCluster.Chaos.Kills;
using GpuCluster.Data.Npy;

namespace GpuCluster.Chaos.Workers;

/// <summary>A small job, and what one worker that is not disturbed makes of it.</summary>
internal sealed class SoundJob
{
    private const int Rows = 1500;
    private const int Columns = 8;
    private const string Graph = "graph.npz";

    private readonly bool _isExact;

    public SoundJob(bool isExact)
    {
        _isExact = isExact;
        using Workplace place = new();
        Create(place);
        Run(place, "job", "run", "job", "--threads", "1");
        Run(place, "job", "finish", "job", "-o", Graph);
        (Bytes, Entries) = (place.Output(Graph)!, EntriesOf(place));
    }

    /// <summary>The finished graph.</summary>
    private byte[] Bytes { get; }

    /// <summary>Files and folders of the job.</summary>
    private IReadOnlyList<string> Entries { get; }

    /// <summary>Creates the job as the folder "job" of a place.</summary>
    public void Create(Workplace place)
    {
        Random random = new(7);
        float[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => (float)random.NextDouble())];
        using (FileStream stream = File.Create(place.At("out", "data.npy")))
            NpyWriter.Write(stream, Rows, Columns, values);
        string[] kind = _isExact ? ["--exact"] : [];
        Run(place, ["job", "create", "data.npy", "-o", "job", "--rows", "100", "-k", "8", .. kind]);
    }

    /// <summary>Starts a worker.</summary>
    public static Process StartWorker(Workplace place) => Start(place, "job", "work", "job", "--threads", "1");

    /// <summary>What is wrong with a job that its workers call done.</summary>
    public IEnumerable<string> FaultsIn(Workplace place)
    {
        string? fault = null;
        try
        {
            Run(place, "job", "finish", "job", "-o", Graph);
        }
        catch (InvalidOperationException e)
        {
            fault = $"not finished: {e.Message}";
        }

        if (fault is not null)
            yield return fault;
        else if (!place.Output(Graph)!.AsSpan().SequenceEqual(Bytes))
            yield return "differs: the graph";
        string[] entries = EntriesOf(place);
        foreach (string entry in entries.Except(Entries))
            yield return $"left over: {entry}";
        foreach (string entry in Entries.Except(entries))
            yield return $"missing: {entry}";
    }

    // Workers have names of their own.
    private static string[] EntriesOf(Workplace place) =>
        [.. place.Entries.Where(entry => !entry.Contains($"workers{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

    private static void Run(Workplace place, params string[] arguments)
    {
        using Process process = Start(place, arguments);
        string error = Workplace.Finish(process);
        if (process.ExitCode == 0)
            return;
        string line = string.Join(' ', arguments);
        throw new InvalidOperationException($"{line}: exit code {process.ExitCode}: {error.ReplaceLineEndings(" ")}");
    }

    private static Process Start(Workplace place, params string[] arguments) =>
        place.Start(
            new KilledCommand("job", [Workplace.Dotnet(), Path.Combine(AppContext.BaseDirectory, "gpucluster.dll"), .. arguments])
            {
                IsProgram = false,
            }
        );
}
