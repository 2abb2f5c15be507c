using System.IO.Compression;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Vectors;

/// <summary>A .npz (numpy.savez, plain or compressed) as a data set (<see cref="ArraySet"/>).</summary>
internal static class NpzFile
{
    /// <summary>The first four bytes of a zip.</summary>
    public static ReadOnlySpan<byte> Magic => "PK\x03\x04"u8;

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        try
        {
            using ZipArchive zip = new(stream, ZipArchiveMode.Read);
            UnpackLimit.Check(path, stream.Length, zip, "save it without compression: numpy.savez");
            NamedArray[] arrays = [.. zip.Entries.Where(NpzMember.IsArray).Select(entry => NpzMember.Of(entry, path))];
            return ArraySet.Read(path, arrays, options, cancellation);
        }
        catch (InvalidDataException e)
        {
            throw new UnusableInputException($"{path}: a damaged .npz ({e.Message}); save it again with numpy.savez", e);
        }
    }
}
