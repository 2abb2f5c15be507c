using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Files;

/// <summary>Where a user's caches lie, after the XDG base directory specification.</summary>
public static class UserCache
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

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

    /// <summary>
    /// Creates a cache's folder, or closes one that is there, to all but its user: the specification asks for that, and thumbnails show
    /// private photos.
    /// </summary>
    /// <exception cref="UnusableInputException">It cannot be created here.</exception>
    public static void Make(string folder)
    {
        if (File.Exists(folder))
            throw new UnusableInputException($"{folder}: a file, where a folder of the cache was expected");
        // .NET gives the mode to the last folder only.
        if (Path.GetDirectoryName(folder) is { Length: > 0 } parent && !Directory.Exists(parent))
            Make(parent);
        AtomicFile.Guarded(
            folder,
            () =>
            {
                if (OperatingSystem.IsWindows())
                    Directory.CreateDirectory(folder);
                else if (Directory.CreateDirectory(folder, UserOnly).UnixFileMode != UserOnly)
                    File.SetUnixFileMode(folder, UserOnly);
            }
        );
    }
}
