using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Similarity;

/// <summary>What `similar` found.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Query">What was compared with.</param>
/// <param name="Found">Samples, the most similar first.</param>
/// <param name="Cosines">Of all n samples with the query.</param>
internal sealed record SimilarReport(Dataset Dataset, SimilarQuery Query, int[] Found, float[] Cosines)
{
    /// <summary>Writes it to standard output.</summary>
    public void Print(RunContext context, string? output)
    {
        if (context.Json)
        {
            JsonLine.Write(context.Out, ToJson());
            return;
        }

        context.Out.WriteLine($"similar to {Query.Describe(Dataset)}");
        foreach (int index in Found)
        {
            context.Out.WriteLine(
                $"  {Cosines[index]:0.0000}  {Dataset.Rows.RowOf(index)}  "
                    + $"{SampleTexts.NameOf(Dataset, index)}{(SampleTexts.LabelOf(Dataset, index) is { } label ? $"  {label}" : "")}"
            );
        }

        if (output is not null)
            context.Out.WriteLine($"wrote {output}");
    }

    private JsonObject ToJson()
    {
        JsonArray results = [];
        foreach (int index in Found)
        {
            results.Add(
                new JsonObject
                {
                    ["index"] = Dataset.Rows.RowOf(index),
                    ["path"] = SampleTexts.PathOf(Dataset, index),
                    ["label"] = SampleTexts.LabelOf(Dataset, index),
                    ["cosine"] = JsonLine.Number(Cosines[index], 7),
                }
            );
        }

        return new JsonObject { ["query"] = QueryJson(), ["results"] = results };
    }

    /// <summary>The query as it was given.</summary>
    private JsonObject QueryJson() =>
        Query.Index is { } index ? new JsonObject { ["index"] = Dataset.Rows.RowOf(index), ["path"] = SampleTexts.PathOf(Dataset, index) }
        : Query.ImagePath is { } image ? new JsonObject { ["image"] = image }
        : new JsonObject { ["text"] = Query.Text };
}
