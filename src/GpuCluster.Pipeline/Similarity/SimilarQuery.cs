using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Data.Pictures;
using GpuCluster.Embedding;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>What samples are compared with: one of them, or a vector made of something else.</summary>
/// <param name="Index">The sample, or null.</param>
/// <param name="ImagePath">The picture, or null.</param>
/// <param name="Text">The text, or null.</param>
/// <param name="Vector">d values of what is no sample; empty for one.</param>
public sealed record SimilarQuery(int? Index, string? ImagePath, string? Text, float[] Vector)
{
    /// <summary>A picture, embedded as the data is: by the model, else by pixels.</summary>
    /// <exception cref="UnusableInputException">It cannot be decoded, or the data are vectors and no model is named.</exception>
    public static SimilarQuery OfImage(Dataset dataset, string path, EmbeddingSettings settings, IStageProgress progress, CancellationToken cancellation)
    {
        // The one file has to be readable whatever embeds it.
        byte[] small = SmallPicture.Read(path);
        PictureDataset picture = new(Path.GetFileName(path), [path], small, null);
        EmbeddingMatrix vector = dataset switch
        {
            _ when settings.Model is { } model => EmbeddingRun.Vectors(picture, model, settings, progress, cancellation),
            PictureDataset => CentredPixelEmbedder.Embed(small, SmallPicture.Bytes, 1, NoProgress.Instance, cancellation),
            ImageDataset { Images: var images } => PixelEmbedder.Embed(GreyPicture.Read(path, images.Width, images.Height), 1, NoProgress.Instance, cancellation),
            _ => throw new UnusableInputException($"{path}: the data are vectors, and nothing says how a picture becomes one of them; name the model they were made with, or compare with a sample")
            {
                Remedies = [new Remedy(Setting.Model), new Remedy(Setting.QueryIndex)],
            },
        };
        return new SimilarQuery(null, path, null, vector.Row(0).ToArray());
    }

    /// <summary>A text through the model's text side.</summary>
    /// <exception cref="UnusableInputException">No model is named, or it knows no texts, or the text is empty.</exception>
    public static SimilarQuery OfText(string text, EmbeddingSettings settings, IStageProgress progress, CancellationToken cancellation)
    {
        using ITextEmbedder embedder = TextSide.Open(settings.Model, progress.Warn);
        return new SimilarQuery(null, null, text, embedder.Embed([text], cancellation).Row(0).ToArray());
    }

    /// <summary>The query in words.</summary>
    public string Describe(Dataset dataset) => Index is { } index ? SampleTexts.NameOf(dataset, index) : ImagePath ?? $"“{Text}”";
}
