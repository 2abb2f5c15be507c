using System.CommandLine;
using System.Diagnostics;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Commands.Views;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Data;
using GpuCluster.Data.Files;
using GpuCluster.Data.Scenes;
using GpuCluster.Panels.Drawing;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Scene;
using GpuCluster.Session.Drivers;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Live;
using GpuCluster.Session.Scenes;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>`compare DATA -o FOLDER`: several methods on one neighbour graph, side by side.</summary>
internal static class CompareCommand
{
    /// <summary>Epochs of the scene's timeline from one layout to the next: two seconds at the usual pace.</summary>
    private const int MorphEpochs = 60;

    private static readonly Option<string> Methods = new("--methods")
    {
        HelpName = "LIST",
        DefaultValueFactory = _ => "umap,tsne,pca",
        Description = "Which, by commas (default umap,tsne,pca).",
    };
    private static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "FOLDER",
        Required = true,
        Description = "Where pictures and the scene go.",
    };
    private static readonly Option<bool> NoWindow = new("--no-window")
    {
        Description = "Only write, also where there is a display; --json opens none either.",
    };

    public static Command Create()
    {
        Command command = new(
            "compare",
            """
            Lays the same samples out by several methods on one neighbour graph. Prints seconds and quality side by side; writes a picture
            of each, all in one (compare.png), and a scene whose timeline goes from one layout to the next (compare.gpc), which opens
            where there is a display.

            Example:
              gpucluster compare assets/mnist --limit 5000 --methods umap,tsne,pca -o out/compare
            """
        )
        {
            CommonOptions.Data,
            Methods,
            Output,
            NoWindow,
        };
        OptionGroups.AddData(command);
        OptionGroups.AddLayouts(command);
        OptionGroups.Add(command, FrameOptions.ForPicture);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        LayoutSettings[] settings = [.. MethodsOf(result).Select(method => LayoutOptions.Read(result, method))];
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        FrameOptions.Read(result, count: 0);
        string folder = result.GetValue(Output)!;
        AtomicFile.MakeFolder(folder);
        string scene = Path.Combine(folder, "compare.gpc");
        AtomicFile.Probe(scene);
        Compare(result, settings, options, folder, scene, context);
        if (!context.Json && !result.GetValue(NoWindow) && Display.IsPresent)
        {
            LiveSettings live = new() { Picture = FrameOptions.Read(result, count: 10_000), OutDir = folder };
            WindowRun.Run(RescuedScene.Of(scene), new DatasetOptions(), settings[0], LayoutOptions.DevicesOf(result), live, context);
        }
    }

    private static void Compare(
        ParseResult result,
        LayoutSettings[] settings,
        DatasetOptions options,
        string folder,
        string scene,
        RunContext context
    )
    {
        string path = result.GetValue(CommonOptions.Data)!;
        using ComputeBackends backends = ComputeBackends.Create(LayoutOptions.DevicesOf(result), context.Progress);
        LayoutPipeline shared = new(settings[0], backends, context.Progress);
        Dataset loaded = shared.Load(path, options, context.Cancellation);
        if (loaded is LayoutDataset)
            throw new UnusableInputException($"{path}: a finished layout, and methods are compared on vectors; give images or vectors");

        LayoutVectors vectors = shared.Vectors(loaded, context.Cancellation);
        Dataset dataset = vectors.Dataset;
        long began = Stopwatch.GetTimestamp();
        int k = settings.Max(each => each.NeighboursFor(vectors.Own.Rows));
        KnnGraph? knn = k > 0 ? shared.Search(vectors.Searched, k, context.Cancellation).Graph : null;
        double knnSeconds = knn is null ? 0 : Stopwatch.GetElapsedTime(began).TotalSeconds;

        // Side by side, only the text names the method.
        FrameSettings picture = FrameOptions.Read(result, dataset.Count) with
        {
            ShowsOverlay = true,
        };
        List<ComparedLayout> compared = [];
        List<byte[]> pictures = [];
        foreach (LayoutSettings each in settings)
        {
            began = Stopwatch.GetTimestamp();
            LayoutPipeline pipeline = new(each, backends, context.Progress);
            using PreparedLayout prepared = pipeline.Prepare(vectors, knn, context.Cancellation);
            Layout layout = pipeline.Optimize(prepared, cancellation: context.Cancellation);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            Layout aligned = compared is [var first, ..] ? LayoutAlignment.Align(first.Layout, layout) : LayoutAlignment.Normalise(layout);
            string file = Path.Combine(folder, $"{LayoutOptions.NameOf(each.Method)}.png");
            ComparedLayout one = new(
                each.Method,
                aligned,
                seconds,
                knnSeconds,
                prepared.Explained,
                prepared.Stepper is ITsneStepper tsne ? tsne.Divergence() : null,
                QualityReport.Measure(each, prepared, layout, context),
                file
            );
            compared.Add(one);
            // Points alone: where pictures show depends on the camera, and they would cover one layout and not the other.
            pictures.Add(Draw(prepared with { Stepper = new FixedLayout(aligned) }, picture with { ShowsPictures = false }, file, context));
        }

        ContactSheetFile.Write(Path.Combine(folder, "compare.png"), picture.Width, picture.Height, pictures, context.Cancellation);
        WriteScene(
            scene,
            compared,
            picture,
            new PreparedLayout(dataset, vectors.Own, knn, new FixedLayout(compared[^1].Layout), null, MethodNames(compared))
            {
                Source = new DataSource(path, options),
                Model = settings[0].Embedding.Model,
            },
            context.Cancellation
        );
        context.Progress.Finish();
        Report(compared, folder, context);
    }

    private static byte[] Draw(PreparedLayout prepared, FrameSettings picture, string file, RunContext context)
    {
        using OffscreenRun run = new(prepared, picture, context.ForSession);
        byte[] rgba = run.TakeScreenshot();
        AtomicFile.Write(file, stream => PngWriter.Write(stream, picture.Width, picture.Height, rgba), context.Cancellation);
        return rgba;
    }

    private static void WriteScene(
        string path,
        List<ComparedLayout> compared,
        FrameSettings picture,
        PreparedLayout prepared,
        CancellationToken cancellation
    )
    {
        SceneState scene = new(prepared.FactsWith(null), picture.PointSize);
        Colourings.Choose(scene.Colours, picture.ColourBy);
        if (picture.Filter is { } filter)
            Filters.Choose(scene.Filters, filter);
        SceneFileWriter.Write(
            path,
            SceneFiles.Keep(
                [.. compared.Select(one => (LayoutOptions.NameOf(one.Method), one.Layout))],
                MorphEpochs,
                scene,
                prepared,
                path
            ),
            cancellation
        );
    }

    private static void Report(List<ComparedLayout> compared, string folder, RunContext context)
    {
        if (context.Json)
        {
            compared.ForEach(one => JsonLine.Write(context.Out, one.ToJson()));
            return;
        }

        context.Out.WriteLine($"{compared[0].Layout.Count} samples, neighbours searched once in {compared[0].KnnSeconds:0.00} s");
        context.Out.WriteLine(ComparedLayout.Titles);
        compared.ForEach(one => context.Out.WriteLine(one.ToText()));
        foreach (ComparedLayout one in compared.Where(one => one.Explained is not null))
            context.Out.WriteLine($"{LayoutOptions.NameOf(one.Method)}: {one.Explained!.ToText()}");

        context.Out.WriteLine($"wrote pictures and compare.gpc into {folder}");
    }

    private static string MethodNames(List<ComparedLayout> compared) =>
        string.Join(" to ", compared.Select(one => LayoutOptions.NameOf(one.Method)));

    private static LayoutMethod[] MethodsOf(ParseResult result)
    {
        LayoutMethod[] methods = [.. result.GetValue(Methods)!.Split(',').Select(name => LayoutOptions.MethodOf("--methods", name.Trim()))];
        return methods.Distinct().Count() == methods.Length
            ? methods
            : throw new UnusableInputException($"--methods {result.GetValue(Methods)}: a method stands there twice; name each once");
    }
}
