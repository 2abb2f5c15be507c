namespace GpuCluster.Data.Files;

/// <summary>Where a user's caches lie, after the XDG base directory specification.</summary>
internal static class UserCache
{
    /// <summary>This program's folder for one kind of entry; null where the user has no home. It need not be there yet.</summary>
    public static string? Folder(string kind)
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        // The specification has relative paths ignored.
        if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (home.Length == 0) return null;
            cache = Path.Combine(home, ".cache");
        }

        return Path.Combine(cache, "gpucluster", kind);
    }
}
