using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
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
    /// <param name="path">A scene (.gpc), or a float32 (n, 2) or (n, 3) .npy.</param>
    /// <param name="data">The data it was made of; null where the scene, or the side file of the positions, knows.</param>
    /// <param name="options">How the data is read; a scene's own where it knows the data.</param>
    /// <param name="progress">Stages and warnings.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">No layout, no data, or the data is of other samples.</exception>
    public static KnownLayout Open(
        string path,
        string? data,
        DatasetOptions options,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        SceneFile? scene = SceneFileReader.Reads(path) ? SceneFileReader.Read(path, cancellation) : null;
        LayoutDataset? positions = scene is null ? ReadPositions(path, cancellation) : null;
        Layout layout = scene?.Positions ?? positions!.Layout;
        SampleRows rows = scene?.Rows ?? positions?.Rows ?? SampleRows.All(layout.Count);
        if (scene is not null && scene.Run is null)
        {
            string method = scene.Method.Length > 0 ? scene.Method : "a finished layout";
            progress.Warn($"{path}: {method}, which has no rule for new samples: they are placed by UMAP's");
        }

        DataSource source = data is not null ? new DataSource(data, options) : SourceOf(scene, path, cancellation);
        Dataset loaded = DatasetStage.Load(source.Path, source.Options, progress, cancellation);
        if (loaded.AtRows(rows) is not { } dataset)
        {
            throw new UnusableInputException(
                $"{path}: a layout of {rows.Count} samples, and {source.Path} has {loaded.Rows.Count}; "
                    + $"give the data that it was made of, or a limit of {rows.Count} where it was the first of them"
            )
            {
                Remedies = [new Remedy(Setting.LayoutDataSamples, $"{rows.Count}")],
            };
        }

        return new KnownLayout(layout, dataset, scene?.Run) { Labels = scene?.Labels ?? dataset.Labels };
    }

    private static LayoutDataset ReadPositions(string path, CancellationToken cancellation) =>
        DatasetReader.Read(path, new DatasetOptions { As = MatrixUse.LayoutOnly, PositionsAlone = true }, cancellation)
            is LayoutDataset layout
            ? layout
            : throw new UnusableInputException($"{path}: no layout; give a scene (.gpc) or positions as .npy, float32 (N, 2) or (N, 3)");

    private static DataSource SourceOf(SceneFile? scene, string path, CancellationToken cancellation)
    {
        SceneSource? source = scene is null ? LayoutSource.TryRead(path, out _, cancellation)?.Source : scene.Source;
        if (source is not { } kept)
        {
            string what = scene is null ? "positions alone" : "a scene that keeps no data";
            throw NameData($"{path}: {what}; name the data that it was made of");
        }

        return kept.Find(scene is null ? LayoutSource.PathFor(path) : path, out _, cancellation) is { } found
            ? new DataSource(found, kept.Options)
            : throw NameData($"{kept.Path}: no longer there, or other data than it was made of; name it");
    }

    private static UnusableInputException NameData(string message) => new(message) { Remedies = [new Remedy(Setting.LayoutData)] };
}
