using System.Buffers.Binary;
using System.IO.Compression;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Vectors;

/// <summary>A .npz (numpy.savez, plain or compressed) as a data set (<see cref="ArraySet"/>).</summary>
internal static class NpzFile
{
    // Of an entry's header: its beginning, the place of the packing's number, and the numbers that .NET unpacks (deflate64 is the last).
    private const int StartBytes = 10;
    private const int PackingAt = 8;
    private static readonly ushort[] Unpacked = [0, 8, 9];

    /// <summary>The first four bytes of a zip.</summary>
    public static ReadOnlySpan<byte> Magic => "PK\x03\x04"u8;

    /// <summary>Reads the samples and what belongs to them.</summary>
    /// <exception cref="UnusableInputException">It is damaged, packed in another way, or no array can be the samples.</exception>
    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        string? packing = OtherPacking(stream, path);
        try
        {
            using ZipArchive zip = new(stream, ZipArchiveMode.Read);
            UnpackLimit.Check(path, stream.Length, zip, "save it without compression: numpy.savez");
            NamedArray[] arrays = [.. zip.Entries.Where(NpzMember.IsArray).Select(entry => NpzMember.Of(entry, path))];
            if (options.ArrayName is null && IsSparse(arrays))
                throw Sparse(path);
            return ArraySet.Read(path, arrays, options, cancellation);
        }
        catch (InvalidDataException e)
        {
            throw new UnusableInputException($"{path}: {packing ?? $"a damaged .npz ({e.Message})"}; save it again with numpy.savez", e);
        }
    }

    // Null where the first array is stored as NumPy does it.
    private static string? OtherPacking(FileStream stream, string path)
    {
        Span<byte> start = stackalloc byte[StartBytes];
        int read = InputFile.ReadUpTo(stream, start, path);
        stream.Position = 0;
        if (read < StartBytes || !start.StartsWith(Magic))
            return null;
        ushort packing = BinaryPrimitives.ReadUInt16LittleEndian(start[PackingAt..]);
        return Unpacked.Contains(packing) ? null : $"its arrays are packed by method {packing} of zip, which is not read";
    }

    // What scipy.sparse.save_npz writes of every kind of matrix.
    private static bool IsSparse(NamedArray[] arrays) =>
        ArrayNames.Find(arrays, "format") is { Shape.Count: 0 }
        && ArrayNames.Find(arrays, "shape") is not null
        && ArrayNames.Find(arrays, "data") is not null;

    private static UnusableInputException Sparse(string path) =>
        new(
            $"{path}: a sparse matrix of SciPy, which is not read; save all of its values: "
                + $"numpy.save('x.npy', scipy.sparse.load_npz('{path}').toarray().astype('<f4'))"
        );
}
