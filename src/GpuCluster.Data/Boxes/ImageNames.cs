using GpuCluster.Data.Trees;

namespace GpuCluster.Data.Boxes;

/// <summary>Finds the image that an annotation names: beside the annotation, else the one whose path ends with the name.</summary>
internal sealed class ImageNames
{
    private readonly ImageTree _tree;
    private readonly Dictionary<string, int> _byPath = new(StringComparer.Ordinal);
    private readonly ILookup<string, int> _byName;

    /// <param name="tree">The images.</param>
    public ImageNames(ImageTree tree)
    {
        _tree = tree;
        foreach ((int index, string image) in tree.Images.Index())
            _byPath[image] = index;
        _byName = tree.Images.Index().ToLookup(each => NameOf(each.Item), each => each.Index, StringComparer.Ordinal);
    }

    /// <summary>The folder of a file with the mark at its end; empty at the top.</summary>
    public static string FolderOf(string file) => file[..(Math.Max(file.LastIndexOf('/'), file.LastIndexOf('!')) + 1)];

    /// <summary>Finds an image.</summary>
    /// <param name="annotation">The file that names it.</param>
    /// <param name="name">The name, with or without folders.</param>
    /// <returns>Its place, or -1: there is none, or several.</returns>
    public int Find(string annotation, string name)
    {
        string plain = name.Replace('\\', '/').TrimStart('/');
        while (plain.StartsWith("./", StringComparison.Ordinal))
            plain = plain[2..];
        if (plain.Length == 0)
            return -1;
        if (_byPath.TryGetValue(FolderOf(annotation) + plain, out int beside))
            return beside;
        int[] found = [.. _byName[NameOf(plain)].Where(image => EndsWith(_tree.Images[image], plain))];
        if (found.Length == 1)
            return found[0];
        // instances_val2017.json names files of val2017.
        int[] named = [.. found.Where(image => IsNamedAfter(annotation, _tree.Images[image]))];
        return named.Length == 1 ? named[0] : -1;
    }

    private static bool IsNamedAfter(string annotation, string image)
    {
        string folder = NameOf(FolderOf(image).TrimEnd('/', '!'));
        return folder.Length > 0 && NameOf(annotation).Contains(folder, StringComparison.OrdinalIgnoreCase);
    }

    private static bool EndsWith(string image, string name) =>
        image.EndsWith(name, StringComparison.Ordinal) && (image.Length == name.Length || image[^(name.Length + 1)] is '/' or '!');

    private static string NameOf(string path) => path[FolderOf(path).Length..];
}
