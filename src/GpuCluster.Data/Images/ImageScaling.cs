using System.Numerics;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>
/// Scales pictures by area averaging: every pixel is the mean of the source area under it, with partial pixels weighted. Shrinking causes
/// no aliasing, the mean of the picture stays, and the result is the same on every machine.
/// </summary>
internal static class ImageScaling
{
    /// <summary>Multiplies colours by alpha, in place.</summary>
    public static void Premultiply(Span<byte> rgba)
    {
        for (int i = 0; i < rgba.Length; i += 4)
        {
            int alpha = rgba[i + 3];
            if (alpha == 255)
                continue;
            for (int c = i; c < i + 3; c++)
                rgba[c] = (byte)(((rgba[c] * alpha) + 127) / 255);
        }
    }

    /// <summary>Scales to exactly width x height, whatever the proportions.</summary>
    /// <param name="image">The source.</param>
    /// <param name="width">Pixels, 1 or more.</param>
    /// <param name="height">Pixels, 1 or more.</param>
    /// <param name="rgba">Receives the pixels.</param>
    /// <param name="stride">Bytes from one row of <paramref name="rgba"/> to the next, at least width x 4.</param>
    public static void Scale(DecodedImage image, int width, int height, Span<byte> rgba, int stride)
    {
        ReadOnlySpan<byte> source = image.Rgba.Span;
        Vector4[] narrow = new Vector4[width];
        Vector4[] sum = new Vector4[width];
        int at = -1;
        for (int y = 0; y < height; y++)
        {
            Array.Clear(sum);
            double top = (double)y * image.Height / height;
            double bottom = (double)(y + 1) * image.Height / height;
            for (int row = (int)top; row < Math.Min(image.Height, bottom); row++)
            {
                if (row != at)
                    Narrow(source.Slice(row * image.Width * 4, image.Width * 4), narrow);
                at = row;
                float weight = (float)((Math.Min(bottom, row + 1) - Math.Max(top, row)) / (bottom - top));
                for (int x = 0; x < width; x++)
                    sum[x] += narrow[x] * weight;
            }

            Span<byte> target = rgba.Slice(y * stride, width * 4);
            for (int x = 0; x < width; x++)
            {
                for (int c = 0; c < 4; c++)
                    target[(x * 4) + c] = (byte)Math.Clamp(sum[x][c] + 0.5f, 0, 255);
            }
        }
    }

    /// <summary>Scales into a square, centred, proportions kept, transparent where it leaves the square empty.</summary>
    /// <param name="image">The source.</param>
    /// <param name="edge">Pixels of the square.</param>
    /// <param name="rgba">Receives edge x edge x 4 bytes.</param>
    public static void Letterbox(DecodedImage image, int edge, Span<byte> rgba)
    {
        rgba.Clear();
        (int width, int height) = Fit(image, edge);
        int corner = (((edge - height) / 2 * edge) + ((edge - width) / 2)) * 4;
        Scale(image, width, height, rgba[corner..], edge * 4);
    }

    /// <summary>The picture itself where no side is longer than <paramref name="edge"/>, else a smaller one of its proportions.</summary>
    public static DecodedImage Within(DecodedImage image, int edge)
    {
        if (Math.Max(image.Width, image.Height) <= edge)
            return image;
        (int width, int height) = Fit(image, edge);
        byte[] rgba = new byte[width * height * 4];
        Scale(image, width, height, rgba, width * 4);
        return new DecodedImage(width, height, rgba);
    }

    private static (int Width, int Height) Fit(DecodedImage image, int edge)
    {
        double scale = (double)edge / Math.Max(image.Width, image.Height);
        return (Math.Clamp((int)Math.Round(image.Width * scale), 1, edge), Math.Clamp((int)Math.Round(image.Height * scale), 1, edge));
    }

    private static void Narrow(ReadOnlySpan<byte> row, Vector4[] narrow)
    {
        int pixels = row.Length / 4;
        for (int x = 0; x < narrow.Length; x++)
        {
            double left = (double)x * pixels / narrow.Length;
            double right = (double)(x + 1) * pixels / narrow.Length;
            Vector4 sum = Vector4.Zero;
            for (int i = (int)left; i < Math.Min(pixels, right); i++)
            {
                sum +=
                    new Vector4(row[i * 4], row[(i * 4) + 1], row[(i * 4) + 2], row[(i * 4) + 3])
                    * (float)(Math.Min(right, i + 1) - Math.Max(left, i));
            }

            narrow[x] = sum / (float)(right - left);
        }
    }
}
