using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>The variance that principal components explain, as JSON.</summary>
internal static class ExplainedVarianceJson
{
    /// <summary>The object "pca" of a report.</summary>
    public static JsonObject ToJson(this ExplainedVariance explained) =>
        new()
        {
            ["components"] = explained.Shares.Count,
            ["explainedVariance"] = JsonLine.Number(explained.Total, 5),
            ["shares"] = new JsonArray([.. explained.Shares.Select(share => JsonLine.Number(share, 6))]),
        };
}
