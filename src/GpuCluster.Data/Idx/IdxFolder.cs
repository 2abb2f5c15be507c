using GpuCluster.Data.Files;

namespace GpuCluster.Data.Idx;

/// <summary>A folder in MNIST's own layout: the training set first, then the test set, whichever are there, plain preferred to .gz.</summary>
internal static class IdxFolder
{
    private static readonly string[] Parts = ["train", "t10k"];

    /// <summary>Whether there is a set in a folder.</summary>
    public static bool Holds(string folder) => Array.Exists(Parts, part => Find(folder, part) is not null);

    public static ImageDataset Read(string folder, DatasetOptions options, CancellationToken cancellation)
    {
        string[] paths = [.. Parts.Select(part => Find(folder, part)).OfType<string>()];
        return IdxSet.Read(InputFile.NameOf(folder), paths, options, cancellation);
    }

    /// <summary>Some mirrors write a dot before "idx3".</summary>
    private static string? Find(string folder, string part)
    {
        string[] names = [$"{part}-images-idx3-ubyte", $"{part}-images.idx3-ubyte"];
        return names.SelectMany(name => new[] { name, name + ".gz" }).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
