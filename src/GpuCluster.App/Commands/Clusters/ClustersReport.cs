using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Clusters;

namespace GpuCluster.App.Commands.Clusters;

/// <summary>What `clusters` reports of a finished run, as text or as JSON.</summary>
/// <param name="Clusters">What was found.</param>
/// <param name="Agreement">The adjusted Rand index with the data's own labels; null where it has none.</param>
internal sealed record ClustersReport(FoundClusters Clusters, double? Agreement)
{
    /// <summary>Writes it to standard output.</summary>
    public void Write(RunContext context, string? output)
    {
        if (context.Json)
            WriteJson(context, output);
        else
            WriteText(context.Out, output);
    }

    private void WriteJson(RunContext context, string? output) =>
        JsonLine.Write(
            context.Out,
            new JsonObject
            {
                ["n"] = Clusters.ClusterOf.Length,
                ["method"] = Clusters.How,
                ["noise"] = Clusters.Noise,
                ["inertia"] = Clusters.Inertia is { } inertia ? JsonLine.Number(inertia, 4) : null,
                ["adjustedRand"] = Agreement is { } agreement ? JsonLine.Number(agreement, 4) : null,
                ["clusters"] = new JsonArray([.. Clusters.Names.Select(Of)]),
                ["seconds"] = JsonLine.Number(context.SecondsSinceStart, 3),
                ["output"] = output,
            }
        );

    private JsonNode Of(ClusterName name, int cluster)
    {
        JsonObject json = new()
        {
            ["number"] = cluster,
            ["name"] = name.Name,
            ["size"] = name.Members,
            ["label"] = name.Label,
            ["share"] = JsonLine.Number(name.Share, 4),
        };
        if (Clusters.Stabilities is { } stabilities)
            json["stability"] = JsonLine.Number(stabilities[cluster], 4);
        return json;
    }

    private void WriteText(TextWriter writer, string? output)
    {
        writer.WriteLine(
            $"{Clusters.Names.Count} clusters of {Clusters.ClusterOf.Length} samples by {Clusters.How}; {Clusters.Noise} samples in none"
        );
        int width = Clusters.Names.Select(name => name.Name.Length).DefaultIfEmpty().Max();
        for (int cluster = 0; cluster < Clusters.Names.Count; cluster++)
            writer.WriteLine($"  {cluster, 4}  {Clusters.Names[cluster].Name.PadRight(width)} {Clusters.Names[cluster].Members, 9}");
        if (Agreement is { } agreement)
            writer.WriteLine($"adjusted Rand index with the data's own labels: {agreement:0.0000}");
        if (output is not null)
            writer.WriteLine($"wrote {output}");
    }
}
