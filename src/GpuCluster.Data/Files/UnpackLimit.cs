using System.IO.Compression;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Files;

/// <summary>
/// How much a file may unpack to: a hundred times its size, and 64 MiB always. A file of any format that packs (.gz, .zip, .npz, .parquet,
/// .gpc) or repeats (names in .jsonl) is held to it, by what it claims before anything is allocated, else while it is read. So no small
/// file takes gigabytes.
/// </summary>
internal static class UnpackLimit
{
    /// <summary>How many times its size a file may unpack to.</summary>
    public const int MaxRatio = 100;

    /// <summary>Bytes that every file may unpack to.</summary>
    public const long AlwaysAllowed = 64 << 20;

    /// <summary>Refuses a file that claims too much.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fileBytes">Its size.</param>
    /// <param name="unpacked">Bytes that it claims, or that it has unpacked to so far.</param>
    /// <param name="remedy">How to give the same data without packing.</param>
    /// <exception cref="UnusableInputException">It is more than the limit.</exception>
    public static void Check(string path, long fileBytes, Int128 unpacked, string remedy)
    {
        Int128 limit = Int128.Max(AlwaysAllowed, (Int128)MaxRatio * fileBytes);
        if (unpacked > limit)
        {
            throw new UnusableInputException(
                $"{path}: a file of {Size(fileBytes)} would unpack to {Size(unpacked)} or more; its limit is {Size(limit)} "
                    + $"({MaxRatio} times the file, at least {Size(AlwaysAllowed)}); {remedy}"
            );
        }
    }

    /// <summary>Refuses an archive whose members claim too much together.</summary>
    public static void Check(string path, long fileBytes, ZipArchive archive, string remedy)
    {
        Int128 unpacked = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
            unpacked += entry.Length;
        Check(path, fileBytes, unpacked, remedy);
    }

    private static string Size(Int128 bytes) =>
        bytes >= 10_000_000_000 ? $"{(double)bytes / 1e9:0} GB"
        : bytes >= 1_000_000 ? $"{(double)bytes / 1e6:0.#} MB"
        : $"{bytes} bytes";
}
