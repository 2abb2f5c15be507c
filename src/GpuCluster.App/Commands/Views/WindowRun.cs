using System.Text.Json.Nodes;
using GpuCluster.App.Devices;
using GpuCluster.App.Memory;
using GpuCluster.App.Output;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Session.Drivers;
using GpuCluster.Session.Live;
using GpuCluster.Windowing.Glfw;

namespace GpuCluster.App.Commands.Views;

/// <summary>Opens a window on data and reports what it saw: what `view` and `demo` share.</summary>
internal static class WindowRun
{
    /// <summary>Runs until the window closes.</summary>
    /// <param name="data">The data, or the scene that was kept of it.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="settings">How it is laid out.</param>
    /// <param name="devices">Where it is computed.</param>
    /// <param name="live">How the window behaves.</param>
    /// <param name="context">The world around.</param>
    public static void Run(
        RescuedScene data,
        DatasetOptions options,
        LayoutSettings settings,
        DeviceSettings devices,
        LiveSettings live,
        RunContext context
    )
    {
        using MemoryKeeper keeper = new();
        using ComputeBackends backends = ComputeBackends.Create(devices, context.Progress);
        using GlfwWindow window = new(live.Picture.Width, live.Picture.Height, "GpuCluster");
        using LiveWindow viewer = new(
            window,
            live with
            {
                Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(data.Data)),
                Notice = data.Offer,
                DataPath = data.Data,
                IsRescued = data.IsRestored,
            },
            context.ForSession
        );
        LiveResult result = viewer.Run(
            (progress, cancellation) =>
            {
                LayoutPipeline pipeline = new(settings, backends, progress);
                return pipeline.Open(data.Path, options, cancellation);
            }
        );
        // Its user has seen it, and has saved it or closed the window without.
        data.Remove();
        context.Progress.Finish();
        Report(context, result);
    }

    /// <summary>Reports what a run, live or offscreen, saw.</summary>
    public static void Report(RunContext context, LiveResult result)
    {
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["firstPictureMs"] = JsonLine.Number(result.FirstPictureMs, 1),
                    ["fpsMedian"] = JsonLine.Number(result.FpsMedian, 2),
                    ["fpsMin"] = JsonLine.Number(result.FpsMin, 2),
                    ["epochs"] = result.Epochs,
                    ["epochsRun"] = result.EpochsRun,
                    ["seconds"] = JsonLine.Number(result.Seconds, 3),
                }
            );
            return;
        }

        string rate = result.FpsMedian > 0 ? $", {result.FpsMedian:0} frames a second (median; slowest {result.FpsMin:0})" : "";
        context.Out.WriteLine(
            $"first picture after {result.FirstPictureMs / 1000:0.00} s, {result.Epochs} epochs{rate}, {result.Seconds:0.0} s in all"
        );
    }
}
