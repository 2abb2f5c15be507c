using System.Globalization;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Scenes;

/// <summary>
/// Scenes in the user's cache that a window kept because it ended before its user could save: gpucluster-scene-DATA-MOMENT-PROCESS.gpc,
/// where DATA is a checksum of the path, so that the name says nothing about it.
/// </summary>
public static class RescuedScenes
{
    /// <summary>Older ones are removed.</summary>
    private const int MaxKept = 10;
    private const string Prefix = "gpucluster-scene-";
    private const string Moment = "yyyyMMdd-HHmmss";
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    /// <summary>The folder; null if the user has no home folder.</summary>
    private static string? Folder => UserCache.Folder("scenes");

    /// <summary>Makes the folder, removes what is old, and names a new file.</summary>
    /// <param name="data">What the window shows, as the user named it.</param>
    /// <returns>The file, which does not exist yet; null where there is no place for it.</returns>
    public static string? NewPath(string data)
    {
        if (Folder is not { } folder)
            return null;
        try
        {
            UserCache.Make(folder);
            Sweep(folder);
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException or IOException or UnauthorizedAccessException)
        {
            return null;
        }

        string moment = TimeProvider.System.GetUtcNow().ToString(Moment, CultureInfo.InvariantCulture);
        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{StartOf(data)}{moment}-{Environment.ProcessId}.gpc"));
    }

    /// <summary>The newest scene that was kept of this data.</summary>
    /// <param name="data">What a window shows, as the user names it.</param>
    /// <returns>Its file and when it was written; null where there is none.</returns>
    public static (string Path, DateTimeOffset At)? Newest(string data)
    {
        if (Folder is not { } folder || !Directory.Exists(folder))
            return null;
        try
        {
            FileInfo? newest = Of(folder, StartOf(data)).FirstOrDefault();
            return newest is null || IsOld(newest) ? null : (newest.FullName, new DateTimeOffset(newest.LastWriteTime));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static void Sweep(string folder)
    {
        foreach ((int place, FileInfo file) in Of(folder, Prefix).Index())
        {
            if (place >= MaxKept - 1 || IsOld(file))
                file.Delete();
        }
    }

    // The newest first. Of the same second, the one that was written later.
    private static IEnumerable<FileInfo> Of(string folder, string start) =>
        new DirectoryInfo(folder).GetFiles(start + "*.gpc").OrderByDescending(file => file.LastWriteTimeUtc);

    private static bool IsOld(FileInfo file) => TimeProvider.System.GetUtcNow() - new DateTimeOffset(file.LastWriteTimeUtc) > MaxAge;

    private static string StartOf(string data)
    {
        Crc32 crc = default;
        crc.Append(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data))));
        return Prefix + crc.Value.ToString("x8", CultureInfo.InvariantCulture) + "-";
    }
}
