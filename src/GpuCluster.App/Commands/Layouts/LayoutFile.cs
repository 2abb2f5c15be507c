using System.Numerics;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Files;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Scenes;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;
using GpuCluster.Session.Scenes;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>
/// A finished layout in a file: positions (.npy with a side file that names their data, .csv, .ply, .glb), or a scene that goes on (.gpc).
/// </summary>
internal static class LayoutFile
{
    /// <summary>Refuses a name or a place that cannot be used, before any work.</summary>
    public static void Check(string path)
    {
        if (IsScene(path))
            AtomicFile.Probe(path);
        else
            LayoutWriter.Check(path);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prepared">What was laid out, with its source.</param>
    /// <param name="layout">Where the samples are.</param>
    /// <param name="forSpreadsheet">In a .csv, no text is a formula.</param>
    /// <param name="context">Cancellation.</param>
    /// <returns>The side file beside a .npy; null where none is needed, or the data is itself a layout.</returns>
    public static string? Write(string path, PreparedLayout prepared, Layout layout, bool forSpreadsheet, RunContext context)
    {
        if (IsScene(path))
        {
            SceneFileWriter.Write(path, SceneOf(path, prepared, layout), context.Cancellation);
            return null;
        }

        Dataset dataset = prepared.Dataset;
        uint[]? colours = dataset.Labels is { } labels ? new LabelColouring(labels).Colour(new Vector4[labels.Count]).Rgba : null;
        using IThumbnails? thumbnails = path.EndsWith(".glb", StringComparison.OrdinalIgnoreCase) ? dataset.OpenThumbnails() : null;
        LayoutWriter.Write(path, layout, SampleHeading.Of(dataset), colours, forSpreadsheet, thumbnails, context.Cancellation);
        bool isNpy = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
        if (!isNpy || dataset is LayoutDataset || prepared.Source is not { } source)
            return null;
        return LayoutSource.Write(
            path,
            source.Path,
            source.Options,
            prepared.Model is { } model ? (model.Path, model.RequireImageModel()) : null,
            context.Cancellation
        );
    }

    /// <summary>A layout as a scene that goes on from where it is.</summary>
    /// <param name="path">Where the scene goes.</param>
    /// <param name="prepared">What is laid out, with its source.</param>
    /// <param name="layout">Where the samples are.</param>
    public static SceneFile SceneOf(string path, PreparedLayout prepared, Layout layout)
    {
        SceneState scene = new(prepared.FactsWith(null), (float)FrameOptions.DefaultPointSize(layout.Count));
        SteerableCapture? steerable = prepared.Stepper is IUmapStepper umap
            ? new SteerableCapture(umap, umap.Options, umap.Epoch, umap.Epochs, [])
            : null;
        return SceneFiles.Keep(scene, new LayoutCapture(layout, 0, steerable), prepared, path);
    }

    private static bool IsScene(string path) => path.EndsWith(".gpc", StringComparison.OrdinalIgnoreCase);
}
