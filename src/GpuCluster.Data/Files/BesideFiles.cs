namespace GpuCluster.Data.Files;

/// <summary>Files that a table names.</summary>
public static class BesideFiles
{
    /// <summary>The number of names that are looked up before a column counts as no file names.</summary>
    private const int Tried = 1000;

    /// <summary>Paths of files relative to a table's folder, so that table and files can be moved together.</summary>
    /// <param name="table">The table's path.</param>
    /// <param name="files">Paths of files.</param>
    public static string[] Relative(string table, IReadOnlyList<string> files)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        return [.. files.Select(file => Path.GetRelativePath(folder, Path.GetFullPath(file)))];
    }

    /// <summary>
    /// Full paths of the vectors' source files, or null if none of the first names is a file: they are then only names, such as "mnist[7]".
    /// </summary>
    internal static string[]? TryResolve(string table, IReadOnlyList<string> names)
    {
        string[] files = Resolve(table, names);
        return files.Take(Tried).Any(file => SourceAddress.Of(file).FileExists) ? files : null;
    }

    /// <summary>Full paths: names are relative to the folder that the table lies in.</summary>
    internal static string[] Resolve(string table, IReadOnlyList<string> names)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        return [.. names.Select(name => name.Length == 0 ? "" : Path.Combine(folder, name))];
    }
}
