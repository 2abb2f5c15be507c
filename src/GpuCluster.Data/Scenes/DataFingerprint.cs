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

    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="UnusableInputException">Nothing is there, or it cannot be read.</exception>
    public static string Of(string path)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (Directory.Exists(path))
            AppendFolder(hash, path);
        else
            AppendFile(hash, path);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendFolder(IncrementalHash hash, string folder)
    {
        try
        {
            EnumerationOptions enumeration = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
            foreach (
                (string Name, long Length) file in new DirectoryInfo(folder)
                    .EnumerateFiles("*", enumeration)
                    .Select(file => (Name: Path.GetRelativePath(folder, file.FullName), file.Length))
                    .OrderBy(file => file.Name, StringComparer.Ordinal)
            )
            {
                hash.AppendData(Encoding.UTF8.GetBytes(file.Name + "\0"));
                hash.AppendData(BitConverter.GetBytes(file.Length));
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
