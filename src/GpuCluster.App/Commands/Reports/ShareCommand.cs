using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.App.Shares;
using GpuCluster.Core.Errors;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.App.Commands.Reports;

/// <summary>`share SCENE -o FOLDER`: a page that shows a scene in a browser, without this program and without a server.</summary>
internal static class ShareCommand
{
    private const int DefaultPictures = 100_000;

    private static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "FOLDER",
        Required = true,
        Description = "Where the page goes, as index.html. A new or an empty folder, or one that holds such a page.",
    };
    private static readonly Option<string?> Title = new("--title")
    {
        HelpName = "TEXT",
        Description = "The heading of the page (default: the name of the data).",
    };
    private static readonly Option<int> MaxPictures = new("--max-pictures")
    {
        HelpName = "N",
        DefaultValueFactory = _ => DefaultPictures,
        Description = "Pictures on the page at most; of more samples every k-th has one. 0 for none (default 100000).",
    };

    public static Command Create()
    {
        Command command = new(
            "share",
            """
            Writes a scene as one page of HTML for others: a 3-D cloud with pictures, classes, search and the recorded optimisation. It
            opens from the disk in a browser, without a server and without a network. A scene of the window (Ctrl+S) is shared as it was
            saved, without its hidden samples; other data is laid out first.

            Example:
              gpucluster share assets/mnist --limit 1000 -o out/share
            """
        )
        {
            CommonOptions.Data,
            Output,
            Title,
            MaxPictures,
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
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Layout);
        int maxPictures = CommonOptions.AtLeast("--max-pictures", result.GetValue(MaxPictures), 0, "pictures");
        string folder = result.GetValue(Output)!,
            path = result.GetValue(CommonOptions.Data)!;
        bool isScene = SceneFileReader.Reads(path);
        if (isScene && options.Limit is { } limit)
        {
            throw new UnusableInputException(
                $"--limit {limit}: a scene is shared as it was saved; hide the other samples in the window, save it and share that scene"
            );
        }

        string output = ShareFolder.Prepare(folder);

        using SharedScene shared = isScene
            ? SharedScene.Open(path, context.Progress, context.Cancellation)
            : LayOut(path, options, settings, LayoutOptions.DevicesOf(result), context);
        SharePage page = new(shared, result.GetValue(Title) ?? shared.Name, maxPictures);
        if (page.Count == 0)
            throw new UnusableInputException($"{path}: every sample is hidden, so there is nothing to share; show some and save the scene");
        context.Progress.Begin("write", Path.GetFileName(output));
        HtmlFile.Write(output, writer => page.Write(writer, context.Progress.Report, context.Cancellation), context.Cancellation);
        if (page.Pictures is { Missing: > 0 and var missing })
        {
            context.Progress.Warn(
                $"{missing} of {page.Pictures.Count} pictures are missing or damaged; marked tiles stand in their places"
            );
        }

        context.Progress.Finish();
        Report(page, output, context);
    }

    private static SharedScene LayOut(
        string path,
        DatasetOptions options,
        LayoutSettings settings,
        DeviceSettings devices,
        RunContext context
    )
    {
        using ComputeBackends backends = ComputeBackends.Create(devices, context.Progress);
        LayoutPipeline pipeline = new(settings, backends, context.Progress);
        using PreparedLayout prepared = pipeline.Open(path, options, context.Cancellation);
        return SharedScene.Run(pipeline, prepared, context.Cancellation);
    }

    private static void Report(SharePage page, string output, RunContext context)
    {
        long bytes = new FileInfo(output).Length;
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["n"] = page.Count,
                    ["pictures"] = page.Pictures?.Count ?? 0,
                    ["epochs"] = page.Timeline?.Epochs.Length ?? 0,
                    ["bytes"] = bytes,
                    ["output"] = output,
                }
            );
            return;
        }

        string pictures = page.Pictures is { } some ? $"{HtmlWriter.Count(some.Count)} pictures" : "no pictures",
            epochs = page.Timeline is { } timeline ? $"{timeline.Epochs.Length} epochs" : "no epochs";
        context.Out.WriteLine(
            $"wrote {output}: {HtmlWriter.Count(page.Count)} samples, {pictures}, {epochs}, {bytes / 1e6:0.0} MB; open it in a browser"
        );
    }
}
