using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>An ordinary JPEG whose bytes are in memory, as libjpeg-turbo decodes it.</summary>
internal sealed class TurboJpeg
{
    /// <summary>
    /// Pixels that a byte of a file can hold: a block of 64 takes at least two bits. A header that claims more is damaged, and no memory is
    /// allocated for it.
    /// </summary>
    private const long MaxPixelsInByte = 64 * 8 / 2;

    /// <summary>Scales are eighths of the full one, as Skia's are.</summary>
    private const int Full = 8;

    /// <summary>
    /// Pixels of the longer side from which a size names one scale: of a shorter one, two scales may give the same size, and the library
    /// takes the larger.
    /// </summary>
    private const int ShortestToReduce = 64;

    private readonly TurboLibrary _library;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly JpegHeader _header;
    private readonly int _eighths;

    private TurboJpeg(TurboLibrary library, ReadOnlyMemory<byte> file, JpegHeader header, int eighths) =>
        (_library, _file, _header, _eighths) = (library, file, header, eighths);

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled => TurboLibrary.Installed is not null;

    /// <summary>Pixels side by side at its scale.</summary>
    public int Width => Scaled(_header.Width);

    /// <summary>Pixels below each other at its scale.</summary>
    public int Height => Scaled(_header.Height);

    /// <summary>EXIF's orientation, 1 to 8.</summary>
    public int Orientation => _header.Orientation;

    /// <summary>Reads the header.</summary>
    /// <param name="file">The whole file.</param>
    /// <returns>The picture at full scale; null where Skia has to look at it.</returns>
    public static TurboJpeg? Of(ReadOnlyMemory<byte> file) =>
        TurboLibrary.Installed is { } library
        && JpegHeader.Of(file.Span) is { } header
        && (long)header.Width * header.Height < file.Length * MaxPixelsInByte
            ? new TurboJpeg(library, file, header, Full)
            : null;

    /// <summary>The picture at a reduced scale, the one that Skia takes.</summary>
    /// <param name="scale">The scale that is wanted, 0 to 1.</param>
    /// <returns>Null where Skia has to look at it.</returns>
    public TurboJpeg? Reduced(float scale) =>
        Math.Max(_header.Width, _header.Height) < ShortestToReduce
            ? null
            : new TurboJpeg(_library, _file, _header, Math.Clamp((int)((scale * Full) + 0.5f), 1, Full));

    /// <summary>Memory for its pixels.</summary>
    /// <param name="memory">Where they go; null for memory of their own.</param>
    public Memory<byte> Pixels(RentedPixels? memory)
    {
        int length = Width * Height * 4;
        return memory?.Take(length) ?? GC.AllocateUninitializedArray<byte>(length);
    }

    /// <summary>Decodes it as it is stored.</summary>
    /// <param name="rgba">Receives the pixels.</param>
    /// <returns>False where Skia has to look at it; some bytes may then be written.</returns>
    public bool TryDecode(Memory<byte> rgba) => _library.TryDecode(_file.Span, _header, Width, Height, rgba.Span);

    private int Scaled(int length) => ((length * _eighths) + Full - 1) / Full;
}
