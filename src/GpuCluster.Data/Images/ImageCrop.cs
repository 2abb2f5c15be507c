using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using SkiaSharp;

namespace GpuCluster.Data.Images;

/// <summary>A part of a picture as a picture.</summary>
internal static class ImageCrop
{
    /// <summary>Cuts a part out.</summary>
    /// <param name="image">The picture, which may be decoded at a smaller scale.</param>
    /// <param name="box">The part.</param>
    /// <param name="whole">The picture's size at full scale.</param>
    /// <returns>Null if the part lies outside.</returns>
    public static DecodedImage? Of(DecodedImage image, ImageBox box, SKSizeI whole)
    {
        (double X, double Y) scale = ((double)image.Width / whole.Width, (double)image.Height / whole.Height);
        (int left, int top, int width, int height) = box.Within(image.Width, image.Height, scale);
        if (width == 0 || height == 0)
            return null;
        byte[] rgba = new byte[width * height * 4];
        for (int y = 0; y < height; y++)
        {
            int from = (((top + y) * image.Width) + left) * 4;
            image.Rgba.Span.Slice(from, width * 4).CopyTo(rgba.AsSpan(y * width * 4));
        }

        return new DecodedImage(width, height, rgba);
    }

    /// <summary>The longest side of a picture of which a part's longest side is <paramref name="wanted"/> or a little more.</summary>
    public static int WholeEdge(ImageBox box, SKSizeI whole, int wanted)
    {
        (_, _, int width, int height) = box.Within(whole.Width, whole.Height, (1, 1));
        int side = Math.Max(width, height);
        int longest = Math.Max(whole.Width, whole.Height);
        return side == 0 ? wanted : (int)Math.Min(longest, Math.Ceiling((double)wanted * longest / side));
    }
}
