using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Records;

/// <summary>
/// The image files inside a table, unpacked once into the user's cache, so that thumbnails, embedders and duplicate search can read them
/// as files. The folder's name is made from the file's path, length and modification time; the folder is renamed to it when it is complete.
/// Without a cache that can be written, the folder lies among the system's temporary ones, unnamed: the next such run removes it.
/// </summary>
internal static class RecordImages
{
    /// <summary>Unpacks the images of the first rows.</summary>
    /// <returns>The path of each row's file; empty where a row has no image.</returns>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static string[] Unpack(
        string path,
        RecordTable table,
        RecordField bytes,
        int rows,
        Action<double>? progress,
        CancellationToken cancellation
    )
    {
        string? cache = UserCache.Folder("parquet");
        string? named = cache is null ? null : Path.Combine(cache, KeyOf(path, bytes.Name, rows));
        string folder = Directory.Exists(named)
            ? named
            : Unpack(
                path,
                named,
                beside =>
                    table.Bytes(
                        bytes,
                        rows,
                        (row, content) =>
                        {
                            using (FileStream file = new(FileOf(beside, row), FileMode.CreateNew))
                                file.Write(content.Span);
                            progress?.Invoke((row + 1.0) / rows);
                        },
                        cancellation
                    )
            );
        return [.. Enumerable.Range(0, rows).Select(row => FileOf(folder, row)).Select(file => File.Exists(file) ? file : "")];
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
                $"{path}: its images cannot be unpacked into {Path.GetDirectoryName(beside)}: {e.Message}; make room there, or set "
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

    private static string FileOf(string folder, int row) => Path.Combine(folder, row.ToString("D8", CultureInfo.InvariantCulture));

    private static string KeyOf(string path, string column, int rows)
    {
        IEnumerable<FileInfo> files = Directory.Exists(path)
            ? new DirectoryInfo(path)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                .OrderBy(file => file.FullName, StringComparer.Ordinal)
            : [new FileInfo(path)];
        StringBuilder identity = new();
        identity.Append(CultureInfo.InvariantCulture, $"{column}\n{rows}");
        foreach (FileInfo file in files)
            identity.Append(CultureInfo.InvariantCulture, $"\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n{file.FullName}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity.ToString())));
    }
}
