using System.Diagnostics;
using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Jobs.Workers;

/// <summary>
/// A worker without a coordinator. It claims one ready unit after the other, from a place that its name draws, so that workers seldom meet.
/// When only claimed units are left, it waits for as long as its own longest unit took; if none of them is finished by then, it does them
/// too: their workers may be dead, and nobody's clock is asked.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="name">The worker's name: different for all workers of the job.</param>
public sealed class Worker(JobFolder job, string name)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly Claims _claims = new(job.Folder);
    private readonly WorkerRecords _records = new(job.Folder);
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _patience = TimeSpan.FromSeconds(1);

    /// <summary>Units that this worker has finished.</summary>
    public int Done { get; private set; }

    /// <summary>A name from the machine and the process.</summary>
    public static string DefaultName => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}");

    /// <summary>Works until nothing is left.</summary>
    /// <param name="first">The first unit that it may do.</param>
    /// <param name="last">The last one.</param>
    /// <param name="progress">Called with a unit before and after it is done, and whether it is done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UnusableInputException">A unit failed: data, model or manifest are not those of the job.</exception>
    /// <exception cref="MachineFaultException">A unit failed: the disk or a device.</exception>
    public void Run(int first, int last, Action<int, bool> progress, CancellationToken cancellation)
    {
        bool checkedAll = false;
        bool isPart = first > 0 || last < job.Count - 1;
        IReadOnlyList<int>? seen = null;
        long since = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] ready = [.. job.Ready().Where(unit => unit >= first && unit <= last)];
            if (ready.Length == 0)
            {
                if (Enumerable.Range(first, last - first + 1).All(job.LooksFinished))
                {
                    // A worker that found nothing to do at all reads the outputs through: what is damaged is made again.
                    if (checkedAll || Done > 0 || job.Check(cancellation).Count == 0)
                        return;
                    checkedAll = true;
                    continue;
                }

                cancellation.WaitHandle.WaitOne(Poll);
                continue;
            }

            int? unit = isPart ? ready[0] : Unclaimed(ready);
            if (unit is null)
            {
                if (seen is null || !seen.SequenceEqual(ready))
                    (seen, since) = (ready, Stopwatch.GetTimestamp());
                if (Stopwatch.GetElapsedTime(since) < _patience)
                {
                    cancellation.WaitHandle.WaitOne(Poll);
                    continue;
                }

                unit = ready[Place(ready.Length)];
            }

            Do(unit.Value, progress, cancellation);
        }
    }

    private int? Unclaimed(int[] ready)
    {
        int start = Place(ready.Length);
        for (int i = 0; i < ready.Length; i++)
        {
            int unit = ready[(start + i) % ready.Length];
            if (_claims.TryClaim(unit, name) || IsDead(_claims.OwnerOf(unit)))
                return unit;
        }

        return null;
    }

    // A worker of this machine whose process has ended.
    private static bool IsDead(string? owner)
    {
        string prefix = Environment.MachineName + "-";
        return OperatingSystem.IsLinux()
            && owner is not null
            && owner.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(owner.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}"));
    }

    private int Place(int count)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in name)
            hash = unchecked((hash ^ letter) * 1099511628211);
        return CounterRandom.Index(CounterRandom.Bits(CounterRandom.Key(hash, 0, 0), 0), count);
    }

    private void Do(int unit, Action<int, bool> progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        progress(unit, false);
        try
        {
            job.Work(unit, cancellation);
        }
        catch (UnusableInputException e)
        {
            _records.Fail(unit, name, e.Message);
            throw new UnusableInputException($"unit {unit} ({job.Plan.NameOf(unit)}): {e.Message}", e);
        }
        catch (MachineFaultException e)
        {
            _records.Fail(unit, name, e.Message);
            throw new MachineFaultException($"unit {unit} ({job.Plan.NameOf(unit)}): {e.Message}", e);
        }

        Done++;
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        _patience = taken > _patience ? taken : _patience;
        _records.Tell(name, Done, Stopwatch.GetElapsedTime(_start).TotalSeconds);
        progress(unit, true);
    }
}
