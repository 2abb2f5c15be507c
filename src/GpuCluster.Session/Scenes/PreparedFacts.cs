using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Session.Scenes;

/// <summary>What a scene shows of the samples of a layout.</summary>
public static class PreparedFacts
{
    /// <summary>What samples are compared by, in words; empty for positions alone.</summary>
    public static string FeaturesOf(this PreparedLayout prepared)
    {
        string count = $"{prepared.Embedding.Columns:N0}";
        string features = prepared switch
        {
            { Dataset: LayoutDataset } => string.Empty,
            { Dataset: EmbeddingDataset vectors } => vectors.MadeBy is { } name ? $"{count} features by {name}" : $"{count} features",
            { Model: { } model } => $"{count} features by {model.Name}",
            _ => $"{count} features of pixels",
        };
        return features.Length > 0 && prepared.Components is { } components ? $"{features}, {components} components" : features;
    }

    /// <summary>What is known of the samples beside their positions.</summary>
    /// <param name="prepared">The layout.</param>
    /// <param name="thumbnails">Their pictures, or null.</param>
    public static SampleFacts FactsWith(this PreparedLayout prepared, IThumbnails? thumbnails) =>
        new(prepared.Stepper.Count)
        {
            Labels = prepared.Dataset.Labels,
            Rows = prepared.Dataset.Rows,
            Paths = SampleHeading.PathsOf(prepared.Dataset),
            Columns = prepared.Dataset.Columns,
            Thumbnails = thumbnails,
        };
}
