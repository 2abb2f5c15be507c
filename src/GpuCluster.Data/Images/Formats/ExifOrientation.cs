using System.Buffers.Binary;

namespace GpuCluster.Data.Images.Formats;

/// <summary>The orientation in a block of EXIF: tag 274 in the first directory of a small TIFF.</summary>
internal static class ExifOrientation
{
    /// <summary>Pixels as they are stored.</summary>
    public const int Upright = 1;

    private const int HeaderBytes = 8;
    private const int EntryBytes = 12;
    private const int Tag = 274;
    private const int TypeShort = 3;

    /// <summary>The orientation, 1 to 8; <see cref="Upright"/> if there is none or the block is damaged.</summary>
    /// <param name="exif">The block, with or without the six bytes "Exif" and two zeros before the TIFF.</param>
    public static int Of(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8))
            exif = exif[6..];
        if (exif.Length < HeaderBytes)
            return Upright;
        bool isLittle = exif.StartsWith("II"u8);
        if (!isLittle && !exif.StartsWith("MM"u8))
            return Upright;
        uint directory = isLittle ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - 2)
            return Upright;
        ReadOnlySpan<byte> entries = exif[(int)directory..];
        int count = Short(entries, isLittle);
        for (int i = 0; i < count && 2 + ((i + 1) * EntryBytes) <= entries.Length; i++)
        {
            ReadOnlySpan<byte> entry = entries.Slice(2 + (i * EntryBytes), EntryBytes);
            if (Short(entry, isLittle) == Tag && Short(entry[2..], isLittle) == TypeShort)
                return Short(entry[8..], isLittle) is >= 1 and <= 8 and int orientation ? orientation : Upright;
        }

        return Upright;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool isLittle) =>
        isLittle ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
