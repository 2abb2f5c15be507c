using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Data;

namespace GpuCluster.App.Commands.Models;

/// <summary>What `embed` reports of a finished run, as text or as JSON.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Count">Samples that have a vector.</param>
/// <param name="Columns">d.</param>
/// <param name="Skipped">Files without one.</param>
/// <param name="Computed">Samples that went through the model; the others came from the cache.</param>
/// <param name="EmbedSeconds">Decoding and embedding, without loading the model.</param>
internal sealed record EmbedReport(
    string Model,
    string Device,
    int Count,
    int Columns,
    IReadOnlyList<SkippedFile> Skipped,
    int Computed,
    double EmbedSeconds
)
{
    private double ImagesPerSecond => Count / EmbedSeconds;

    /// <summary>Writes it to standard output.</summary>
    public void Write(RunContext context, string output)
    {
        if (!context.Json)
        {
            string cached = Computed < Count ? $", {Count - Computed} from the cache" : "";
            context.Out.WriteLine($"{Count} images to {Columns} values by {Model} on {Device}: {ImagesPerSecond:0.0} images/s{cached}");
            if (Skipped.Count > 0)
                context.Out.WriteLine($"{Skipped.Count} left out");
            context.Out.WriteLine($"wrote {output}");
            return;
        }

        JsonLine.Write(
            context.Out,
            new JsonObject
            {
                ["n"] = Count,
                ["skipped"] = new JsonArray([.. Skipped.Select(file => new JsonObject { ["path"] = file.Path, ["reason"] = file.Reason })]),
                ["dim"] = Columns,
                ["model"] = Model,
                ["device"] = Device,
                ["imagesPerSecond"] = JsonLine.Number(ImagesPerSecond, 2),
                ["seconds"] = JsonLine.Number(context.SecondsSinceStart, 4),
                ["cached"] = Count - Computed,
                ["output"] = output,
            }
        );
    }
}
