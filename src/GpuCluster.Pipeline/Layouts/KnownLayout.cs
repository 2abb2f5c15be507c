using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>A finished layout with the data it was made of, for new samples to be placed into.</summary>
/// <param name="Layout">Where the n known samples are.</param>
/// <param name="Dataset">The known samples.</param>
/// <param name="Run">What a scene's layout was run with, or null where nothing says.</param>
public sealed record KnownLayout(Layout Layout, Dataset Dataset, SceneRun? Run)
{
    /// <summary>The classes of the known samples: those that a scene keeps, else those of the data.</summary>
    public SampleLabels? Labels { get; init; }

    /// <summary>Reads a layout and its data.</summary>
    /// <param name="path">A scene, or a float32 (n, 2) or (n, 3) .npy.</param>
    /// <param name="data">The data it was made of; null where the scene knows.</param>
    /// <param name="options">How the data is read; a scene's own where it knows the data.</param>
    /// <param name="progress">Stages and warnings.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">No layout, no data, or the data is of other samples.</exception>
    public static KnownLayout Open(string path, string? data, DatasetOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        SceneFile? scene = SceneFileReader.Reads(path) ? SceneFileReader.Read(path, cancellation) : null;
        Layout layout = scene?.Positions ?? (DatasetReader.Read(path, new DatasetOptions { As = MatrixUse.LayoutOnly }, cancellation) is LayoutDataset { Layout: var read }
            ? read
            : throw new UnusableInputException($"{path}: no layout; give a scene (.gpc) or positions as .npy, float32 (N, 2) or (N, 3)"));
        if (scene is not null && scene.Run is null)
        {
            progress.Warn($"{path}: {(scene.Method.Length > 0 ? scene.Method : "a finished layout")}, which has no rule for new samples: they are placed by UMAP's");
        }

        DataSource source = data is not null ? new DataSource(data, options) : SourceOf(scene, path);
        Dataset dataset = DatasetStage.Load(source.Path, source.Options, progress, cancellation);
        return dataset.Count != layout.Count
            ? throw new UnusableInputException($"{path}: a layout of {layout.Count} samples, and {source.Path} has {dataset.Count}; give the data that it was made of, or a limit of {layout.Count} where it was the first of them")
            {
                Remedies = [new Remedy(Setting.LayoutDataSamples, $"{layout.Count}")],
            }
            : new KnownLayout(layout, dataset, scene?.Run) { Labels = scene?.Labels ?? dataset.Labels };
    }

    private static DataSource SourceOf(SceneFile? scene, string path)
    {
        if (scene?.Source is not { } kept)
        {
            throw new UnusableInputException($"{path}: {(scene is null ? "positions alone" : "a scene that keeps no data")}; name the data that it was made of") { Remedies = [new Remedy(Setting.LayoutData)] };
        }

        return kept.Find(path, out _) is { } found
            ? new DataSource(found, kept.Options)
            : throw new UnusableInputException($"{kept.Path}: no longer there, or other data than the scene was made of; name it") { Remedies = [new Remedy(Setting.LayoutData)] };
    }
}
