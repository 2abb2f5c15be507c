using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Data.Images;
using GpuCluster.Embedding;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>What samples are compared with: one of them, or a vector made of an image or a text.</summary>
/// <param name="Index">The sample, 0 to n - 1; null where it is none.</param>
/// <param name="ImagePath">The image, or null.</param>
/// <param name="Text">The text, or null.</param>
/// <param name="Vector">d values; empty for a sample.</param>
public sealed record SimilarQuery(int? Index, string? ImagePath, string? Text, float[] Vector)
{
    /// <summary>A sample.</summary>
    /// <param name="index">0 to n - 1.</param>
    public static SimilarQuery OfSample(int index) => new(index, null, null, []);

    /// <summary>An image, embedded as the data is: by the model, else by its pixels.</summary>
    /// <param name="dataset">The data to compare it with.</param>
    /// <param name="path">The image file.</param>
    /// <param name="settings">The model of the data.</param>
    /// <param name="progress">Receives stages and warnings.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UnusableInputException">It cannot be decoded, or the data are vectors and no model is named.</exception>
    public static SimilarQuery OfImage(
        Dataset dataset,
        string path,
        EmbeddingSettings settings,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        // The one file has to be readable whatever embeds it.
        byte[] small = SmallImage.Read(path);
        ImageFileDataset picture = new(Path.GetFileName(path), [path], null);
        EmbeddingMatrix vector = dataset switch
        {
            _ when settings.Model is not null => DatasetStage.Embed(picture, settings, progress, cancellation).Vectors,
            ImageFileDataset => CentredPixelEmbedder.Embed(small, SmallImage.Bytes, 1, NoProgress.Instance, cancellation),
            ImageDataset { Images: var images } => PixelEmbedder.Embed(
                StackedImage.Read(path, images),
                1,
                NoProgress.Instance,
                cancellation
            ),
            _ => throw NoRule(path),
        };
        return new SimilarQuery(null, path, null, vector.Row(0).ToArray());
    }

    /// <summary>A text, embedded by the model's text encoder.</summary>
    /// <param name="text">The text; more tokens than the model takes are cut, with a warning.</param>
    /// <param name="settings">The model of the data.</param>
    /// <param name="progress">Receives the warning.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UnusableInputException">No model is named, or it has no text encoder, or the text is empty.</exception>
    public static SimilarQuery OfText(string text, EmbeddingSettings settings, IStageProgress progress, CancellationToken cancellation)
    {
        using ITextEmbedder embedder = TextSide.Open(settings.Model, progress.Warn);
        return new SimilarQuery(null, null, text, embedder.Embed([text], cancellation).Row(0).ToArray());
    }

    /// <summary>The query in words: the sample's name, the image's path, or the text in quotation marks.</summary>
    /// <param name="dataset">The data it is compared with.</param>
    public string Describe(Dataset dataset) => Index is { } index ? SampleTexts.NameOf(dataset, index) : ImagePath ?? $"“{Text}”";

    private static UnusableInputException NoRule(string path) =>
        new(
            $"{path}: the data are vectors, and nothing says how a picture becomes one of them; "
                + "name the model they were made with, or compare with a sample"
        )
        {
            Remedies = [new Remedy(Setting.Model), new Remedy(Setting.QueryIndex)],
        };
}
