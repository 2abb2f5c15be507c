using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Files;

/// <summary>
/// What a file was unpacked to, once, in the user's cache. The folder's name is made from the file's path, length and modification time;
/// the folder is renamed to it when it is complete. Without a cache that can be written, the folder lies among the system's temporary ones,
/// unnamed: the next such run removes it.
/// </summary>
internal static class UnpackedFolder
{
    /// <summary>The folder's name for a file as it is now.</summary>
    /// <param name="file">The file.</param>
    /// <param name="settings">What else decides how it is unpacked.</param>
    public static string KeyOf(FileInfo file, params IReadOnlyList<string> settings)
    {
        string identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n{string.Concat(settings.Select(setting => setting + "\n"))}{file.FullName}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }

    /// <summary>Unpacks a file, unless that was done before.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="kind">The cache's folder.</param>
    /// <param name="key">From <see cref="KeyOf"/>.</param>
    /// <param name="unpack">Fills the folder that it receives.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static string Get(string path, string kind, string key, Action<string> unpack)
    {
        string? named = UserCache.Folder(kind) is { } cache ? Path.Combine(cache, key) : null;
        return Directory.Exists(named) ? named : Unpack(path, named, unpack);
    }

    private static string Unpack(string path, string? named, Action<string> unpack)
    {
        string beside = NewFolder(named, out bool isTemporary);
        bool isComplete = false;
        try
        {
            unpack(beside);
            if (isTemporary || named is null)
                return Kept(beside);
            Directory.Move(beside, named);
            return Kept(named);
        }
        catch (IOException) when (Directory.Exists(named))
        {
            // Another run finished first: use its folder.
            return named;
        }
        catch (IOException e)
        {
            throw new MachineFaultException(
                $"{path}: cannot be unpacked into {Path.GetDirectoryName(beside)}: {e.Message}; make room there, or set "
                    + "XDG_CACHE_HOME to another folder",
                e
            );
        }
        finally
        {
            if (!isComplete && Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }

        string Kept(string folder)
        {
            isComplete = true;
            return folder;
        }
    }

    // In the cache where that can be written, else among the temporary folders.
    private static string NewFolder(string? named, out bool isTemporary)
    {
        isTemporary = false;
        try
        {
            if (named is not null)
                return NewFolderIn(Path.GetDirectoryName(named)!);
        }
        catch (UnusableInputException)
        {
            // A cache that cannot be written is none.
        }

        isTemporary = true;
        return NewFolderIn(Path.GetTempPath(), isShared: true);
    }

    private static string NewFolderIn(string parent, bool isShared = false)
    {
        string folder = Path.Combine(parent, Unfinished.NewName(""));
        if (!isShared)
            UserCache.Make(parent);
        Unfinished.Sweep(parent);
        UserCache.Make(folder);
        return folder;
    }
}
