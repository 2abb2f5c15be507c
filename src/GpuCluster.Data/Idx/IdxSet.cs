namespace GpuCluster.Data.Idx;

/// <summary>IDX image files and their labels as one dataset.</summary>
internal static class IdxSet
{
    public static ImageDataset Read(string name, IReadOnlyList<string> paths, DatasetOptions options, CancellationToken cancellation)
    {
        var (images, parts) = IdxImages.Read(paths, options.Limit, cancellation);
        var labels = options.LabelsPath is { } path
            ? DatasetReader.ReadLabels(path, parts.Sum(part => (long)part.Claimed))
            : IdxLabels.ReadBeside(parts);
        return new ImageDataset(name, images, labels?.Take(images.Count));
    }
}
