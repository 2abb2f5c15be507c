namespace GpuCluster.Data.Files;

/// <summary>Where a user's caches lie, after the XDG base directory specification.</summary>
internal static class UserCache
{
    /// <summary>This program's folder for one kind of entry; null if the user has no home folder. It may not exist yet.</summary>
    public static string? Folder(string kind)
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        // The specification says to ignore relative paths.
        if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (home.Length == 0)
                return null;
            cache = Path.Combine(home, ".cache");
        }

        return Path.Combine(cache, "gpucluster", kind);
    }
}
