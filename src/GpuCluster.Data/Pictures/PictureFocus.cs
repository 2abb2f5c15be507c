using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Pictures;

/// <summary>How sharp pictures are, to compare them with each other.</summary>
public static class PictureFocus
{
    /// <summary>The longest side that is measured: less blur than a pixel of it does not count.</summary>
    public const int MaxEdge = 512;

    /// <summary>Measures one picture.</summary>
    /// <param name="files">The pictures.</param>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="edge">The longest side at which it is measured. Pictures that are compared need the same, as reducing sharpens.</param>
    /// <param name="cancellation">Makes the caller leave.</param>
    /// <returns>The variance of its Laplacian (<see cref="ImageMeasures.Sharpness"/>), or null where it cannot be decoded.</returns>
    public static double? Of(PictureFiles files, int index, int edge, CancellationToken cancellation)
    {
        if (!files.TryReadWithin(index, edge, out DecodedImage? picture, out _, cancellation))
            return null;
        ReadOnlySpan<byte> rgba = picture.Rgba.Span;
        byte[] grey = new byte[picture.Width * picture.Height];
        for (int i = 0; i < grey.Length; i++)
        {
            // ITU-R BT.601 luma, as in the report.
            ReadOnlySpan<byte> pixel = rgba.Slice(i * 4, 4);
            grey[i] = (byte)(((299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2]) + 500) / 1000);
        }

        return ImageMeasures.Of(grey, picture.Height, picture.Width).Sharpness;
    }
}
