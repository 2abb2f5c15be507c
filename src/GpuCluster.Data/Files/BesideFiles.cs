namespace GpuCluster.Data.Files;

/// <summary>Files that a table names.</summary>
public static class BesideFiles
{
    /// <summary>Names looked up before a column of names is taken for what no files are called.</summary>
    private const int Tried = 1000;

    /// <summary>Names of files as a table in another folder has to name them, so that it and they can be moved together.</summary>
    /// <param name="table">The table's path.</param>
    /// <param name="files">Paths of files.</param>
    public static string[] Relative(string table, IReadOnlyList<string> files)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        return [.. files.Select(file => Path.GetRelativePath(folder, Path.GetFullPath(file)))];
    }

    /// <summary>Full paths of what vectors were made of, or null where none of the first names is a file: they then are names only, such as "mnist[7]".</summary>
    internal static string[]? TryResolve(string table, IReadOnlyList<string> names)
    {
        string[] files = Resolve(table, names);
        return files.Take(Tried).Any(File.Exists) ? files : null;
    }

    /// <summary>Full paths: names are relative to the folder that the table lies in.</summary>
    internal static string[] Resolve(string table, IReadOnlyList<string> names)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        return [.. names.Select(name => name.Length == 0 ? "" : Path.Combine(folder, name))];
    }
}
