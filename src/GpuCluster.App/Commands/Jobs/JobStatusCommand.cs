using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Progress;
using GpuCluster.Jobs;
using GpuCluster.Jobs.Workers;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>`job status JOB`: how far it is, on a terminal as a table that is drawn over until all is done.</summary>
internal static class JobStatusCommand
{
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        Command command = new(
            "status",
            """
            Shows how far a job is: units by stage and by machine, units a second, the time left, and why units failed. On a terminal the
            table is drawn over every second until all is done; Ctrl-C ends it, and no worker.

            Example:
              gpucluster job status out/job --json
            """
        )
        {
            JobCommand.Job,
        };
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        JobFolder job = JobFolder.Open(result.GetValue(JobCommand.Job)!, new EmbeddingSettings(), NoProgress.Instance);
        JobStatus status = JobStatus.Of(job);
        if (context.Json)
        {
            JsonLine.Write(context.Out, ToJson(status));
            return;
        }

        if (Console.IsOutputRedirected || context.Out is not TerminalWriter terminal)
        {
            foreach (string line in JobTable.LinesOf(job.Name, status))
                context.Out.WriteLine(line);
            return;
        }

        RedrawnLines table = new(terminal);
        table.Draw(JobTable.LinesOf(job.Name, status));
        while (status.Done < status.Total)
        {
            context.Cancellation.WaitHandle.WaitOne(RedrawEvery);
            context.Cancellation.ThrowIfCancellationRequested();
            status = JobStatus.Of(job);
            table.Draw(JobTable.LinesOf(job.Name, status));
        }
    }

    private static JsonObject ToJson(JobStatus status) =>
        new()
        {
            ["units"] = new JsonObject
            {
                ["total"] = status.Total,
                ["done"] = status.Done,
                ["running"] = status.Running,
                ["failed"] = status.Failures.Count,
            },
            ["rate"] = JsonLine.Number(status.Rate, 4),
            ["machines"] = new JsonArray([
                .. status.Machines.Select(each => new JsonObject
                {
                    ["name"] = each.Name,
                    ["workers"] = each.Workers,
                    ["done"] = each.Done,
                    ["running"] = each.Running,
                    ["failed"] = each.Failed,
                    ["rate"] = JsonLine.Number(each.Rate, 4),
                }),
            ]),
        };
}
