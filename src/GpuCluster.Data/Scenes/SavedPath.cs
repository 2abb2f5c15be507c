using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Scenes;

/// <summary>
/// A path to something that a scene refers to but does not contain. It is searched relative to the scene first, so that both can be moved
/// together, then at its old place.
/// </summary>
internal static class SavedPath
{
    /// <summary>A path as seen from the scene's folder.</summary>
    public static string Relative(string scenePath, string absolute) => Path.GetRelativePath(FolderOf(scenePath), absolute);

    /// <summary>Finds it again.</summary>
    /// <param name="scenePath">Where the scene lies now.</param>
    /// <param name="relative">Its old path, relative to the scene's folder.</param>
    /// <param name="absolute">Its old path.</param>
    /// <param name="what">A noun for messages.</param>
    /// <param name="isSame">Whether the content at a path is unchanged.</param>
    /// <param name="fault">Why the content at one of the places was not accepted; null if it was found, or if nothing is there.</param>
    /// <returns>The path, or null.</returns>
    public static string? Find(
        string scenePath,
        string relative,
        string absolute,
        string what,
        Func<string, bool> isSame,
        out string? fault
    )
    {
        fault = null;
        string beside = Path.GetFullPath(Path.Combine(FolderOf(scenePath), relative));
        foreach (string candidate in new[] { beside, absolute }.Distinct(StringComparer.Ordinal))
        {
            if (!File.Exists(candidate) && !Directory.Exists(candidate))
                continue;
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
