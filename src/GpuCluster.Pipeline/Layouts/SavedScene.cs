using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Embedding.Models;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>A scene file as a layout that goes on where it stopped.</summary>
internal static class SavedScene
{
    /// <summary>Reads the scene, and its data where that is still there.</summary>
    /// <param name="path">The .gpc.</param>
    /// <param name="settings">How images become vectors, for similarity; the scene's own model where none is named.</param>
    /// <param name="backends">Where the layout goes on.</param>
    /// <param name="progress">Stages; warned where the data is gone.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">No scene, a damaged one, or one of a newer program.</exception>
    public static PreparedLayout Open(
        string path,
        EmbeddingSettings settings,
        IComputeBackends backends,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        progress.Begin(StageNames.Load, Path.GetFileName(path));
        SceneFile kept = SceneFileReader.Read(path, cancellation);
        string? warning = null;
        DataSource? source = kept.Source?.Find(path, out warning, cancellation) is { } data
            ? new DataSource(data, kept.Source.Options)
            : null;
        if (warning is not null)
            progress.Warn(warning);

        SampleRows rows = kept.Rows ?? SampleRows.All(kept.Positions.Count);
        Dataset? loaded = source is null ? null : DatasetStage.Load(source.Path, source.Options, progress, cancellation),
            found = loaded?.AtRows(rows);
        if (loaded is not null && found is null)
        {
            string differs = $"{loaded.Rows.Count} samples, where the scene has {rows.Count}";
            progress.Warn($"{source!.Path}: {differs}: it opens without pictures and similarity");
        }

        Dataset shown = found ?? new LayoutDataset(kept.Name, kept.Positions, kept.Labels) { Rows = rows };
        Dataset dataset = shown with { Labels = kept.Labels, Columns = kept.Columns };
        settings = found is null ? settings : settings with { Model = settings.Model ?? ModelOf(kept, path, progress, cancellation) };
        EmbeddingMatrix embedding = DatasetStage.EmbedAll(dataset, settings, progress, cancellation);
        ILayoutStepper stepper = kept is { Run: { } run, Graph: { } graph, Initial: { } initial }
            ? backends.CreateStepper(graph, initial, run.Options, new UmapProgress(kept.Positions, run.Epoch, run.Epochs))
            : new FixedLayout(kept.Positions);
        bool hasVectors = dataset is not LayoutDataset;
        return new PreparedLayout(dataset, embedding, kept.Knn, stepper, kept.Run is null ? null : backends.Description, kept.Method)
        {
            Source = source,
            Model = dataset is LayoutDataset ? null : settings.Model,
            Kept = new OpenedScene(path, kept),
            Metric = kept.Run?.Metric ?? default,
            Components = kept.Run?.Components,
            Similarity = hasVectors
                ? SimilaritySource.Of(dataset.Name, embedding, settings, kept.Run?.Options.Seed ?? new UmapOptions().Seed, backends)
                : null,
            Rebuilder =
                hasVectors && kept is { Knn: { } knn, Run: { } steered, Initial: { } start }
                    ? new GraphRebuilder(
                        (stages, stop) => Searched(embedding, steered, settings.Threads, stages, stop),
                        knn,
                        start,
                        steered.Metric,
                        settings.Threads,
                        (layoutGraph, from, umap) => backends.CreateStepper(layoutGraph, from, umap)
                    )
                    {
                        Labels = kept.Labels,
                    }
                    : null,
        };
    }

    /// <summary>The vectors that the scene's neighbours were found among.</summary>
    private static EmbeddingMatrix Searched(
        EmbeddingMatrix embedding,
        SceneRun run,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    ) =>
        run.Components is { } components
        && ComponentsStage.Find(embedding, components, run.Options.Seed, threads, progress, cancellation) is { } found
            ? new EmbeddingMatrix(embedding.Rows, found.Count, found.Projected)
            : embedding;

    /// <summary>
    /// The model that made the scene's vectors; null where none did; null with a warning where it is gone or another by now.
    /// </summary>
    private static ModelFolder? ModelOf(SceneFile kept, string path, IStageProgress progress, CancellationToken cancellation)
    {
        if (kept.Model is not { } model)
            return null;

        if (model.Find(path, out string? fault, cancellation) is { } found)
            return ModelFolder.Open(found);

        progress.Warn($"{fault}: similarity is by pixels; name the model to have it by that", [new Remedy(Setting.Model)]);
        return null;
    }
}
