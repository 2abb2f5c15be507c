using System.Text.Json.Nodes;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.Output;
using GpuCluster.Rendering;

namespace GpuCluster.App.Commands.Bench;

/// <summary>What a flight through a scene of `bench scene` took.</summary>
/// <param name="FramesPerSecond">Of the median frame.</param>
/// <param name="Pictures">Samples whose pictures the median frame shows.</param>
/// <param name="Passes">Milliseconds of the passes, frame by frame; empty where the device has no timestamps.</param>
internal sealed record BenchFlight(double FramesPerSecond, int Pictures, IReadOnlyList<PassTimes> Passes)
{
    /// <summary>The median milliseconds of every pass, by name.</summary>
    public JsonObject PassMedians() =>
        new()
        {
            ["upload"] = Median(static pass => pass.Upload),
            ["points"] = Median(static pass => pass.Points),
            ["resolve"] = Median(static pass => pass.Resolve),
            ["lines"] = Median(static pass => pass.Lines),
            ["pictures"] = Median(static pass => pass.Sprites),
            ["axes"] = Median(static pass => pass.Axes),
            ["overlay"] = Median(static pass => pass.Overlay),
            ["target"] = Median(static pass => pass.Target),
        };

    private JsonNode? Median(Func<PassTimes, double> pass) =>
        Passes.Count == 0 ? null : JsonLine.Number(new Timings(Passes.Select(pass)).Median, 2);
}
