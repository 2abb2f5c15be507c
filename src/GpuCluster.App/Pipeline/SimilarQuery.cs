using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Data.Pictures;
using GpuCluster.Embedding;

namespace GpuCluster.App.Pipeline;

/// <summary>What samples are compared with: one of them, or a vector made of something else.</summary>
/// <param name="Index">The sample, or null.</param>
/// <param name="ImagePath">The picture, or null.</param>
/// <param name="Vector">d values of what is no sample; empty for one.</param>
internal sealed record SimilarQuery(int? Index, string? ImagePath, float[] Vector)
{
    /// <summary>Makes the query; of a picture it is embedded by pixels, as the data is.</summary>
    /// <exception cref="UnusableInputException">The picture cannot be decoded, or the data are vectors of unknown origin.</exception>
    public static SimilarQuery Of(Dataset dataset, int? index, string? imagePath)
    {
        if (imagePath is null) return new SimilarQuery(index, null, []);
        return new SimilarQuery(null, imagePath, dataset switch
        {
            PictureDataset => CentredPixelEmbedder.Embed(SmallPicture.Read(imagePath), SmallPicture.Bytes, 1, NoProgress.Instance, default).Row(0).ToArray(),
            ImageDataset { Images: var images } => PixelEmbedder.Embed(GreyPicture.Read(imagePath, images.Width, images.Height), 1, NoProgress.Instance, default).Row(0).ToArray(),
            _ => throw new UnusableInputException($"--image {imagePath}: the data are vectors, and nothing says how a picture becomes one of them; use --index, or give the pictures themselves as DATA"),
        });
    }

    /// <summary>The query in words.</summary>
    public string Describe(Dataset dataset) => Index is { } index ? Commands.SampleTexts.NameOf(dataset, index) : ImagePath!;

    /// <summary>The query as it was given.</summary>
    public JsonObject ToJson(Dataset dataset) => Index is { } index
        ? new JsonObject { ["index"] = index, ["path"] = dataset.Paths?[index] }
        : new JsonObject { ["image"] = ImagePath };
}
