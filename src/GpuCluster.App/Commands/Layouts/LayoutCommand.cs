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
        Description =
            "Where the positions go: .npy (float32, N x dims; view shows it with its data), .csv, .ply, .glb (glTF with pictures), or "
            + ".gpc for a scene.",
    };
    private static readonly Option<string?> CheckpointFile = new("--checkpoint")
    {
        HelpName = "FILE.gpc",
        Description = "Write the state of UMAP's epochs now and then; the same command line goes on from it to the same bits.",
    };
    private static readonly Option<int> CheckpointSeconds = new("--checkpoint-every")
    {
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 60,
        Description = "Seconds between two checkpoints (default 60).",
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
            CheckpointFile,
            CheckpointSeconds,
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
        Checkpoint? checkpoint = CheckpointOf(result, settings, context);
        using PreparedLayout prepared = checkpoint?.TryOpen(pipeline, source) ?? Begin(pipeline, source, settings, context);
        Layout layout = pipeline.Optimize(prepared, () => checkpoint?.AfterEpoch(prepared), context.Cancellation);
        string? side = null;
        if (output is not null)
            side = LayoutFile.Write(output, prepared, layout, result.GetValue(CommonOptions.Spreadsheet), context);

        context.Progress.Finish();
        LayoutReport report = new(settings, prepared, layout, context.SecondsSinceStart);
        report.Write(context, result.GetValue(Quality) ? QualityReport.Measure(settings, prepared, layout, context) : null, output);
        if (side is not null && !context.Json)
            context.Out.WriteLine($"wrote {side}: with it, view shows {output} with the labels and pictures of {prepared.Dataset.Name}");
        checkpoint?.ThrowIfNotWritten();
    }

    private static PreparedLayout Begin(LayoutPipeline pipeline, DataSource source, LayoutSettings settings, RunContext context)
    {
        Dataset dataset = pipeline.Load(source.Path, source.Options, context.Cancellation);
        return pipeline.Prepare(dataset, context.Cancellation) with
        {
            Source = source,
            Model = settings.Embedding.Model,
            Metric = settings.Metric,
        };
    }

    private static Checkpoint? CheckpointOf(ParseResult result, LayoutSettings settings, RunContext context)
    {
        if (result.GetValue(CheckpointFile) is not { } path)
            return null;
        int seconds = CommonOptions.AtLeast("--checkpoint-every", result.GetValue(CheckpointSeconds), 0, "seconds");
        Checkpoint.Check(path, settings);
        IReadOnlyList<Option> changeNothing =
        [
            CheckpointFile,
            CheckpointSeconds,
            Output,
            Quality,
            CommonOptions.Spreadsheet,
            CommonOptions.Json,
            CommonOptions.Quiet,
            CommonOptions.Verbose,
            CommonOptions.Threads,
        ];
        return new Checkpoint(path, TimeSpan.FromSeconds(seconds), Checkpoint.CommandOf(result, changeNothing), context);
    }
}
