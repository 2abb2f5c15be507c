using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>Measures a layout's quality and reports it as text or JSON.</summary>
internal static class QualityReport
{
    /// <summary>Measures, as a stage.</summary>
    public static LayoutQuality Measure(LayoutSettings settings, PreparedLayout prepared, Layout layout, RunContext context)
    {
        context.Progress.Begin("quality", $"({layout.Count}, {layout.Dims}) against ({layout.Count}, {prepared.Embedding.Columns})");
        ulong seed = settings.Umap.Seed;
        double? recall = prepared.Knn is { } knn
            ? SampledKnnRecall.Measure(prepared.Embedding, settings.Metric, knn, seed, settings.Threads, context.Cancellation)
            : null;
        LayoutQuality quality = LayoutQualities.Measure(
            prepared.Embedding,
            settings.Metric,
            layout,
            prepared.Dataset.Labels,
            recall,
            seed,
            settings.Threads,
            context.Cancellation
        );
        context.Progress.Finish();
        return quality;
    }

    public static JsonObject ToJson(LayoutQuality quality)
    {
        JsonObject json = new()
        {
            ["trustworthiness15"] = Rounded(quality.Trustworthiness15?.Value),
            ["continuity15"] = Rounded(quality.Continuity15?.Value),
            ["neighbourPreservation15"] = Rounded(quality.NeighbourPreservation15?.Value),
            ["knnAccuracy5"] = Rounded(quality.KnnAccuracy5),
            ["silhouette"] = Rounded(quality.Silhouette?.Value),
            ["knnRecall15"] = Rounded(quality.KnnRecall15),
            ["strayPoints"] = quality.LayoutOutliers,
        };
        AddError("trustworthiness15Error", quality.Trustworthiness15);
        AddError("continuity15Error", quality.Continuity15);
        AddError("neighbourPreservation15Error", quality.NeighbourPreservation15);
        AddError("silhouetteError", quality.Silhouette);
        return json;

        void AddError(string name, SampledMeasure? measure)
        {
            if (measure is { StandardError: > 0 } sampled)
                json[name] = Rounded(sampled.StandardError);
        }
    }

    public static string ToText(LayoutQuality quality)
    {
        List<string> parts = [];
        Add("trustworthiness (15)", quality.Trustworthiness15);
        Add("continuity (15)", quality.Continuity15);
        Add("neighbours kept (15)", quality.NeighbourPreservation15);
        if (quality.KnnAccuracy5 is { } accuracy)
            parts.Add($"kNN accuracy (5) {accuracy:0.0000}");

        Add("silhouette of the classes", quality.Silhouette);
        if (quality.KnnRecall15 is { } recall)
            parts.Add($"recall of the neighbour search {recall:0.0000}");

        parts.Add($"stray points {quality.LayoutOutliers}");
        if (quality.Trustworthiness15 is { StandardError: > 0, Queries: var asked })
            parts.Add($"± of {asked} samples asked");

        return string.Join("; ", parts);

        void Add(string name, SampledMeasure? measure)
        {
            if (measure is { } value)
                parts.Add($"{name} {value.Value:0.0000}" + (value.StandardError > 0 ? $" ± {value.StandardError:0.0000}" : ""));
        }
    }

    private static JsonNode? Rounded(double? value) => value is { } number ? JsonLine.Number(number, 5) : null;
}
