using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Images;

/// <summary>
/// A disk cache of thumbnails: one zlib stream of RGBA for each picture, whose checksum detects damage. The key is the SHA-256 of path,
/// length and modification time, so a changed file gets another entry. An unreadable entry is computed again; a failed write is ignored.
/// Thread-safe.
/// </summary>
internal sealed class ThumbnailCache
{
    /// <summary>Changed whenever thumbnails are made differently, so that old entries are not reused.</summary>
    private const string Format = "1";

    /// <summary>
    /// Failures in a row after which nothing more is written: a full disk stays full, while two threads with one entry are no reason to
    /// give up.
    /// </summary>
    private const int MaxFailures = 8;

    private readonly string _folder;
    private int _failures;
    private bool _isSwept;

    /// <param name="folder">The cache's folder; created when the first entry is written.</param>
    public ThumbnailCache(string folder) => _folder = folder;

    /// <summary>The user's cache; null where the user has none.</summary>
    public static ThumbnailCache? OfUser() => UserCache.Folder("thumbnails") is { } folder ? new ThumbnailCache(folder) : null;

    /// <summary>The cache's name for a file as it is now, or for a part of it: an entry, a box.</summary>
    public static string KeyOf(FileInfo file, string? part = null)
    {
        string identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{Format}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n{file.FullName}{(part is null ? "" : "\n" + part)}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }

    /// <summary>Fills <paramref name="rgba"/> from an entry.</summary>
    /// <returns>False if there is none of that length, or it is damaged.</returns>
    public bool TryRead(string key, Span<byte> rgba)
    {
        string path = PathOf(key);
        if (!File.Exists(path))
            return false;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            using ZLibStream stream = new(file, CompressionMode.Decompress);
            return stream.ReadAtLeast(rgba, rgba.Length, throwOnEndOfStream: false) == rgba.Length && stream.ReadByte() < 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>Stores an entry, if possible.</summary>
    public void Write(string key, byte[] rgba)
    {
        if (Volatile.Read(ref _failures) >= MaxFailures)
            return;
        try
        {
            if (!Volatile.Read(ref _isSwept))
            {
                UserCache.Make(_folder);
                Unfinished.Sweep(_folder);
                Volatile.Write(ref _isSwept, true);
            }

            string path = PathOf(key);
            AtomicFile.MakeFolder(Path.GetDirectoryName(path)!);
            AtomicFile.Write(
                path,
                _folder,
                file =>
                {
                    using ZLibStream stream = new(file, CompressionLevel.Fastest, leaveOpen: true);
                    stream.Write(rgba);
                }
            );
            Volatile.Write(ref _failures, 0);
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException)
        {
            Interlocked.Increment(ref _failures);
        }
    }

    // Spread over 256 folders, as git does: directories of a million files are slow.
    private string PathOf(string key) => Path.Combine(_folder, key[..2], key[2..]);
}
