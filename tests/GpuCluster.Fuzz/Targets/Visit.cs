using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Readers;

namespace GpuCluster.Fuzz.Targets;

/// <summary>Looks at all that a data set promises, as a run and a window would.</summary>
internal static class Visit
{
    private const int MaxPictures = 2;

    /// <summary>Reads a data set and visits it.</summary>
    public static void Read(string path) => Read(path, new DatasetOptions());

    /// <inheritdoc cref="Read(string)"/>
    public static void Read(string path, DatasetOptions options) => All(DatasetReader.Read(path, options));

    private static void All(Dataset set)
    {
        Require(set.Count >= 1, "a data set without samples");
        Require(set.Labels is null || set.Labels.Count == set.Count, "labels of another number of samples");
        foreach (SampleColumn column in set.Columns)
            Require(column.Count == set.Count, "a column of another number of samples");
        _ = set.Shape;
        if (set is EmbeddingDataset { Embedding: var vectors })
        {
            vectors.Check();
            Require(vectors.Row(set.Count - 1).Length == vectors.Columns, "a short row");
        }

        using (IThumbnails? thumbnails = set.OpenThumbnails())
        {
            for (int i = 0; thumbnails is not null && i < Math.Min(MaxPictures, thumbnails.Count); i++)
                thumbnails.Read(i, thumbnails.Edges[0], new byte[thumbnails.Edges[0] * thumbnails.Edges[0] * 4]);
        }

        IImageSource? images = set.OpenImages();
        for (int image = 0; image < Math.Min(images?.Count ?? 0, MaxPictures); image++)
        {
            using IImageContent content = images!.Open(image);
            content.TryHash(new byte[32], out _);
            content.TryDecode(32, out _, out _);
        }

        _ = set.Paths?.Count;
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
            throw new InvalidOperationException(fault);
    }
}
