using GpuCluster.Core.Samples;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Session.Scenes;

/// <summary>What a scene shows of the samples of a layout.</summary>
public static class PreparedFacts
{
    /// <summary>What is known of the samples beside their positions.</summary>
    /// <param name="prepared">The layout.</param>
    /// <param name="thumbnails">Their pictures, or null.</param>
    public static SampleFacts FactsWith(this PreparedLayout prepared, IThumbnails? thumbnails) =>
        new(prepared.Stepper.Count)
        {
            Labels = prepared.Dataset.Labels,
            Paths = SampleHeading.PathsOf(prepared.Dataset),
            Columns = prepared.Dataset.Columns,
            Thumbnails = thumbnails,
        };
}
