using System.Diagnostics;
using GpuCluster.Chaos.Kills;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Workers;

/// <summary>
/// Two workers share a job. At random moments one of them gets a SIGKILL and another takes its place, until enough were killed; then they
/// finish the job. The result has the same bytes as that of one worker that is not disturbed, and no file is left that it does not leave.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="random">Draws the moments.</param>
internal sealed class WorkerKillTrial(SoundJob job, SeededRandom random)
{
    private const int Workers = 2;
    private const int MaxMilliseconds = 1500;

    /// <summary>One job.</summary>
    /// <param name="kills">Workers to kill at most: the job may be done before.</param>
    /// <returns>Workers that were killed, and what is wrong.</returns>
    public (int Kills, IReadOnlyList<string> Faults) Run(int kills)
    {
        List<string> faults = [];
        using Workplace place = new();
        job.Create(place);
        int killed = 0;
        Worker[] workers = [.. Enumerable.Range(0, Workers).Select(_ => new Worker(place))];
        while (killed < kills)
        {
            int victim = random.Below(Workers);
            if (workers[victim].HasEnded(random.Below(MaxMilliseconds)))
                break;
            workers[victim].Kill();
            killed++;
            workers[victim] = new Worker(place);
        }

        faults.AddRange(workers.Select(worker => worker.Finish()).OfType<string>());
        faults.AddRange(job.FaultsIn(place));
        return (killed, faults);
    }

    private sealed class Worker
    {
        private readonly Process _process;
        private readonly Task<string> _error;

        public Worker(Workplace place)
        {
            _process = SoundJob.StartWorker(place);
            _error = Task.Run(() => Workplace.Finish(_process));
        }

        public bool HasEnded(int milliseconds) => _process.WaitForExit(milliseconds);

        public void Kill()
        {
            // SIGKILL: nothing of the process runs any more.
            _process.Kill();
            _error.GetAwaiter().GetResult();
            _process.Dispose();
        }

        public string? Finish()
        {
            string error = _error.GetAwaiter().GetResult();
            using (_process)
                return _process.ExitCode == 0 ? null : $"exit code {_process.ExitCode}: {error.ReplaceLineEndings(" ")}";
        }
    }
}
