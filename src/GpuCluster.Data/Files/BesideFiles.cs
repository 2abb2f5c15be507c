namespace GpuCluster.Data.Files;

/// <summary>Files that a table names.</summary>
public static class BesideFiles
{
    /// <summary>The number of names that are looked up before a column counts as no file names.</summary>
    private const int Tried = 1000;

    private const string FileUri = "file://";

    /// <summary>Paths of files relative to a table's folder, so that table and files can be moved together.</summary>
    /// <param name="table">The table's path.</param>
    /// <param name="files">Paths of files.</param>
    public static string[] Relative(string table, IReadOnlyList<string> files)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        return [.. files.Select(file => Path.GetRelativePath(folder, Path.GetFullPath(file)))];
    }

    /// <summary>
    /// Paths of the vectors' source files, or null if none of the first names is a file: they are then only names, such as "mnist[7]".
    /// </summary>
    /// <remarks>
    /// Vectors name files relative to their own folder. Tables name them as seen from the folder where the command ran: the working
    /// directory, or most often a folder around the table.
    /// </remarks>
    internal static string[]? TryResolve(string table, IReadOnlyList<string> names)
    {
        foreach (string folder in FoldersFor(table))
        {
            if (names.Take(Tried).Any(name => name.Length > 0 && SourceAddress.Of(PathOf(folder, name)).FileExists))
                return [.. names.Select(name => PathOf(folder, name))];
        }

        return null;
    }

    /// <summary>
    /// Paths, absolute if the table's is: names are relative to the folder that the table lies in.
    /// </summary>
    internal static string[] Resolve(string table, IReadOnlyList<string> names)
    {
        string folder = Path.GetDirectoryName(table) ?? "";
        return [.. names.Select(name => PathOf(folder, name))];
    }

    private static IEnumerable<string> FoldersFor(string table)
    {
        string beside = Path.GetDirectoryName(table) ?? "";
        yield return beside;
        yield return "";
        for (DirectoryInfo? folder = Directory.GetParent(Path.GetFullPath(table))?.Parent; folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }

    // Lists of other programs also have file URIs, and those of Windows backslashes. A file of that very name comes first.
    private static string PathOf(string folder, string name)
    {
        if (name.Length == 0)
            return "";
        if (name.StartsWith(FileUri, StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(name, UriKind.Absolute, out Uri? uri))
            name = uri.LocalPath;
        string path = Path.Combine(folder, name);
        if (!name.Contains('\\', StringComparison.Ordinal) || SourceAddress.Of(path).FileExists)
            return path;
        string turned = Path.Combine(folder, name.Replace('\\', '/'));
        return SourceAddress.Of(turned).FileExists ? turned : path;
    }
}
