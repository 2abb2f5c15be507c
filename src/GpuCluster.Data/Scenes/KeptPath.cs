using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Scenes;

/// <summary>What a scene was made of and does not hold: it is looked for beside the scene first, so that both can be moved together, then where it was.</summary>
internal static class KeptPath
{
    /// <summary>A path as seen from the scene's folder.</summary>
    public static string Relative(string scenePath, string absolute) => Path.GetRelativePath(FolderOf(scenePath), absolute);

    /// <summary>Finds it again.</summary>
    /// <param name="scenePath">Where the scene lies now.</param>
    /// <param name="relative">Where it was, from the scene's folder.</param>
    /// <param name="absolute">Where it was.</param>
    /// <param name="what">What it is, for messages.</param>
    /// <param name="isSame">Whether what is at a path is the same still.</param>
    /// <param name="fault">Why what is at one of the places will not do; null where it was found, or where nothing is there.</param>
    /// <returns>The path, or null.</returns>
    public static string? Find(string scenePath, string relative, string absolute, string what, Func<string, bool> isSame, out string? fault)
    {
        fault = null;
        string beside = Path.GetFullPath(Path.Combine(FolderOf(scenePath), relative));
        foreach (string candidate in new[] { beside, absolute }.Distinct(StringComparer.Ordinal))
        {
            if (!File.Exists(candidate) && !Directory.Exists(candidate)) continue;
            try
            {
                if (isSame(candidate))
                {
                    fault = null;
                    return candidate;
                }

                fault = $"{candidate}: not {what} that the scene was made of";
            }
            catch (Exception e) when (e is UnusableInputException or MachineFaultException)
            {
                fault = e.Message;
            }
        }

        return null;
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
