using System.Globalization;
using System.Text;
using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Jobs.Workers;

/// <summary>What workers report to people: units that failed, with the reason, and the worker's speed. Nothing depends on it.</summary>
/// <param name="folder">The job.</param>
internal sealed class WorkerRecords(string folder)
{
    private const long MaxBytes = 1 << 16;

    private readonly string _failed = Path.Combine(folder, "failed");
    private readonly string _workers = Path.Combine(folder, "workers");

    /// <summary>Notes that a unit failed. Where nothing can be written, the worker's own message has to do.</summary>
    public void Fail(int unit, string worker, string reason) =>
        TryWrite(_failed, unit.ToString("D8", CultureInfo.InvariantCulture), worker + "\n" + reason);

    /// <summary>The units of which a failure is noted.</summary>
    public HashSet<int> FailedUnits() => UnitFiles.In(_failed);

    /// <summary>Forgets that a unit failed once.</summary>
    public void Clear(int unit)
    {
        try
        {
            File.Delete(Path.Combine(_failed, unit.ToString("D8", CultureInfo.InvariantCulture)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // None failed at all, or the place is not writable: what is finished does not count as failed.
        }
    }

    /// <summary>Why a unit failed, and for which worker; null where it did not.</summary>
    public (string Worker, string Reason)? FailureOf(int unit) =>
        TryRead(Path.Combine(_failed, unit.ToString("D8", CultureInfo.InvariantCulture))) is { } text
        && text.Split('\n', 2) is [var worker, var reason]
            ? (worker, reason)
            : null;

    /// <summary>Notes what a worker has done.</summary>
    public void Report(string worker, int units, double seconds) =>
        TryWrite(_workers, Unnamed(worker), JsonSerializer.Serialize(new WorkerRecord(worker, units, seconds)));

    /// <summary>All workers that have done something, by name.</summary>
    public IReadOnlyList<WorkerRecord> All()
    {
        if (!Directory.Exists(_workers))
            return [];
        List<WorkerRecord> all = [];
        foreach (string path in Directory.EnumerateFiles(_workers, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                if (TryRead(path) is { } text && JsonSerializer.Deserialize<WorkerRecord>(text) is { Name: not null } record)
                    all.Add(record);
            }
            catch (JsonException)
            {
                // Cut off by a full disk: it says nothing, and nothing depends on it.
            }
        }

        return all;
    }

    // A name of any characters as the name of a file.
    private static string Unnamed(string worker) =>
        string.Concat(worker.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_')) + ".json";

    private static void TryWrite(string folder, string name, string text)
    {
        try
        {
            AtomicFile.MakeFolder(folder);
            AtomicFile.Write(Path.Combine(folder, name), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException)
        {
            // For people alone: the work itself says what is wrong.
        }
    }

    private static string? TryRead(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MaxBytes } ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
