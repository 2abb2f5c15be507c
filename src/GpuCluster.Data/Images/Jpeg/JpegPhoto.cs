using GpuCluster.Core.Samples;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>An ordinary JPEG whose bytes are in memory, at full size.</summary>
internal static class JpegPhoto
{
    /// <summary>
    /// Pixels that a byte of a file can hold: a block of 64 takes at least two bits. A header that claims more is damaged, and no memory is
    /// allocated for it.
    /// </summary>
    private const long MaxPixelsInByte = 64 * 8 / 2;

    /// <summary>Decodes it as it is stored.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="maxPixels">Larger ones are not decoded.</param>
    /// <param name="isWanted">Whether a size is wanted in full.</param>
    /// <param name="memory">Where its pixels go; null for memory of their own.</param>
    /// <param name="orientation">EXIF's orientation, 1 to 8.</param>
    /// <returns>Null where a library has to look at it.</returns>
    public static DecodedImage? TryDecode(
        ReadOnlySpan<byte> file,
        long maxPixels,
        Func<int, int, bool> isWanted,
        RentedPixels? memory,
        out int orientation
    )
    {
        orientation = 0;
        if (!BaselineJpeg.IsSupported || JpegHeader.Of(file) is not { } header)
            return null;
        (int width, int height) = (header.Width, header.Height);
        if ((long)width * height >= Math.Min(maxPixels, file.Length * MaxPixelsInByte) || !isWanted(width, height))
            return null;
        orientation = header.Orientation;
        int length = width * height * 4;
        Memory<byte> rgba = memory?.Take(length) ?? GC.AllocateUninitializedArray<byte>(length);
        return BaselineJpeg.TryDecode(file, header, rgba.Span) ? new DecodedImage(width, height, rgba) : null;
    }
}
