using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.App.Commands.Bench;

/// <summary>`bench layout DATA`: a whole layout, from files to positions, several times in one process.</summary>
internal static class BenchLayoutCommand
{
    private static readonly Option<int> Runs = new("--runs")
    {
        HelpName = "R",
        DefaultValueFactory = _ => 3,
        Description = "Runs to take the median of (default 3).",
    };

    public static Command Create()
    {
        Command command = new(
            "layout",
            """
            Times whole layouts, the first run of the process included.

            Example:
              gpucluster bench layout assets/mnist --limit 5000 --json
            """
        )
        {
            CommonOptions.Data,
            Runs,
        };
        OptionGroups.AddData(command);
        OptionGroups.AddLayout(command);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        LayoutSettings settings = LayoutOptions.Read(result);
        int runs = CommonOptions.AtLeast("--runs", result.GetValue(Runs), 1, "runs");
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        using ComputeBackends backends = ComputeBackends.Create(LayoutOptions.DevicesOf(result), context.Progress);
        LayoutPipeline pipeline = new(settings, backends, context.Progress);
        int samples = 0;
        Timings timings = Timings.Measure(
            0,
            runs,
            _ =>
            {
                Dataset dataset = pipeline.Load(result.GetValue(CommonOptions.Data)!, options, context.Cancellation);
                using PreparedLayout prepared = pipeline.Prepare(dataset, context.Cancellation);
                samples = pipeline.Optimize(prepared, cancellation: context.Cancellation).Count;
            },
            context.Cancellation
        );
        context.Progress.Finish();
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["n"] = samples,
                    ["runs"] = runs,
                    ["msMedian"] = JsonLine.Number(timings.Median, 1),
                    ["msMin"] = JsonLine.Number(timings.Min, 1),
                    ["msMax"] = JsonLine.Number(timings.Max, 1),
                    ["device"] = backends.Description,
                }
            );
            return;
        }

        context.Out.WriteLine(
            $"{samples} samples: median {timings.Median:0} ms of {runs} runs ({timings.Min:0} to {timings.Max:0}), {backends.Description}"
        );
    }
}
