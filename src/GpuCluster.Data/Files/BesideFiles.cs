namespace GpuCluster.Data.Files;

/// <summary>Files that a table names.</summary>
internal static class BesideFiles
{
    /// <summary>Full paths: names are relative to the folder that the table lies in.</summary>
    public static string[] Resolve(string table, IReadOnlyList<string> names)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(table))!;
        return [.. names.Select(name => name.Length == 0 ? "" : Path.Combine(folder, name))];
    }
}
