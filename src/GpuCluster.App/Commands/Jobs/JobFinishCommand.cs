using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Progress;
using GpuCluster.Jobs;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>`job finish JOB -o GRAPH.npz`: the graph as one file.</summary>
internal static class JobFinishCommand
{
    private static readonly Option<string> Graph = new("--output", "-o")
    {
        HelpName = "GRAPH.npz",
        Required = true,
        Description = "Where the graph goes: indices (n, k) and distances (n, k), a sample first among its own.",
    };

    public static Command Create()
    {
        Command command = new(
            "finish",
            """
            Writes the graph of a finished job. It has the same bytes whatever happened on the way.

            Example:
              gpucluster job finish out/job -o out/graph.npz
            """
        )
        {
            JobCommand.Job,
            Graph,
        };
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        string output = result.GetValue(Graph)!;
        JobFolder job = JobFolder.Open(result.GetValue(JobCommand.Job)!, new EmbeddingSettings(), NoProgress.Instance);
        (int samples, double recall) = job.Finish(output, context.Cancellation);
        int k = job.Manifest.Settings.Neighbours;
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["n"] = samples,
                    ["k"] = k,
                    ["recall"] = JsonLine.Number(recall, 4),
                    ["output"] = output,
                }
            );
        }
        else
        {
            context.Out.WriteLine($"{samples} samples, {k} neighbours each, recall {recall:0.000}: wrote {output}");
        }
    }
}
