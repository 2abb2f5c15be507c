using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
using GpuCluster.Embedding;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The first two stages of every run: files to samples, samples to vectors.</summary>
public static class DatasetStage
{
    /// <summary>Reads a data set: IDX, a folder or a list of images, .npy, .npz or .parquet.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How it is read; <see cref="DatasetOptions.Progress"/> is replaced.</param>
    /// <param name="progress">Receives the stage, a warning for each fault that left samples out, and a note for each decision.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>n samples, 1 or more.</returns>
    /// <exception cref="UnusableInputException">The data is absent, damaged, empty, or of a kind that is not read.</exception>
    /// <exception cref="MachineFaultException">The disk fails, or the memory does not suffice.</exception>
    public static Dataset Load(string path, DatasetOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        progress.Begin(StageNames.Load, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        Dataset dataset = DatasetReader.Read(path, options with { Progress = progress.Report }, cancellation);
        foreach (string warning in dataset.Warnings)
            progress.Warn(warning);

        foreach (DatasetNote note in dataset.Notes)
            progress.Note(note.Message, note.Remedies);

        return dataset;
    }

    /// <summary>
    /// The vectors of a data set by a model. Without a model, and where the data holds vectors or positions already, those of
    /// <see cref="Embed(Dataset, int, IStageProgress, CancellationToken)"/>: the model then serves for texts alone.
    /// </summary>
    /// <param name="dataset">n samples.</param>
    /// <param name="settings">The model, its device and the threads.</param>
    /// <param name="progress">Receives the stage and warnings.</param>
    /// <param name="cancellation">Stops the work; vectors made so far stay in the user's cache.</param>
    /// <returns>n x d values. Those of a model have length 1.</returns>
    /// <exception cref="UnusableInputException">The model or every image cannot be used.</exception>
    /// <exception cref="MachineFaultException">A device that was asked for cannot run the model.</exception>
    public static EmbeddingMatrix Embed(
        Dataset dataset,
        EmbeddingSettings settings,
        IStageProgress progress,
        CancellationToken cancellation
    ) =>
        settings.Model is { } model && dataset is not (LayoutDataset or EmbeddingDataset)
            ? EmbeddingRun.Vectors(dataset, model, settings, progress, cancellation)
            : Embed(dataset, settings.Threads, progress, cancellation);

    /// <summary>
    /// The vectors of a data set without a model: its own; for grey images the brightness of each pixel, 0 to 1; for photos 32 x 32 RGB
    /// with the mean taken off, at length 1; for a finished layout its positions.
    /// </summary>
    /// <param name="dataset">n samples.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="progress">Receives the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n x d values.</returns>
    public static EmbeddingMatrix Embed(Dataset dataset, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        switch (dataset)
        {
            case EmbeddingDataset ready:
                return ready.Embedding;
            case LayoutDataset { Layout: var layout }:
                return new EmbeddingMatrix(layout.Count, layout.Dims, layout.Values);
            case ImageDataset { Images: var images }:
                progress.Begin(StageNames.Embed, $"{dataset.Shape} to ({images.Count}, {images.ImageBytes})");
                return PixelEmbedder.Embed(images, threads, progress, cancellation);
            case ImageFileDataset photos:
                int features = photos.Pixels.Length / photos.Count;
                progress.Begin(StageNames.Embed, $"{dataset.Shape} to ({photos.Count}, {features})");
                return CentredPixelEmbedder.Embed(photos.Pixels, features, threads, progress, cancellation);
            default:
                throw new InvalidOperationException($"no vectors come from {dataset.GetType().Name}");
        }
    }
}
