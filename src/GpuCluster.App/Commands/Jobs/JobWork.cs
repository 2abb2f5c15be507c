using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Memory;
using GpuCluster.App.Output;
using GpuCluster.Core.Progress;
using GpuCluster.Jobs;
using GpuCluster.Jobs.Workers;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>A worker as this process.</summary>
internal static class JobWork
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);

    /// <summary>Works on a part of a job until nothing of it is left.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="partOf">The first and the last unit of the part, by how many there are.</param>
    /// <param name="context">Of the command.</param>
    public static void Run(ParseResult result, Func<int, (int First, int Last)> partOf, RunContext context)
    {
        EmbeddingSettings settings = new(null, CommonOptions.ThreadsOf(result))
        {
            ChooseDevice = progress => EmbeddingDevices.Choose(ModelOption.DeviceOf(result), progress),
        };
        JobFolder job = JobFolder.Open(result.GetValue(JobCommand.Job)!, settings, NoProgress.Instance);
        (int first, int last) = partOf(job.Count);
        double count = last - first + 1.0;
        context.Progress.Begin("units", $"{count} units of {job.Name}");
        Worker worker = new(job, $"{WorkerName.Own}");
        NativeHeap.GiveLargeBlocksBack();
        long reported = 0;
        worker.Run(
            first,
            last,
            (_, isDone) =>
            {
                // A machine has many workers, and a unit leaves large arrays behind.
                if (isDone)
                    MemoryKeeper.Look();

                // Others finish units too, and to look at all of them takes as long as a small one.
                if (reported != 0 && Stopwatch.GetElapsedTime(reported) < ReportEvery)
                    return;
                reported = Stopwatch.GetTimestamp();
                context.Progress.Report(job.Finished()[first..(last + 1)].Count(isFinished => isFinished) / count);
            },
            context.Cancellation
        );
        context.Progress.Finish();
        if (context.Json)
            JsonLine.Write(context.Out, new JsonObject { ["job"] = job.Folder, ["units"] = worker.Done });
        else
            context.Out.WriteLine($"{job.Folder}: {worker.Done} units done here, nothing left");
    }
}
