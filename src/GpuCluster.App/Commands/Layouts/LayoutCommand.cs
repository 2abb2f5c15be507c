using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Core.Layouts;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>`layout DATA -o OUT`: positions into a file, without a picture.</summary>
internal static class LayoutCommand
{
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Where the positions go: .npy (float32, N x dims; view shows it with its data), .csv, .ply, or .gpc for a scene.",
    };
    private static readonly Option<bool> Quality = new("--quality")
    {
        Description = "Measure trustworthiness, kNN accuracy and stray points.",
    };

    public static Command Create()
    {
        Command command = new(
            "layout",
            """
            Lays samples out in 2 or 3 dimensions and writes the positions.

            Example:
              gpucluster layout assets/mnist --limit 5000 --quality --json -o out/x.npy
            """
        )
        {
            CommonOptions.Data,
            Output,
            CommonOptions.Spreadsheet,
            Quality,
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
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        string? output = result.GetValue(Output);
        if (output is not null)
            LayoutFile.Check(output);

        using ComputeBackends backends = ComputeBackends.Create(LayoutOptions.DevicesOf(result), context.Progress);
        LayoutPipeline pipeline = new(settings, backends, context.Progress);
        DataSource source = new(result.GetValue(CommonOptions.Data)!, options);
        Dataset dataset = pipeline.Load(source.Path, options, context.Cancellation);
        using PreparedLayout prepared = pipeline.Prepare(dataset, context.Cancellation);
        Layout layout = pipeline.Optimize(prepared, context.Cancellation);
        string? side = null;
        if (output is not null)
        {
            PreparedLayout made = prepared with { Source = source, Model = settings.Embedding.Model, Metric = settings.Metric };
            side = LayoutFile.Write(output, made, layout, result.GetValue(CommonOptions.Spreadsheet), context);
        }

        context.Progress.Finish();
        LayoutReport report = new(settings, prepared, layout, context.SecondsSinceStart);
        report.Write(context, result.GetValue(Quality) ? QualityReport.Measure(settings, prepared, layout, context) : null, output);
        if (side is not null && !context.Json)
            context.Out.WriteLine($"wrote {side}: with it, view shows {output} with the labels and pictures of {dataset.Name}");
    }
}
