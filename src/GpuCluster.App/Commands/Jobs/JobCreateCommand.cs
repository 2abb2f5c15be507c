using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Data;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Scenes;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Jobs;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>`job create DATA -o JOB`: what is to be done, in a folder.</summary>
internal static class JobCreateCommand
{
    /// <summary>The recall below which the graph of clusters is improved once.</summary>
    private const double Recall = 0.9;

    private static readonly Option<string> Folder = new("--output", "-o")
    {
        HelpName = "JOB",
        Required = true,
        Description = "The job's folder, on a disk that all its machines see.",
    };
    private static readonly Option<int> RowsPerShard = new("--rows")
    {
        HelpName = "N",
        DefaultValueFactory = _ => 65536,
        Description = "Samples of a shard, which one unit embeds (default 65536).",
    };
    private static readonly Option<int> Neighbours = new("-k")
    {
        HelpName = "K",
        DefaultValueFactory = _ => 15,
        Description = "Neighbours of each sample, itself included (default 15).",
    };
    private static readonly Option<bool> Exact = new("--exact")
    {
        Description = "Compare all pairs of shards: no neighbour is missed. Without it, samples are compared within clusters.",
    };

    public static Command Create()
    {
        Command command = new(
            "create",
            """
            Creates a job over data. The data and the model stay where they are: every worker has to see them at the same place.

            Example:
              gpucluster job create assets/mnist --limit 2000 --rows 700 -o out/job
            """
        )
        {
            CommonOptions.Data,
            Folder,
            RowsPerShard,
            Neighbours,
            Exact,
        };
        OptionGroups.AddData(command);
        OptionGroups.Add(
            command,
            [ModelOption.Model, LayoutOptions.MetricName, CommonOptions.Seed, CommonOptions.Threads, CommonOptions.Device]
        );
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        string folder = result.GetValue(Folder)!,
            data = result.GetValue(CommonOptions.Data)!;
        int rows = CommonOptions.AtLeast("--rows", result.GetValue(RowsPerShard), 1, "rows"),
            k = CommonOptions.AtLeast("-k", result.GetValue(Neighbours), 1, "neighbours");
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        ModelFolder? model = ModelOption.Read(result).Model;
        if (JobManifest.IsIn(data))
            throw new UnusableInputException($"{data}: a job already; give the data itself");
        Dataset dataset = DatasetStage.Load(data, options, context.Progress, context.Cancellation);
        if (k > dataset.Count)
            throw new UnusableInputException($"-k {k}: {data} has {dataset.Count} samples; give {dataset.Count} or less");
        JobManifest manifest = JobManifest.Of(
            SceneSource.Of(data, options, Path.Combine(folder, JobManifest.FileName)),
            model is null || dataset.OpenImages() is null
                ? null
                : new JobModel(Path.GetFullPath(model.Path), ModelHash.Of(model, OnnxDevice.Host)),
            dataset.Count,
            rows,
            new JobSettings(k, LayoutOptions.MetricOf(result), result.GetValue(CommonOptions.Seed), result.GetValue(Exact), Recall)
        );
        JobFolder.Create(folder, manifest);
        int units = new UnitPlan(manifest).Count;
        context.Progress.Finish();
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["job"] = folder,
                    ["n"] = dataset.Count,
                    ["shards"] = manifest.Shards,
                    ["units"] = units,
                }
            );
        }
        else
        {
            context.Out.WriteLine($"{folder}: {dataset.Count} samples in {manifest.Shards} shards, {units} units of work");
        }
    }
}
