using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Scenes;

/// <summary>
/// Identifies data without reading all of it: the SHA-256 of a file's length and of 64 blocks of 16 KiB spread evenly from its start to its
/// end; of a folder, of the name and length of every file in it and its sub-folders, links not followed, in ordinal order. Other changes
/// are not detected.
/// </summary>
internal static class DataFingerprint
{
    private const int Blocks = 64;
    private const int BlockBytes = 1 << 14;

    /// <summary>More files are no data set. A scene from elsewhere may name any folder as its data.</summary>
    private const int MaxFiles = 2_000_000;

    /// <param name="path">A file or a folder.</param>
    /// <param name="maxFiles">How many files a folder may hold.</param>
    /// <param name="cancellation">Ends the walk through a folder.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="UnusableInputException">Nothing is there, it cannot be read, or it holds more than a data set.</exception>
    public static string Of(string path, int maxFiles = MaxFiles, CancellationToken cancellation = default)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (Directory.Exists(path))
            AppendFolder(hash, path, maxFiles, cancellation);
        else
            AppendFile(hash, path);

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendFolder(IncrementalHash hash, string folder, int maxFiles, CancellationToken cancellation)
    {
        if (Path.GetPathRoot(Path.GetFullPath(folder)) == Path.GetFullPath(folder))
            throw new UnusableInputException($"{folder}: the root of the file system is no data set; give the folder of the data itself");
        try
        {
            List<(string Name, long Length)> files = [];
            EnumerationOptions enumeration = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
            foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles("*", enumeration))
            {
                cancellation.ThrowIfCancellationRequested();
                if (files.Count == maxFiles)
                {
                    throw new UnusableInputException(
                        $"{folder}: more than {maxFiles} files, so it is not compared with what a scene was made of; give the folder "
                            + "of the data itself"
                    );
                }

                files.Add((Path.GetRelativePath(folder, file.FullName), file.Length));
            }

            foreach ((string name, long length) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
                hash.AppendData(BitConverter.GetBytes(length));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{folder}: cannot be read: {e.Message}", e);
        }
    }

    private static void AppendFile(IncrementalHash hash, string path)
    {
        using FileStream stream = InputFile.Open(path);
        hash.AppendData(BitConverter.GetBytes(stream.Length));
        byte[] block = new byte[BlockBytes];
        for (int i = 0; i < Blocks; i++)
        {
            // A small file is read completely; in a large one the last block ends at the end of the file.
            long at =
                stream.Length <= Blocks * BlockBytes
                    ? (long)i * BlockBytes
                    : (long)((Int128)(stream.Length - BlockBytes) * i / (Blocks - 1));
            if (at >= stream.Length)
                break;
            stream.Position = at;
            hash.AppendData(block.AsSpan(0, InputFile.ReadUpTo(stream, block, path)));
        }
    }
}
