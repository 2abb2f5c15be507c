using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Embedding;

namespace GpuCluster.App.Pipeline;

/// <summary>The first two stages of everything: files to samples, samples to vectors.</summary>
internal static class DatasetStage
{
    /// <summary>Loads a dataset.</summary>
    public static Dataset Load(string path, DatasetOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        progress.Begin(StageNames.Load, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        return DatasetReader.Read(path, options, cancellation);
    }

    /// <summary>The vectors of a dataset: its own, or pixel brightness for images. Of a ready layout, its positions.</summary>
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
            default:
                throw new InvalidOperationException($"no vectors come from {dataset.GetType().Name}");
        }
    }
}
