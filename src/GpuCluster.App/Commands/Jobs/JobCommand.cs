using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Jobs;
using GpuCluster.Jobs.Manifests;
using GpuCluster.Jobs.Workers;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>`job`: neighbours of all with all as units of work in a folder, for several processes and machines.</summary>
internal static class JobCommand
{
    private static readonly Argument<string> Job = new("JOB") { Description = "The folder that `job create` made." };
    private static readonly Option<string> Folder = new("--output", "-o")
    {
        HelpName = "JOB",
        Required = true,
        Description = "The job's folder, on a disk that all its machines see.",
    };
    private static readonly Option<string> Graph = new("--output", "-o")
    {
        HelpName = "GRAPH.npz",
        Required = true,
        Description = "Where the graph goes: indices (n, k) and distances (n, k), a sample first among its own.",
    };
    private static readonly Option<int> RowsPerShard = new("--rows")
    {
        HelpName = "N",
        DefaultValueFactory = _ => 65536,
        Description = "Rows of a shard (default 65536).",
    };
    private static readonly Option<int> Neighbours = new("-k")
    {
        HelpName = "K",
        DefaultValueFactory = _ => 15,
        Description = "Neighbours of each sample, itself included (default 15).",
    };
    private static readonly Option<bool> Exact = new("--exact") { Description = "Compare all pairs: no neighbour is missed." };
    private static readonly Option<string?> Units = new("--units")
    {
        HelpName = "A-B",
        Description = "Do these units alone, counted from 0 (default: all, each claimed before it is done).",
    };

    public static Command Create()
    {
        Command create = new("create", "Creates a job over data: what is to be done, in a folder.")
        {
            CommonOptions.Data,
            Folder,
            RowsPerShard,
            Neighbours,
            Exact,
        };
        OptionGroups.Add(
            create,
            [
                CommonOptions.Limit,
                ModelOption.Model,
                LayoutOptions.MetricName,
                CommonOptions.Seed,
                CommonOptions.Threads,
                CommonOptions.Device,
            ]
        );
        Command work = new("work", "Works on a job until nothing is left. Any number of processes may do so at once.") { Job, Units };
        OptionGroups.Add(work, [CommonOptions.Threads, CommonOptions.Device]);
        Command run = new("run", "Works on a job until all of it is done.") { Job };
        OptionGroups.Add(run, [CommonOptions.Threads, CommonOptions.Device]);
        Command status = new("status", "Says how far a job is.") { Job };
        Command finish = new("finish", "Writes the graph of a finished job.") { Job, Graph };
        CommandRunner.SetBody(create, RunCreate);
        CommandRunner.SetBody(work, (result, context) => RunWork(result, result.GetValue(Units), context));
        CommandRunner.SetBody(run, (result, context) => RunWork(result, null, context));
        CommandRunner.SetBody(status, RunStatus);
        CommandRunner.SetBody(finish, RunFinish);
        Command command = new("job", "Embeds and finds neighbours in units of work that many machines share through a folder.")
        {
            create,
            work,
            run,
            status,
            finish,
        };
        foreach (Command each in command.Subcommands)
            OptionGroups.AddOutput(each);
        return command;
    }

    private static void RunCreate(ParseResult result, RunContext context)
    {
        string folder = result.GetValue(Folder)!,
            data = result.GetValue(CommonOptions.Data)!;
        int rows = CommonOptions.AtLeast("--rows", result.GetValue(RowsPerShard), 1, "rows"),
            k = CommonOptions.AtLeast("-k", result.GetValue(Neighbours), 1, "neighbours");
        DatasetOptions options = new() { Limit = CommonOptions.LimitOf(result) };
        ModelFolder? model = ModelOption.Read(result).Model;
        Dataset dataset = DatasetStage.Load(data, options, context.Progress, context.Cancellation);
        if (k > dataset.Count)
            throw new UnusableInputException($"-k {k}: {data} has {dataset.Count} samples; give {dataset.Count} or less");
        SceneSource source = SceneSource.Of(data, options, Path.Combine(folder, JobManifest.FileName));
        JobModel? used =
            model is null || dataset.OpenImages() is null
                ? null
                : new JobModel(Path.GetFullPath(model.Path), ModelHash.Of(model, OnnxDevice.Host));
        JobSettings settings = new(
            k,
            LayoutOptions.MetricOf(result),
            result.GetValue(CommonOptions.Seed),
            result.GetValue(Exact),
            Recall: 0.9
        );
        JobManifest manifest = JobManifest.Of(source, used, dataset.Count, rows, settings);
        JobFolder.Create(folder, manifest);
        int units = new UnitPlan(manifest).Count;
        context.Progress.Finish();
        if (context.Json)
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
        else
            context.Out.WriteLine($"{folder}: {dataset.Count} samples in {manifest.Shards} shards, {units} units of work");
    }

    private static void RunWork(ParseResult result, string? units, RunContext context)
    {
        JobFolder job = JobFolder.Open(result.GetValue(Job)!, SettingsOf(result), NoProgress.Instance);
        (int first, int last) = units is null ? (0, job.Count - 1) : Range(units, job.Count);
        context.Progress.Begin("units", $"{last - first + 1} units of {job.Name}");
        Worker worker = new(job, Worker.DefaultName);
        worker.Run(first, last, (_, _) => context.Progress.Report(worker.Done / (last - first + 1.0)), context.Cancellation);
        context.Progress.Finish();
        if (context.Json)
            JsonLine.Write(context.Out, new JsonObject { ["job"] = job.Folder, ["units"] = worker.Done });
        else
            context.Out.WriteLine($"{job.Folder}: {worker.Done} units done here, nothing left");
    }

    private static EmbeddingSettings SettingsOf(ParseResult result) =>
        new(null, CommonOptions.ThreadsOf(result))
        {
            ChooseDevice = progress => Devices.EmbeddingDevices.Choose(ModelOption.DeviceOf(result), progress),
        };

    private static (int First, int Last) Range(string text, int count)
    {
        string[] ends = text.Split('-');
        return
            ends.Length == 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && first <= last
            && last < count
            ? (first, last)
            : throw new UnusableInputException($"--units {text}: give two numbers from 0 to {count - 1}, such as 0-{count - 1}");
    }

    private static void RunStatus(ParseResult result, RunContext context)
    {
        JobStatus status = JobStatus.Of(JobFolder.Open(result.GetValue(Job)!, new EmbeddingSettings(), NoProgress.Instance));
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
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
                            ["done"] = each.Done,
                            ["running"] = each.Running,
                            ["failed"] = each.Failed,
                        }),
                    ]),
                }
            );
            return;
        }

        context.Out.WriteLine(
            $"{status.Done} of {status.Total} units done, {status.Running} claimed, {status.Failures.Count} failed, {status.Rate:0.00} units/s"
        );
        foreach (MachineStatus machine in status.Machines)
            context.Out.WriteLine($"  {machine.Name}: {machine.Done} done, {machine.Running} claimed, {machine.Failed} failed");
        foreach (UnitFailure failure in status.Failures)
            context.Out.WriteLine($"  unit {failure.Unit} ({failure.Name}) failed for {failure.Worker}: {failure.Reason}");
    }

    private static void RunFinish(ParseResult result, RunContext context)
    {
        string output = result.GetValue(Graph)!;
        JobFolder job = JobFolder.Open(result.GetValue(Job)!, new EmbeddingSettings(), NoProgress.Instance);
        (int samples, double recall) = job.Finish(output, context.Cancellation);
        if (context.Json)
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["n"] = samples,
                    ["k"] = job.Manifest.Settings.Neighbours,
                    ["recall"] = JsonLine.Number(recall, 4),
                    ["output"] = output,
                }
            );
        else
            context.Out.WriteLine(
                $"{samples} samples, {job.Manifest.Settings.Neighbours} neighbours each, recall {recall:0.000}: wrote {output}"
            );
    }
}
