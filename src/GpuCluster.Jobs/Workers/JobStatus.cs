using GpuCluster.Data.Jobs;

namespace GpuCluster.Jobs.Workers;

/// <summary>How far a job is.</summary>
/// <param name="Stages">Its stages in their order.</param>
/// <param name="Failures">The units that failed and were not finished since.</param>
/// <param name="Machines">The machines of its workers, by name.</param>
public sealed record JobStatus(
    IReadOnlyList<StageStatus> Stages,
    IReadOnlyList<UnitFailure> Failures,
    IReadOnlyList<MachineStatus> Machines
)
{
    /// <summary>Units of all stages.</summary>
    public int Total => Stages.Sum(stage => stage.Total);

    /// <summary>Those that are finished.</summary>
    public int Done => Stages.Sum(stage => stage.Done);

    /// <summary>Those that a worker has claimed and not finished; its process may be dead.</summary>
    public int Running => Stages.Sum(stage => stage.Running);

    /// <summary>Units a second of the workers that have units; 0 where nothing is known.</summary>
    public double Rate => Machines.Sum(machine => machine.Rate);

    /// <summary>Seconds until all is done at this rate; null where nothing is known. Units of other stages take other times.</summary>
    public double? SecondsLeft =>
        Total == Done ? 0
        : Rate > 0 ? (Total - Done) / Rate
        : null;

    /// <summary>Reads the status of a job.</summary>
    public static JobStatus Of(JobFolder job)
    {
        Claims claims = new(job.Folder);
        WorkerRecords records = new(job.Folder);
        bool[] finished = job.Finished();
        HashSet<int> claimed = claims.Units(),
            failed = records.FailedUnits();
        List<string> running = [];
        List<UnitFailure> failures = [];
        List<StageStatus> stages = [];
        foreach (UnitStage stage in job.Plan.Stages)
        {
            int done = 0,
                runningBefore = running.Count,
                failedBefore = failures.Count;
            for (int unit = stage.First; unit < stage.First + stage.Count; unit++)
            {
                if (finished[unit])
                    done++;
                else if (claimed.Contains(unit) && claims.OwnerOf(unit) is { } owner)
                    running.Add(owner);
                else if (failed.Contains(unit) && records.FailureOf(unit) is { } failure)
                    failures.Add(new UnitFailure(unit, job.Plan.NameOf(unit), failure.Worker, failure.Reason));
            }

            stages.Add(new StageStatus(stage.Kind, stage.Count, done, running.Count - runningBefore, failures.Count - failedBefore));
        }

        return new JobStatus(stages, failures, MachinesOf(records.All(), running, failures));
    }

    private static MachineStatus[] MachinesOf(IReadOnlyList<WorkerRecord> records, List<string> running, List<UnitFailure> failures)
    {
        ILookup<string, WorkerRecord> done = records.ToLookup(record => MachineOf(record.Name), StringComparer.Ordinal);
        ILookup<string, string> at = running.ToLookup(MachineOf, StringComparer.Ordinal);
        ILookup<string, UnitFailure> failed = failures.ToLookup(failure => MachineOf(failure.Worker), StringComparer.Ordinal);
        HashSet<string> busy = new(running, StringComparer.Ordinal);
        return
        [
            .. done.Select(machine => machine.Key)
                .Union(at.Select(machine => machine.Key))
                .Union(failed.Select(machine => machine.Key))
                .Order(StringComparer.Ordinal)
                .Select(name => new MachineStatus(
                    name,
                    done[name].Select(record => record.Name).Union(at[name]).Union(failed[name].Select(failure => failure.Worker)).Count(),
                    done[name].Sum(record => record.Units),
                    at[name].Count(),
                    failed[name].Count(),
                    done[name]
                        .Where(record => busy.Contains(record.Name) && record.Seconds > 0)
                        .Sum(record => record.Units / record.Seconds)
                )),
        ];
    }

    private static string MachineOf(string worker) => WorkerName.Parse(worker).Machine;
}
