using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Streaming;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Look;
using GpuCluster.Session.Graphics;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.App.Commands.Bench;

/// <summary>
/// `bench render`: whole frames offscreen, from the camera to the picture read back. The camera is that of a common web benchmark, so that
/// the same points can be timed in a browser: two bounding radii away and half a radius up, 0.05 radians a frame, one radian of vertical
/// field of view.
/// </summary>
internal static class BenchRenderCommand
{
    private const int WarmUps = 2;
    private const float RadiansPerFrame = 0.05f;
    private static readonly Option<string?> Points = new("--points")
    {
        HelpName = "FILE",
        Description =
            "The points: .npy, float32 (N, 3); without them every way of drawing is compared on made-up points of several numbers.",
    };
    private static readonly Option<double> PointSize = new("--point-size")
    {
        HelpName = "PX",
        DefaultValueFactory = _ => 3,
        Description = "Diameter of a point in pixels (default 3).",
    };
    private static readonly Option<string> Style = new("--style")
    {
        HelpName = "HOW",
        DefaultValueFactory = _ => "flat",
        Description = "How points are drawn: flat, discs (lit, smooth edges, eye-dome lighting) or density (default flat).",
    };
    private static readonly Option<int> Frames = new("--frames")
    {
        HelpName = "N",
        DefaultValueFactory = _ => 20,
        Description = "Frames to take the median of, after two to warm up (default 20).",
    };

    public static Command Create()
    {
        Command command = new(
            "render",
            """
            Times frames offscreen at 1280x720, the whole picture read back.

            Examples:
              gpucluster bench render -o out/render.html
              gpucluster bench render --points out/x.npy --point-size 3 --json
            """
        )
        {
            Points,
            PointSize,
            Style,
            Frames,
        };
        BenchmarkOptions.AddTo(command);
        command.Add(CommonOptions.Threads);
        command.Add(CommonOptions.Seed);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        if (result.GetValue(Points) is not { } path)
        {
            BenchmarkOptions.Run(result, context, "render", BenchSizes.OfPoints(1000, 10_000, 100_000) with { Draws = true });
            return;
        }

        double size = CommonOptions.Within("--point-size", result.GetValue(PointSize), 1, 64);
        LookModel look = new((float)size) { Drawing = FrameOptions.DrawingOf(result.GetValue(Style)) ?? PointDrawing.Flat };
        int frames = CommonOptions.AtLeast("--frames", result.GetValue(Frames), 1, "frames");
        if (
            DatasetStage.Load(
                path,
                new DatasetOptions { As = MatrixUse.Layout, PositionsAlone = true },
                context.Progress,
                context.Cancellation
            )
            is not LayoutDataset { Layout: { Dims: 3 } layout }
        )
        {
            throw new UnusableInputException($"{path}: the points are an .npy of float32 (N, 3)");
        }

        context.Progress.Begin(StageNames.Render, $"{frames} frames of ({layout.Count}, 3)");
        FrameSettings picture = new();
        using GraphicsDevice graphics = GraphicsDevice.Create(window: null);
        using OffscreenTarget target = new(graphics.Device, picture.Width, picture.Height);
        using PositionStream stream = new(PositionSlots.Allocate(graphics.Device, layout.Count), graphics.Device.TimelineSemaphore);
        using FixedLayout points = new(layout);
        PositionSlot slot = stream.BeginWrite(context.Cancellation);
        points.WriteTo(slot.Memory);
        stream.Publish(epoch: 0);
        BenchCamera camera = BenchCamera.Around(layout, picture, (float)size, look.Shading(contentScale: 1));
        Timings timings = Timings.Measure(
            WarmUps,
            frames,
            frame =>
            {
                graphics.Renderer.Render(camera.At(frame * RadiansPerFrame), stream, overlay: null, target, context.Cancellation);
                target.ReadColour(context.Cancellation);
            },
            context.Cancellation
        );
        graphics.Device.WaitIdle();
        context.Progress.Finish();
        Report(context, layout.Count, size, picture, timings, graphics.Name);
    }

    private static void Report(RunContext context, int count, double size, FrameSettings picture, Timings timings, string device)
    {
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["n"] = count,
                    ["pointSize"] = size,
                    ["width"] = picture.Width,
                    ["height"] = picture.Height,
                    ["msMedian"] = JsonLine.Number(timings.Median, 3),
                    ["msMin"] = JsonLine.Number(timings.Min, 3),
                    ["msMax"] = JsonLine.Number(timings.Max, 3),
                    ["device"] = device,
                }
            );
            return;
        }

        context.Out.WriteLine(
            $"{count} points of {size} px at {picture.Width}x{picture.Height}: median {timings.Median:0.0} ms ({timings.Min:0.0} to "
                + $"{timings.Max:0.0}), {device}"
        );
    }
}
