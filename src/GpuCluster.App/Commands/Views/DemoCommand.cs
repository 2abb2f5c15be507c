using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Data;
using GpuCluster.Data.Files;
using GpuCluster.Data.Layouts;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Session.Drivers;
using GpuCluster.Session.Files;
using GpuCluster.Session.Live;

namespace GpuCluster.App.Commands.Views;

/// <summary>`demo`: the main job on the bundled digits, in a window where there is a display, else offscreen.</summary>
internal static class DemoCommand
{
    /// <summary>Pictures of the offscreen film while UMAP runs: 500 epochs in ten seconds of film.</summary>
    private const int OptimizingFrames = 300;

    /// <summary>Pictures of the finished cloud.</summary>
    private const int FinishedFrames = 90;

    public static Command Create()
    {
        Command command = new(
            "demo",
            """
            Sorts the 10,000 bundled handwritten digits in 3-D: live in a window, or, without a display, into out/demo.png, out/demo.mp4
            and out/demo.npy.

            Example:
              gpucluster demo
            """
        )
        {
            CommonOptions.Limit,
            CommonOptions.Labels,
            CommonOptions.As,
        };
        OptionGroups.AddLayout(command);
        OptionGroups.Add(command, FrameOptions.ForWindow);
        OptionGroups.Add(command, LiveOptions.All);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        LayoutSettings settings = LayoutOptions.Read(result);
        LiveSettings live = LiveOptions.Read(result, FrameOptions.Read(result, count: 10_000));
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        string digits = BundledAssets.Digits();
        if (Display.IsPresent)
            WindowRun.Run(RescuedScene.Find(digits, isRestored: false), options, settings, LayoutOptions.DevicesOf(result), live, context);
        else
            RunOffscreen(digits, options, settings, LayoutOptions.DevicesOf(result), live, context);
    }

    private static void RunOffscreen(
        string digits,
        DatasetOptions options,
        LayoutSettings settings,
        DeviceSettings devices,
        LiveSettings live,
        RunContext context
    )
    {
        string png = Path.Combine(live.OutDir, "demo.png");
        string npy = Path.Combine(live.OutDir, "demo.npy");
        string? mp4 = VideoWriter.IsAvailable() ? Path.Combine(live.OutDir, "demo.mp4") : null;
        AtomicFile.MakeFolder(live.OutDir);
        AtomicFile.Probe(png);
        context.Progress.Say("no display: drawing offscreen");
        using ComputeBackends backends = ComputeBackends.Create(devices, context.Progress);
        LayoutPipeline pipeline = new(settings, backends, context.Progress);
        Dataset dataset = pipeline.Load(digits, options, context.Cancellation);
        using PreparedLayout prepared = pipeline.Prepare(dataset, context.Cancellation);
        using OffscreenRun run = new(prepared, live.Picture, context.ForSession);
        LayoutPipeline.BeginOptimize(prepared.Stepper, context.Progress);
        FrameClock clock = new();
        double firstPictureMs = double.NaN;
        run.Film(
            mp4,
            OptimizingFrames + FinishedFrames,
            OptimizingFrames,
            () =>
            {
                firstPictureMs = double.IsNaN(firstPictureMs) ? context.SecondsSinceStart * 1000 : firstPictureMs;
                clock.Presented(prepared.Stepper.Epoch < prepared.Stepper.Epochs);
            }
        );
        run.WritePicture(png);
        LayoutWriter.Write(npy, prepared.Stepper.Read(), cancellation: context.Cancellation);
        context.Progress.Finish();
        context.Progress.Say(
            mp4 is null
                ? $"no display, so the run was drawn into {png}; positions are in {npy}; with ffmpeg installed there would be a film too"
                : $"no display, so the run was drawn into {png} and {mp4}; positions are in {npy}"
        );
        (double median, double min) = clock.RunFramesPerSecond();
        WindowRun.Report(
            context,
            new LiveResult(firstPictureMs, median, min, prepared.Stepper.Epoch, prepared.Stepper.Epoch, context.SecondsSinceStart)
        );
    }
}
