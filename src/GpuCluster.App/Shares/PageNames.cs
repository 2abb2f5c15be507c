namespace GpuCluster.App.Shares;

/// <summary>
/// Names of samples without the folders that all of them lie in: these say something of the machine and nothing of the sample.
/// </summary>
internal static class PageNames
{
    /// <summary>Shortens paths.</summary>
    /// <param name="paths">One or more.</param>
    /// <returns>One line each.</returns>
    public static string[] Of(IReadOnlyList<string> paths)
    {
        string first = paths[0];
        int common = first.LastIndexOf('/') + 1;
        foreach (string path in paths)
        {
            while (common > 0 && !path.AsSpan().StartsWith(first.AsSpan(0, common), StringComparison.Ordinal))
                common = common < 2 ? 0 : first.LastIndexOf('/', common - 2) + 1;
        }

        return [.. paths.Select(path => string.Concat(path[common..].Select(letter => char.IsControl(letter) ? ' ' : letter)))];
    }
}
