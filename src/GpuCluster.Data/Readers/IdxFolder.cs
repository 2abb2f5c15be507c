using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A folder in MNIST's own layout: the training set first, then the test set, whichever are there, plain preferred to .gz. A file
/// classes.txt beside them names the classes, a name a line, class 0 first.
/// </summary>
internal static class IdxFolder
{
    private const string NamesFile = "classes.txt";
    private static readonly string[] Parts = ["train", "t10k"];

    /// <summary>Whether there is a set in a folder.</summary>
    public static bool Holds(string folder) => Array.Exists(Parts, part => Find(folder, part) is not null);

    public static ImageDataset Read(string folder, DatasetOptions options, CancellationToken cancellation)
    {
        string[] paths = [.. Parts.Select(part => Find(folder, part)).OfType<string>()];
        ImageDataset set = IdxSet.Read(InputFile.NameOf(folder), paths, options, cancellation);
        string names = Path.Combine(folder, NamesFile);
        return set.Labels is { } labels && options.LabelsPath is null && File.Exists(names)
            ? set with
            {
                Labels = LabelClasses.Named(labels, ClassNamesFile.Read(names)),
            }
            : set;
    }

    /// <summary>Some mirrors write a dot before "idx3".</summary>
    private static string? Find(string folder, string part)
    {
        string[] names = [$"{part}-images-idx3-ubyte", $"{part}-images.idx3-ubyte"];
        return names
            .SelectMany(name => new[] { name, name + ".gz" })
            .Select(name => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }
}
