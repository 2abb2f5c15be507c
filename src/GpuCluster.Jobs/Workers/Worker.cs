using System.Diagnostics;
using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Data.Files;

namespace GpuCluster.Jobs.Workers;

/// <summary>
/// A worker without a coordinator. It claims one ready unit after the other, from a place that its name draws, so that workers seldom meet.
/// When only claimed units are left, it waits for as long as its own longest unit took; if none of them is finished by then, it does them
/// too: their workers may be dead, and no clock of another machine is asked.
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
        int[] seen = [];
        long since = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            bool[] finished = job.Finished();
            List<int> ready = [.. job.Plan.Ready(finished).Where(unit => unit >= first && unit <= last)];
            if (ready.Count == 0)
            {
                if (finished.AsSpan(first, last - first + 1).Contains(false))
                {
                    cancellation.WaitHandle.WaitOne(Poll);
                    continue;
                }

                // A worker that found nothing to do at all reads the outputs through: what is damaged is made again.
                if (!checkedAll && Done == 0 && job.Check(cancellation).Count > 0)
                {
                    checkedAll = true;
                    continue;
                }

                if (!isPart)
                    Sweep();
                return;
            }

            // The list is asked for again when it is used up: with many units that costs more than a small unit.
            bool isAny = false;
            while ((isPart ? ready.FirstOrDefault(-1) : Unclaimed(ready)) is >= 0 and int unit)
            {
                isAny = true;
                ready.Remove(unit);
                Do(unit, progress, cancellation);
                cancellation.ThrowIfCancellationRequested();
            }

            if (isAny)
                continue;
            if (!seen.SequenceEqual(ready))
                (seen, since) = ([.. ready], Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(since) < _patience)
                cancellation.WaitHandle.WaitOne(Poll);
            else
                Do(ready[Place(ready.Count)], progress, cancellation);
        }
    }

    // What killed workers left: unfinished files, and claims of units that are finished.
    private void Sweep()
    {
        Unfinished.SweepAll(job.Folder);
        _claims.Clear();
    }

    // -1: all are claimed by others.
    private int Unclaimed(List<int> ready)
    {
        int start = ready.Count == 0 ? 0 : Place(ready.Count);
        for (int i = 0; i < ready.Count; i++)
        {
            int unit = ready[(start + i) % ready.Count];
            if (_claims.TryClaim(unit, name) || IsDead(_claims.OwnerOf(unit)))
                return unit;
        }

        return -1;
    }

    // A worker of this machine whose process has ended.
    private static bool IsDead(string? owner) =>
        OperatingSystem.IsLinux()
        && owner is not null
        && WorkerName.Parse(owner) is { Process: { } process } found
        && found.Machine == Environment.MachineName
        && !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}"));

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

        // Another worker may have done it since the list was made.
        bool isFinished = job.LooksFinished(unit);
        if (isFinished)
        {
            _claims.Release(unit, name, isFinished);
            return;
        }

        progress(unit, false);
        try
        {
            job.Work(unit, cancellation);
            isFinished = true;
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
        finally
        {
            // What failed here, another worker may do: this one ends, and takes no further unit.
            _claims.Release(unit, name, isFinished);
        }

        Done++;
        _records.Clear(unit);
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        _patience = taken > _patience ? taken : _patience;
        _records.Report(name, Done, Stopwatch.GetElapsedTime(_start).TotalSeconds);
        progress(unit, true);
    }
}
