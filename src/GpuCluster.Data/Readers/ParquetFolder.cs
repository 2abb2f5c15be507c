namespace GpuCluster.Data.Readers;

/// <summary>A folder of .parquet that hold the parts of one table, as Hugging Face, Spark and clip-retrieval write them.</summary>
internal static class ParquetFolder
{
    private const string Pattern = "*.parquet";

    /// <summary>Whether a folder holds .parquet, directly or in a folder "data".</summary>
    public static bool Holds(string path) => FilesOf(path).Length > 0;

    /// <summary>The files in the order of their names.</summary>
    public static string[] FilesOf(string path)
    {
        string data = Path.Combine(path, "data");
        string[] own = Below(path);
        return own.Length > 0 || !Directory.Exists(data) ? own : Below(data);
    }

    private static string[] Below(string folder)
    {
        EnumerationOptions options = new() { IgnoreInaccessible = true, MatchCasing = MatchCasing.CaseInsensitive };
        string[] files =
        [
            .. Directory.EnumerateFiles(folder, Pattern, options).Where(file => Path.GetFileName(file)[0] is not ('.' or '_')),
        ];
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }
}
