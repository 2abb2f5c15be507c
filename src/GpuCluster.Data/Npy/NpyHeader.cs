using System.Buffers.Binary;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Npy;

/// <summary>
/// The start of a .npy file (numpy.lib.format, versions 1 to 3): magic, version, the length of a Python dict literal, and the literal with
/// the element type, the order and the shape. What follows is the array, one element after the other.
/// </summary>
/// <param name="Type">The element type as NumPy writes it: "&lt;f4", "|u1", "&lt;U8"; for a structured type the literal itself.</param>
/// <param name="IsFortran">Whether the first index runs fastest.</param>
/// <param name="Shape">The size of each dimension, 0 or more.</param>
/// <param name="Start">Where the array begins in the file.</param>
internal sealed record NpyHeader(string Type, bool IsFortran, long[] Shape, long Start)
{
    /// <summary>Longer headers belong to structured types with thousands of fields, or to damaged files.</summary>
    private const int LongestLiteral = 1 << 16;

    /// <summary>The first six bytes.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The shape as NumPy writes it.</summary>
    public string ShapeText => Shape.Length == 1 ? $"({Shape[0]},)" : $"({string.Join(", ", Shape)})";

    /// <summary>Elements in all: exact up to three dimensions, so the rank is checked first.</summary>
    public Int128 Elements => Shape.Aggregate(Int128.One, (product, size) => product * size);

    public static NpyHeader Read(Stream stream, string path)
    {
        Span<byte> start = stackalloc byte[12];
        int held = InputFile.ReadUpTo(stream, start[..10], path);
        if (!start[..held].StartsWith(Magic))
            throw Bad(path, "does not begin as one");
        if (held < 10)
            throw Bad(path, "truncated within its header");
        int version = start[6];
        if (version is < 1 or > 3)
            throw Bad(path, $"format version {version}, which is not supported");
        int prefix = version == 1 ? 10 : 12;
        if (prefix == 12 && InputFile.ReadUpTo(stream, start[10..], path) < 2)
            throw Bad(path, "truncated within its header");
        long length =
            version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > LongestLiteral)
            throw Bad(path, $"a header of {length} bytes");
        byte[] literal = new byte[length];
        if (InputFile.ReadUpTo(stream, literal, path) < length)
            throw Bad(path, "truncated within its header");
        (string? type, bool isFortran, long[]? shape) =
            NpyLiteral.Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(literal))
            ?? throw Bad(path, "a header that cannot be parsed");
        return new NpyHeader(type, isFortran, shape, prefix + length);
    }

    /// <summary>Refuses a file that is shorter or longer than its header claims, before anything is allocated.</summary>
    public void CheckLength(long fileLength, int elementBytes, string path)
    {
        Int128 needed = Start + (Elements * elementBytes);
        if (needed == fileLength)
            return;
        string fault = needed > fileLength ? "truncated" : "more data than its header claims";
        throw new UnusableInputException(
            $"{path}: {fault}: {ShapeText} of {Type} make {needed} bytes, and the file holds {fileLength}; save it again"
        );
    }

    private static UnusableInputException Bad(string path, string fault) =>
        new($"{path}: not a usable .npy: {fault}; save it again with numpy.save");
}
