using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Embedding;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The first two stages of everything: files to samples, samples to vectors.</summary>
public static class DatasetStage
{
    /// <summary>Loads a dataset.</summary>
    public static Dataset Load(string path, DatasetOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        progress.Begin(StageNames.Load, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        Dataset dataset = DatasetReader.Read(path, options with { Progress = progress.Report }, cancellation);
        foreach (string warning in dataset.Warnings) progress.Warn(warning);
        return dataset;
    }

    /// <summary>
    /// The vectors of a dataset by the model that was asked for; those of <see cref="Embed(Dataset, int, IStageProgress, CancellationToken)"/> where none was, or where the data is ready: then the
    /// model is the one that made them, and is there for texts.
    /// </summary>
    public static EmbeddingMatrix Embed(Dataset dataset, EmbeddingSettings settings, IStageProgress progress, CancellationToken cancellation) => settings.Model is { } model && dataset is not (LayoutDataset or EmbeddingDataset)
        ? EmbeddingRun.Vectors(dataset, model, settings, progress, cancellation)
        : Embed(dataset, settings.Threads, progress, cancellation);

    /// <summary>The vectors of a dataset without a model: its own, or pixel brightness for images, centred for photos. Of a ready layout, its positions.</summary>
    public static EmbeddingMatrix Embed(Dataset dataset, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        switch (dataset)
        {
            case EmbeddingDataset ready:
                return ready.Embedding;
            case LayoutDataset { Layout: var layout }:
                return new EmbeddingMatrix(layout.Count, layout.Dims, layout.Values);
            case ImageDataset { Images: var images }:
                progress.Begin(StageNames.Embed, $"{dataset.Shape} to ({images.Count}, {images.Height * images.Width})");
                return PixelEmbedder.Embed(images, threads, progress, cancellation);
            case PictureDataset photos:
                int features = photos.Pixels.Length / photos.Count;
                progress.Begin(StageNames.Embed, $"{dataset.Shape} to ({photos.Count}, {features})");
                return CentredPixelEmbedder.Embed(photos.Pixels, features, threads, progress, cancellation);
            default:
                throw new InvalidOperationException($"no vectors come from {dataset.GetType().Name}");
        }
    }
}
