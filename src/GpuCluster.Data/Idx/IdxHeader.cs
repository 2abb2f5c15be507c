using System.Buffers.Binary;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Idx;

/// <summary>
/// The start of an IDX file (yann.lecun.com/exdb/mnist): two zero bytes, the type (0x08 is uint8), the rank, then one big-endian uint32 for
/// each dimension. Images are 0x803 (n, height, width), labels 0x801 (n).
/// </summary>
/// <param name="Dims">One to three sizes, the first the number of items.</param>
internal readonly record struct IdxHeader(uint[] Dims)
{
    public const uint ImagesMagic = 0x803;
    public const uint LabelsMagic = 0x801;

    /// <summary>The first bytes of every IDX file of bytes.</summary>
    public static ReadOnlySpan<byte> MagicStart => [0, 0, 8];

    /// <summary>Bytes of the header itself.</summary>
    public int Size => 4 + (4 * Dims.Length);

    public uint Count => Dims[0];

    /// <summary>Bytes of one item: height x width, or 1 for labels. At most 2^64, held exactly.</summary>
    public UInt128 ItemBytes => Dims.Skip(1).Aggregate(UInt128.One, (product, dim) => product * dim);

    /// <summary>Bytes that must follow the header.</summary>
    public UInt128 PayloadBytes => Count * ItemBytes;

    /// <summary>The sizes for messages: "60000 x 28 x 28".</summary>
    public string Claim => string.Join(" x ", Dims);

    public static IdxHeader Read(Stream stream, uint magic, string path)
    {
        Span<byte> word = stackalloc byte[4];
        uint found = NextWord(stream, word, path);
        if (found != magic)
            throw WrongMagic(found, magic, path);
        uint[] dims = new uint[magic & 0xFF];
        for (int i = 0; i < dims.Length; i++)
            dims[i] = NextWord(stream, word, path);
        if (dims.Contains(0u))
        {
            throw new UnusableInputException(
                $"{path}: empty, {string.Join(" x ", dims)} by its header; give a set with at least one sample"
            );
        }

        return new IdxHeader(dims);
    }

    private static uint NextWord(Stream stream, Span<byte> word, string path)
    {
        if (Files.InputFile.ReadUpTo(stream, word, path) < word.Length)
            throw new UnusableInputException($"{path}: truncated within its IDX header; fetch the file again");
        return BinaryPrimitives.ReadUInt32BigEndian(word);
    }

    private static UnusableInputException WrongMagic(uint found, uint wanted, string path)
    {
        string remedy = (found, wanted) switch
        {
            (LabelsMagic, ImagesMagic) => "these are labels; give the images file",
            (ImagesMagic, LabelsMagic) => "these are images; give the labels file",
            _ when path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) =>
                "packed, and not an IDX file of bytes; unpack it (gzip -d) and give the plain file",
            _ => "not an IDX file of bytes; fetch the file again",
        };
        return new UnusableInputException(
            $"{path}: wrong magic number 0x{found:X8}, IDX {(wanted == ImagesMagic ? "images" : "labels")} begin with 0x{wanted:X8}: "
                + $"{remedy}"
        );
    }
}
