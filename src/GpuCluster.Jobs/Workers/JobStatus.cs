namespace GpuCluster.Jobs.Workers;

/// <summary>How far a job is.</summary>
/// <param name="Total">Units of all stages.</param>
/// <param name="Done">Those that are finished.</param>
/// <param name="Running">Those that a worker has claimed and not finished; its process may be dead.</param>
/// <param name="Failures">Those that failed and were not finished since.</param>
/// <param name="Rate">Units a second, of the workers that have units; 0 where nothing is known.</param>
/// <param name="Machines">The workers.</param>
public sealed record JobStatus(
    int Total,
    int Done,
    int Running,
    IReadOnlyList<UnitFailure> Failures,
    double Rate,
    IReadOnlyList<MachineStatus> Machines
)
{
    /// <summary>Reads the status of a job.</summary>
    public static JobStatus Of(JobFolder job)
    {
        Claims claims = new(job.Folder);
        WorkerRecords records = new(job.Folder);
        Dictionary<string, int> running = [];
        List<UnitFailure> failures = [];
        int done = 0;
        for (int unit = 0; unit < job.Count; unit++)
        {
            if (job.LooksFinished(unit))
                done++;
            else if (records.FailureOf(unit) is { } failure)
                failures.Add(new UnitFailure(unit, job.Plan.NameOf(unit), failure.Worker, failure.Reason));
            else if (claims.OwnerOf(unit) is { } owner)
                running[owner] = running.GetValueOrDefault(owner) + 1;
        }

        Dictionary<string, WorkerRecord> workers = records
            .All()
            .GroupBy(each => each.Name, StringComparer.Ordinal)
            .ToDictionary(each => each.Key, each => each.First());
        MachineStatus[] machines =
        [
            .. workers
                .Keys.Union(running.Keys)
                .Union(failures.Select(failure => failure.Worker))
                .Order(StringComparer.Ordinal)
                .Select(name => new MachineStatus(
                    name,
                    workers.GetValueOrDefault(name)?.Units ?? 0,
                    running.GetValueOrDefault(name),
                    failures.Count(failure => failure.Worker == name)
                )),
        ];
        double rate = machines
            .Where(machine => machine.Running > 0)
            .Sum(machine => workers.GetValueOrDefault(machine.Name) is { Seconds: > 0 } record ? record.Units / record.Seconds : 0);
        return new JobStatus(job.Count, done, running.Values.Sum(), failures, rate, machines);
    }
}
