using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>An ordinary JPEG whose bytes are in memory, at full size, as libjpeg-turbo decodes it.</summary>
internal sealed class TurboJpeg
{
    /// <summary>
    /// Pixels that a byte of a file can hold: a block of 64 takes at least two bits. A header that claims more is damaged, and no memory is
    /// allocated for it.
    /// </summary>
    private const long MaxPixelsInByte = 64 * 8 / 2;

    private readonly TurboLibrary _library;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly JpegHeader _header;

    private TurboJpeg(TurboLibrary library, ReadOnlyMemory<byte> file, JpegHeader header) =>
        (_library, _file, _header) = (library, file, header);

    /// <summary>Pixels side by side.</summary>
    public int Width => _header.Width;

    /// <summary>Pixels below each other.</summary>
    public int Height => _header.Height;

    /// <summary>EXIF's orientation, 1 to 8.</summary>
    public int Orientation => _header.Orientation;

    /// <summary>Whether the library is installed.</summary>
    public static bool IsInstalled => TurboLibrary.Installed is not null;

    /// <summary>Reads the header.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxPixels">Larger ones are not decoded.</param>
    /// <returns>Null where Skia has to look at it.</returns>
    public static TurboJpeg? Of(ReadOnlyMemory<byte> file, long maxPixels) =>
        TurboLibrary.Installed is { } library
        && JpegHeader.Of(file.Span) is { } header
        && (long)header.Width * header.Height < Math.Min(maxPixels, file.Length * MaxPixelsInByte)
            ? new TurboJpeg(library, file, header)
            : null;

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
    public bool TryDecode(Memory<byte> rgba) => _library.TryDecode(_file.Span, _header, rgba.Span);
}
