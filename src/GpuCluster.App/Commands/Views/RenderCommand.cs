using System.CommandLine;
using System.Globalization;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Data;
using GpuCluster.Data.Files;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Scene.Cameras;
using GpuCluster.Session.Drivers;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Commands.Views;

/// <summary>`render DATA -o OUT`: a picture or a turning video, without a window.</summary>
internal static class RenderCommand
{
    private const int MaxSamples = 64;

    private static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Required = true,
        Description = "A .png, or an .mp4 (needs ffmpeg).",
    };
    private static readonly Option<int> Frames = new("--frames")
    {
        HelpName = "N",
        DefaultValueFactory = _ => 240,
        Description = "Pictures of a video: one turn round the cloud, 30 a second (default 240).",
    };
    private static readonly Option<string[]> Samples = new("--samples")
    {
        HelpName = "N|images|objects",
        DefaultValueFactory = _ => [],
        Description =
            "N: draw each picture N times, moved by less than a pixel, and take the mean: smooth edges from 8 on (1 to 64, default 1). "
            + "images or objects: of images with boxes, each image is a sample (default), or each box. May be given twice.",
    };
    private static readonly Option<string?> Path = new("--camera-path")
    {
        HelpName = "FILE",
        Description = "Film a flight that V in the window recorded, in its own time, instead of a turn.",
    };

    public static Command Create()
    {
        Command command = new(
            "render",
            """
            Draws a layout, or lays data out first and draws it, into a picture or a video. A scene file is drawn as it was kept, from its
            own camera.

            Example:
              gpucluster render out/x.npy -o out/x.png --resolution 1920x1080
            """
        )
        {
            CommonOptions.Data,
            Output,
            Frames,
            Path,
        };
        OptionGroups.AddData(command, Samples);
        OptionGroups.AddLayout(command);
        OptionGroups.Add(command, FrameOptions.ForPicture);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        LayoutSettings settings = LayoutOptions.Read(result);
        (int samples, SampleKind kind) = SamplesOf(result.GetValue(Samples)!);
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Layout) with { Samples = kind };
        string output = result.GetValue(Output)!;
        int frames = CommonOptions.AtLeast("--frames", result.GetValue(Frames), 1, "frames");
        FrameOptions.Read(result, count: 0);
        bool video = OffscreenFile.IsVideo(output);
        CameraPath? flight = result.GetValue(Path) is { } path ? CameraPathFile.Read(path) : null;
        if (flight is not null && !video)
            throw new UnusableInputException($"--camera-path films a flight: end the name of {output} in .mp4, or leave the path away");

        AtomicFile.Probe(output);

        using ComputeBackends backends = ComputeBackends.Create(LayoutOptions.DevicesOf(result), context.Progress);
        LayoutPipeline pipeline = new(settings, backends, context.Progress);
        using PreparedLayout prepared = pipeline.Open(result.GetValue(CommonOptions.Data)!, options, context.Cancellation);
        FrameSettings picture = FrameOptions.Read(result, prepared.Stepper.Count) with { Samples = samples };
        if (prepared.Kept is null)
            pipeline.Optimize(prepared, cancellation: context.Cancellation);

        using OffscreenRun run = new(prepared, picture, context.ForSession);
        if (flight is not null)
        {
            context.Progress.Begin(StageNames.Render, $"{OffscreenRun.FramesOf(flight)} x ({picture.Height}, {picture.Width}, 4)");
            run.Film(output, flight);
        }
        else if (video)
        {
            context.Progress.Begin(StageNames.Render, $"{frames} x ({picture.Height}, {picture.Width}, 4)");
            run.Film(output, frames, optimizing: 0, drawn: () => { });
        }
        else
        {
            run.WritePicture(output);
        }

        context.Progress.Finish();
        OffscreenFile.Report(context, output, picture, run.DeviceName);
    }

    // A number is how often a picture is drawn, a word what a sample is.
    private static (int Pictures, SampleKind Kind) SamplesOf(string[] values)
    {
        string? kind = values.LastOrDefault(IsWord),
            number = values.LastOrDefault(value => !IsWord(value));
        int pictures = 1;
        if (number is not null && !int.TryParse(number, CultureInfo.InvariantCulture, out pictures))
            pictures = 0;
        return pictures is >= 1 and <= MaxSamples
            ? (pictures, CommonOptions.SamplesOf(kind))
            : throw new UnusableInputException($"--samples {number}: use a whole number from 1 to {MaxSamples}, images or objects");

        static bool IsWord(string value) => value.Length > 0 && char.IsLetter(value[0]);
    }
}
