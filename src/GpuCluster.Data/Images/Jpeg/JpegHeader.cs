using System.Buffers.Binary;
using GpuCluster.Data.Images.Formats;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>
/// What stands before the scan of an ordinary JPEG: baseline, 8 bits, grey or three components in one scan, without a colour profile. Any
/// other is left to Skia.
/// </summary>
internal sealed class JpegHeader
{
    private const int Prefix = 0xFF;
    private const int BaselineFrame = 0xC0;
    private const int HuffmanTables = 0xC4;
    private const int StartOfScan = 0xDA;
    private const int QuantisationTables = 0xDB;
    private const int RestartInterval = 0xDD;
    private const int FirstApplication = 0xE0;
    private const int LastApplication = 0xEF;
    private const int Comment = 0xFE;
    private const int MaxSegments = 256;

    private int _components;
    private bool _hasExif;

    private JpegHeader() { }

    /// <summary>Pixels side by side.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels below each other.</summary>
    public int Height { get; private set; }

    /// <summary>EXIF's orientation, 1 to 8.</summary>
    public int Orientation { get; private set; } = ExifOrientation.Upright;

    /// <summary>Reads the header.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>Null for what is not an ordinary JPEG, damaged ones too.</returns>
    public static JpegHeader? Of(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[Prefix, 0xD8, Prefix]))
            return null;
        JpegHeader header = new();
        int at = 2;
        for (int i = 0; i < MaxSegments && at + 4 <= file.Length && file[at] == Prefix; i++)
        {
            int marker = file[at + 1],
                length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length)
                return null;
            ReadOnlySpan<byte> segment = file.Slice(at + 4, length - 2);
            if (marker == StartOfScan)
                return header.IsWholeScan(segment) ? header : null;
            if (!header.TryRead(marker, segment))
                return null;
            at += 2 + length;
        }

        return null;
    }

    private bool TryRead(int marker, ReadOnlySpan<byte> segment) =>
        marker switch
        {
            BaselineFrame => _components == 0 && TryFrame(segment),
            HuffmanTables or QuantisationTables or RestartInterval or Comment => true,
            >= FirstApplication and <= LastApplication => TryApplication(marker - FirstApplication, segment),
            _ => false,
        };

    private bool TryFrame(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment[0] != 8 || segment[5] is not (1 or 3))
            return false;
        (Height, Width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        _components = segment[5];
        return Width > 0 && Height > 0;
    }

    // Of more scans than one, a decoder holds the coefficients of all pixels.
    private bool IsWholeScan(ReadOnlySpan<byte> segment) => _components > 0 && segment.Length > 0 && segment[0] == _components;

    private bool TryApplication(int number, ReadOnlySpan<byte> segment)
    {
        switch (number)
        {
            case 1 when segment.StartsWith("Exif\0\0"u8):
                if (_hasExif)
                    return false;
                (_hasExif, Orientation) = (true, ExifOrientation.Of(segment));
                return true;
            case 2:
                return !segment.StartsWith("ICC_PROFILE\0"u8);
            default:
                return true;
        }
    }
}
