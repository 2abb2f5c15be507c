using GpuCluster.Core.Samples;
using GpuCluster.Data.Idx;
using GpuCluster.Data.Labels;

namespace GpuCluster.Data.Readers;

/// <summary>IDX image files and their labels as one dataset.</summary>
internal static class IdxSet
{
    public static ImageDataset Read(string name, IReadOnlyList<string> paths, DatasetOptions options, CancellationToken cancellation)
    {
        (ImageStack? images, IdxPart[]? parts) = IdxImages.Read(paths, options.Limit, cancellation);
        SampleLabels? labels = options.LabelsPath is { } path
            ? LabelsFile.Read(path, parts.Sum(part => (long)part.Claimed))
            : IdxLabels.ReadBeside(parts);
        return new ImageDataset(name, images, labels?.Take(images.Count)) { Columns = parts.Length > 1 ? [SplitOf(parts)] : [] };
    }

    /// <summary>Which file each image is from, so that what the training set and the test set share can be found.</summary>
    private static TextColumn SplitOf(IdxPart[] parts) =>
        new("split", [.. parts.SelectMany(part => Enumerable.Repeat(Path.GetFileName(part.ImagesPath).Split('-')[0], part.Taken))]);
}
