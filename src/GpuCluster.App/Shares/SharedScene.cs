using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Streaming;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Scene;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Scenes;

namespace GpuCluster.App.Shares;

/// <summary>A scene that is about to be shared, with its recorded epochs and its pictures. Owns the pictures.</summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Method">How the layout was made, in words.</param>
/// <param name="Layout">Where the n samples are.</param>
/// <param name="Scene">What is known of them, and which are hidden.</param>
internal sealed record SharedScene(string Name, string Method, Layout Layout, SceneState Scene) : IDisposable
{
    /// <summary>Reads a scene file. Its data is read for pictures and names only, so that no vector is computed.</summary>
    /// <param name="path">The .gpc.</param>
    /// <param name="progress">Receives the stage, and one warning where the data is gone.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="Core.Errors.UnusableInputException">No scene, or a damaged one.</exception>
    public static SharedScene Open(string path, IStageProgress progress, CancellationToken cancellation)
    {
        progress.Begin(StageNames.Load, Path.GetFileName(path));
        SceneFile kept = SceneFileReader.Read(path, cancellation);
        Dataset? dataset = DataOf(path, kept, progress, cancellation);
        SampleFacts facts = new(kept.Positions.Count)
        {
            Labels = kept.Labels,
            Rows = kept.Rows,
            Columns = kept.Columns,
            Paths = dataset is null ? null : SampleHeading.PathsOf(dataset),
            Thumbnails = dataset?.OpenThumbnails(),
        };
        SceneState scene = new(facts);
        SceneFiles.RestoreHistory(kept, scene.Timeline);
        SceneFiles.RestoreView(new OpenedScene(path, kept), scene);
        return new SharedScene(kept.Name, kept.Method, kept.Positions, scene);
    }

    /// <summary>Runs every epoch of a layout and records them.</summary>
    /// <param name="pipeline">Runs it.</param>
    /// <param name="prepared">Before its first epoch; not owned.</param>
    /// <param name="cancellation">Stops between two epochs.</param>
    public static SharedScene Run(LayoutPipeline pipeline, PreparedLayout prepared, CancellationToken cancellation)
    {
        ILayoutStepper stepper = prepared.Stepper;
        SceneState scene = new(prepared.FactsWith(prepared.Dataset.OpenThumbnails()));
        Vector4[] positions = new Vector4[stepper.Count];
        void Record()
        {
            stepper.WriteTo(new HostPositions(positions));
            scene.Timeline.History.Record(stepper.Epoch, positions);
        }

        if (stepper.Epochs > 0)
            Record();
        Layout layout = pipeline.Optimize(prepared, Record, cancellation);
        return new SharedScene(prepared.Dataset.Name, prepared.Method, layout, scene);
    }

    /// <inheritdoc/>
    public void Dispose() => Scene.Facts.Thumbnails?.Dispose();

    private static Dataset? DataOf(string path, SceneFile kept, IStageProgress progress, CancellationToken cancellation)
    {
        if (kept.Source is not { } source)
            return null;
        Dataset? found = source.Find(path, out _, cancellation) is { } data
            ? DatasetStage.Load(data, source.Options, progress, cancellation).AtRows(kept.Rows ?? SampleRows.All(kept.Positions.Count))
            : null;
        if (found is null)
            progress.Warn($"{source.Path}: no longer there, or changed since: the page has no pictures; put the data back to have them");
        return found;
    }
}
