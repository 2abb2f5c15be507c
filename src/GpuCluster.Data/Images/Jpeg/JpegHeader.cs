using System.Buffers.Binary;
using GpuCluster.Data.Images.Formats;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>
/// What stands before the scan of an ordinary JPEG: baseline, 8 bits, grey or YCbCr in one scan, without a colour profile. Any other is
/// left to a library.
/// </summary>
internal sealed class JpegHeader
{
    private const int Prefix = 0xFF;
    private const int BaselineFrame = 0xC0;
    private const int HuffmanTables = 0xC4;
    private const int StartOfScan = 0xDA;
    private const int QuantisationTables = 0xDB;
    private const int RestartIntervalMarker = 0xDD;
    private const int FirstApplication = 0xE0;
    private const int LastApplication = 0xEF;
    private const int Comment = 0xFE;
    private const int MaxSegments = 256;

    private readonly HuffmanTable?[] _first = new HuffmanTable?[4];
    private readonly HuffmanTable?[] _others = new HuffmanTable?[4];
    private readonly int[]?[] _quantisation = new int[]?[4];
    private bool _hasExif;
    private bool _hasJfif;
    private int _adobeTransform = -1;

    private JpegHeader() { }

    /// <summary>Pixels side by side.</summary>
    public int Width { get; private set; }

    /// <summary>Pixels below each other.</summary>
    public int Height { get; private set; }

    /// <summary>One component or three.</summary>
    public JpegComponent[] Components { get; private set; } = [];

    /// <summary>Units of the scan between two restart markers; 0 without these.</summary>
    public int RestartInterval { get; private set; }

    /// <summary>EXIF's orientation, 1 to 8.</summary>
    public int Orientation { get; private set; } = ExifOrientation.Upright;

    /// <summary>Where the scan's bits begin.</summary>
    public int ScanAt { get; private set; }

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
            if (length < 2 || at + 2 + length > file.Length || !header.TryRead(marker, file.Slice(at + 4, length - 2)))
                return null;
            at += 2 + length;
            if (marker == StartOfScan)
            {
                header.ScanAt = at;
                return header.IsOrdinary() ? header : null;
            }
        }

        return null;
    }

    /// <summary>The divisors of a component in the order of rows.</summary>
    public ReadOnlySpan<int> Quantisation(JpegComponent component) => _quantisation[component.Quantisation];

    private bool TryRead(int marker, ReadOnlySpan<byte> segment) =>
        marker switch
        {
            BaselineFrame => Components.Length == 0 && TryFrame(segment),
            HuffmanTables => TryHuffman(segment),
            QuantisationTables => TryQuantisation(segment),
            RestartIntervalMarker => TryRestart(segment),
            StartOfScan => TryScan(segment),
            >= FirstApplication and <= LastApplication => TryApplication(marker - FirstApplication, segment),
            Comment => true,
            _ => false,
        };

    private bool TryFrame(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 6 || segment[0] != 8)
            return false;
        (Height, Width) = (BinaryPrimitives.ReadUInt16BigEndian(segment[1..]), BinaryPrimitives.ReadUInt16BigEndian(segment[3..]));
        int count = segment[5];
        if (count is not (1 or 3) || segment.Length != 6 + (3 * count) || Width == 0 || Height == 0)
            return false;
        Components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> each = segment.Slice(6 + (3 * i), 3);
            Components[i] = new JpegComponent(each[0], each[1] >> 4, each[1] & 15, each[2]);
            if (each[2] > 3)
                return false;
        }

        return true;
    }

    private bool TryHuffman(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            if (segment.Length < 17 || (segment[0] >> 4) > 1 || (segment[0] & 15) > 3)
                return false;
            ReadOnlySpan<byte> counts = segment.Slice(1, 16);
            int symbols = 0;
            foreach (byte count in counts)
                symbols += count;
            if (symbols > 256 || segment.Length < 17 + symbols || HuffmanTable.Of(counts, segment.Slice(17, symbols)) is not { } table)
                return false;
            ((segment[0] >> 4) == 0 ? _first : _others)[segment[0] & 15] = table;
            segment = segment[(17 + symbols)..];
        }

        return true;
    }

    private bool TryQuantisation(ReadOnlySpan<byte> segment)
    {
        while (segment.Length > 0)
        {
            if (segment.Length < 65 || segment[0] > 3)
                return false;
            int[] table = new int[64];
            for (int i = 0; i < table.Length; i++)
                table[JpegBlock.PlaceOf(i)] = segment[1 + i];
            _quantisation[segment[0]] = table;
            segment = segment[65..];
        }

        return true;
    }

    private bool TryRestart(ReadOnlySpan<byte> segment)
    {
        if (segment.Length != 2)
            return false;
        RestartInterval = BinaryPrimitives.ReadUInt16BigEndian(segment);
        return true;
    }

    // All components at once, all coefficients.
    private bool TryScan(ReadOnlySpan<byte> segment)
    {
        int count = Components.Length;
        if (count == 0 || segment.Length != 4 + (2 * count) || segment[0] != count)
            return false;
        for (int i = 0; i < count; i++)
        {
            int tables = segment[2 + (2 * i)];
            if (segment[1 + (2 * i)] != Components[i].Id || (tables >> 4) > 3 || (tables & 15) > 3)
                return false;
            (Components[i].First, Components[i].Others) = (_first[tables >> 4], _others[tables & 15]);
        }

        return segment[1 + (2 * count)] == 0 && segment[2 + (2 * count)] == 63 && segment[3 + (2 * count)] == 0;
    }

    private bool TryApplication(int number, ReadOnlySpan<byte> segment)
    {
        switch (number)
        {
            case 0:
                _hasJfif |= segment.Length >= 14 && segment.StartsWith("JFIF\0"u8);
                return true;
            case 1 when segment.StartsWith("Exif\0\0"u8):
                if (_hasExif)
                    return false;
                (_hasExif, Orientation) = (true, ExifOrientation.Of(segment));
                return true;
            case 2:
                return !segment.StartsWith("ICC_PROFILE\0"u8);
            case 14 when segment.Length >= 12 && segment.StartsWith("Adobe"u8):
                _adobeTransform = segment[11];
                return true;
            default:
                return true;
        }
    }

    // The rules by which libjpeg takes three components as YCbCr. Colours at half the width, or at half of both sides, or at full size.
    private bool IsOrdinary()
    {
        if (Components.Any(each => each.First is null || each.Others is null || _quantisation[each.Quantisation] is null))
            return false;
        if (Components is not [JpegComponent y, JpegComponent cb, JpegComponent cr])
            return true;
        if (!_hasJfif && (_adobeTransform >= 0 ? _adobeTransform != 1 : (y.Id, cb.Id, cr.Id) != (1, 2, 3)))
            return false;
        return (cb.Horizontal, cb.Vertical, cr.Horizontal, cr.Vertical) == (1, 1, 1, 1)
            && (y.Horizontal, y.Vertical) is (1, 1) or (2, 1) or (2, 2)
            && (y.Horizontal == 1 || Width > 4);
    }
}
