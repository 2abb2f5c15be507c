using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Commands.Bench;

/// <summary>
/// `bench scene`: the finished scene as one uses it, offscreen at 1280x720: flying with panels, with names in space, through pictures,
/// with a grid and round a million points; opening and scrolling the grid; clicking; scrubbing.
/// </summary>
internal static class BenchSceneCommand
{
    private const int Million = 1_000_000;
    private const int VisiblePictures = 2000;
    private const int GridPictures = 2000;

    /// <summary>Pictures asked for: the farthest few of them are too faint to be seen.</summary>
    private const int AskedPictures = 2080;

    private const int Epochs = 500;
    private const int Seeks = 200;
    private const int Clicks = 9;
    private static readonly Argument<string?> Data = new("DATA")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "An IDX folder of 70,000 digits; fewer are repeated with a little noise (default: the bundled 10,000).",
    };
    private static readonly Option<string?> LayoutFile = new("--layout")
    {
        HelpName = "FILE",
        Description = "Where the 70,000 are: .npy, float32 (70000, 3) (default: clusters like those of MNIST).",
    };
    private static readonly Option<int> Frames = new("--frames")
    {
        HelpName = "N",
        DefaultValueFactory = _ => 60,
        Description = "Frames of each scene to take the median of, after as many to warm up (default 60).",
    };

    public static Command Create()
    {
        Command command = new(
            "scene",
            """
            Times the finished scene at 1280x720: flying with panels open, with names in space, through 2,000 pictures,
            with a grid of 2,000 pictures, round 1,000,000 points; opening and scrolling that grid; a click that compares
            one sample with all; scrubbing.

            Example:
              gpucluster bench scene --json
            """
        )
        {
            Data,
            LayoutFile,
            Frames,
            CommonOptions.Device,
            CommonOptions.Threads,
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        int frames = CommonOptions.AtLeast("--frames", result.GetValue(Frames), 2, "frames");
        int threads = CommonOptions.ThreadsOf(result);
        DeviceRequest device = DeviceRequest.Parse("--device", result.GetValue(CommonOptions.Device)!);
        using ComputeBackends backends = ComputeBackends.Create(device, device, threads, context.Progress);
        ImageDataset digits = BenchSceneData.LoadDigits(result.GetValue(Data) ?? BundledAssets.Digits(), context);
        Layout layout = result.GetValue(LayoutFile) is { } file
            ? ReadLayout(file, context)
            : BenchSceneData.Clusters(BenchSceneData.Digits, digits.Labels);
        JsonArray scenes = [];
        JsonObject report = new() { ["scenes"] = scenes };
        string draws = MeasureDigits(digits, layout, backends, threads, frames, scenes, report, context);

        context.Progress.Begin(StageNames.Render, $"{frames} frames of ({Million}, 3)");
        Layout million = BenchSceneData.Clusters(Million, labels: null);
        LayoutDataset points = new("clusters", million, null);
        EmbeddingMatrix vectors = DatasetStage.Embed(points, threads, context.Progress, context.Cancellation).Vectors;
        using (
            BenchScene stage = new(
                new PreparedLayout(points, vectors, null, new FixedLayout(million), null, "clusters"),
                new FrameSettings { PointSize = 2 },
                context
            )
        )
        {
            Add(scenes, "million", Million, stage.Fly(frames, frame => Circle(stage, 2.2f, frame, frames)));
        }

        context.Progress.Finish();
        report["device"] = draws;
        Report(context, report);
    }

    private static string MeasureDigits(
        ImageDataset digits,
        Layout layout,
        ComputeBackends backends,
        int threads,
        int frames,
        JsonArray scenes,
        JsonObject report,
        RunContext context
    )
    {
        EmbeddingMatrix embedding = DatasetStage.Embed(digits, threads, context.Progress, context.Cancellation).Vectors;
        SimilaritySource similarity = new(
            warn => backends.CreateCosine(embedding, warn),
            threads,
            Seed: 42,
            warn => TextSide.Open(null, warn)
        );
        context.Progress.Begin(StageNames.Render, $"{frames} frames of ({layout.Count}, 3)");
        using BenchScene stage = new(
            new PreparedLayout(digits, embedding, null, new FixedLayout(layout), backends.Description, "digits")
            {
                Similarity = similarity,
            },
            new FrameSettings { PointSize = 3 },
            context
        );
        stage.Scene.Pictures.IsShown = false;
        Add(scenes, "names", layout.Count, stage.Fly(frames, frame => Circle(stage, 2.2f, frame, frames)));
        stage.Scene.Names.IsShown = false;
        Add(scenes, "panels", layout.Count, stage.Fly(frames, frame => Circle(stage, 2.2f, frame, frames)));

        // The first click creates the worker; only later clicks are timed.
        double[] clicks = [.. Enumerable.Range(0, Clicks + 1).Select(click => stage.Recolour(click * (layout.Count / (Clicks + 2))))];
        Timings recolour = new(clicks.Skip(1));
        report["recolourMs"] = JsonLine.Number(recolour.Median, 1);
        report["recolourMsMax"] = JsonLine.Number(recolour.Max, 1);

        stage.Scene.Selection.Clear();
        stage.Scene.Pictures.IsShown = true;
        stage.Scene.Pictures.Max = AskedPictures;
        float distance = DistanceWithPictures(stage);
        Add(scenes, "pictures", layout.Count, stage.Fly(frames, frame => Circle(stage, distance, frame, frames)));

        MeasureGrid(stage, layout.Count, frames, scenes, report);
        Record(stage, layout);
        report["historyBytes"] = stage.Scene.Timeline.History.Bytes;
        Timings scrub = new(Enumerable.Range(0, Seeks).Select(seek => stage.Scrub(SeekAt(seek))));
        report["scrubMsMax"] = JsonLine.Number(scrub.Max, 1);
        report["scrubMsMedian"] = JsonLine.Number(scrub.Median, 1);
        report["residentBytes"] = PeakResidentBytes();
        return stage.DeviceName;
    }

    // Names, panels and a sheet of pictures at once, as one sorts through a selection.
    private static void MeasureGrid(BenchScene stage, int count, int frames, JsonArray scenes, JsonObject report)
    {
        stage.Scene.Pictures.IsShown = false;
        stage.Scene.Names.IsShown = true;
        stage.Scene.Selection.Select(PointSet.Of(count, [.. Enumerable.Range(0, GridPictures)]));
        (double first, double all) = stage.OpenGrid();
        report["gridFirstMs"] = JsonLine.Number(first, 1);
        report["gridAllMs"] = JsonLine.Number(all, 1);
        Add(scenes, "grid", count, stage.Fly(frames, frame => Circle(stage, 2.2f, frame, frames)));
        Add(scenes, "scroll", count, stage.ScrollGrid(frames));
        stage.Scene.Grid.Close();
        stage.Scene.Selection.Clear();
    }

    // Nearer and nearer until so many pictures are in the frame.
    private static float DistanceWithPictures(BenchScene stage)
    {
        float distance = 2.2f;
        while (distance > 0.2f && stage.PicturesFrom(Circle(stage, distance, 0, 1)) < VisiblePictures)
            distance *= 0.9f;

        return distance;
    }

    private static Camera Circle(BenchScene stage, float radii, int frame, int frames)
    {
        CloudBounds bounds = stage.Scene.Cloud.Bounds;
        return Camera.LookingAt(bounds.Centre, radii * bounds.Radius, MathF.Tau * frame / Math.Max(frames, 1) / 4, Framing.FirstPitch);
    }

    /// <summary>
    /// Epochs as a layout has them that begins close together and spreads: each position on its way out, with a swing of its own.
    /// </summary>
    private static void Record(BenchScene stage, Layout layout)
    {
        Vector4[] positions = new Vector4[layout.Count];
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            float share = 0.05f + (0.95f * epoch / (Epochs - 1));
            for (int i = 0; i < positions.Length; i++)
            {
                Vector3 at = new(layout.Of(i));
                positions[i] = new Vector4((share * at) + (0.1f * new Vector3(MathF.Sin((0.1f * epoch) + i))), 0);
            }

            stage.Scene.Timeline.History.Record(epoch, positions);
        }
    }

    // Places between epochs too, in no order.
    private static double SeekAt(int seek) =>
        (Epochs - 1) * CounterRandom.Unit(CounterRandom.Bits(CounterRandom.Key(42, 4, (uint)seek), 0));

    /// <summary>The most memory that was resident at a time since the process started, by the kernel's count.</summary>
    private static long PeakResidentBytes()
    {
        if (!OperatingSystem.IsLinux())
        {
            using Process self = Process.GetCurrentProcess();
            return self.PeakWorkingSet64;
        }

        string line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024
            * long.Parse(
                line.AsSpan("VmHWM:".Length, line.Length - "VmHWM:".Length - "kB".Length),
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture
            );
    }

    private static Layout ReadLayout(string file, RunContext context) =>
        DatasetStage.Load(
            file,
            new DatasetOptions { As = MatrixUse.LayoutOnly, PositionsAlone = true },
            context.Progress,
            context.Cancellation
        )
            is LayoutDataset { Layout: { Dims: 3, Count: BenchSceneData.Digits } layout }
            ? layout
            : throw new UnusableInputException($"{file}: --layout takes an .npy of float32 ({BenchSceneData.Digits}, 3)");

    private static void Add(JsonArray scenes, string name, int points, BenchFlight flight) =>
        scenes.Add(
            (JsonNode)
                new JsonObject
                {
                    ["name"] = name,
                    ["points"] = points,
                    ["pictures"] = flight.Pictures,
                    ["fpsMedian"] = JsonLine.Number(flight.FramesPerSecond, 1),
                    ["passMs"] = flight.PassMedians(),
                }
        );

    private static void Report(RunContext context, JsonObject report)
    {
        if (context.Json)
        {
            JsonLine.Write(context.Out, report);
            return;
        }

        foreach (JsonNode? scene in report["scenes"]!.AsArray())
        {
            context.Out.WriteLine(
                $"{scene!["name"]}: {scene["points"]} points, {scene["pictures"]} pictures: {scene["fpsMedian"]} frames a second (median)"
            );
        }

        context.Out.WriteLine($"click to recoloured cloud: {report["recolourMs"]} ms (median; longest {report["recolourMsMax"]})");
        context.Out.WriteLine(
            $"grid of {GridPictures} pictures: the first after {report["gridFirstMs"]} ms, all that fit after {report["gridAllMs"]} ms"
        );
        context.Out.WriteLine($"scrubbing {Epochs} epochs: {report["scrubMsMax"]} ms at most, history {report["historyBytes"]} bytes");
        context.Out.WriteLine($"at most {report["residentBytes"]} bytes resident before the million points; drawn by {report["device"]}");
    }
}
