using System.IO.Compression;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Sources;

/// <summary>
/// A .tar.gz as a .tar in the user's cache: gzip can only be read from its beginning. Its files are read from there in place.
/// </summary>
internal static class UnpackedTar
{
    private const string Name = "archive.tar";

    /// <summary>The path of the .tar. If the gzip is cut, so is it.</summary>
    /// <exception cref="Core.Errors.UnusableInputException">It would unpack to too much.</exception>
    /// <exception cref="Core.Errors.MachineFaultException">The disk is full, or fails.</exception>
    public static string Of(string path, CancellationToken cancellation)
    {
        string key = UnpackedFolder.KeyOf(new FileInfo(path));
        string folder = UnpackedFolder.Get(path, "archives", key, beside => Unpack(path, Path.Combine(beside, Name), cancellation));
        return Path.Combine(folder, Name);
    }

    private static void Unpack(string path, string target, CancellationToken cancellation)
    {
        using FileStream file = InputFile.Open(path);
        using GZipStream packed = new(file, CompressionMode.Decompress);
        using FileStream unpacked = new(target, FileMode.CreateNew);
        byte[] block = new byte[1 << 16];
        try
        {
            while (packed.Read(block) is > 0 and int read)
            {
                cancellation.ThrowIfCancellationRequested();
                unpacked.Write(block, 0, read);
                UnpackLimit.Check(path, file.Length, unpacked.Length, "unpack it, and give the folder");
            }
        }
        catch (InvalidDataException)
        {
            // What came before the damage is a tar that ends early.
        }
    }
}
