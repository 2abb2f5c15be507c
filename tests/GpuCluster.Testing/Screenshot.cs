using StbImageSharp;

namespace GpuCluster.Testing;

/// <summary>A picture in memory.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Rgba">4 bytes a pixel, R G B A, top row first.</param>
public sealed record Screenshot(int Width, int Height, byte[] Rgba)
{
    /// <summary>Decodes a .png with a reader of its own, not the writer's library.</summary>
    public static Screenshot Load(string path)
    {
        ImageResult image = ImageResult.FromMemory(File.ReadAllBytes(path), ColorComponents.RedGreenBlueAlpha);
        return new Screenshot(image.Width, image.Height, image.Data);
    }

    /// <summary>A part, cut off at the picture's edges.</summary>
    public Screenshot Crop(int left, int top, int width, int height)
    {
        int right = Math.Clamp(left + width, 0, Width);
        int bottom = Math.Clamp(top + height, 0, Height);
        (left, top) = (Math.Clamp(left, 0, right), Math.Clamp(top, 0, bottom));
        byte[] part = new byte[(right - left) * (bottom - top) * 4];
        for (int row = top; row < bottom; row++)
            Rgba.AsSpan(((row * Width) + left) * 4, (right - left) * 4).CopyTo(part.AsSpan((row - top) * (right - left) * 4));
        return new Screenshot(right - left, bottom - top, part);
    }

    /// <summary>True where size and colours are the same.</summary>
    public bool ShowsTheSameAs(Screenshot other) =>
        Width == other.Width && Height == other.Height && Rgba.AsSpan().SequenceEqual(other.Rgba);

    /// <summary>Pixels of which every channel lies within <paramref name="tolerance"/> of a colour.</summary>
    public int Count(uint rgb, int tolerance)
    {
        int count = 0;
        for (int pixel = 0; pixel < Rgba.Length; pixel += 4)
        {
            bool near =
                Math.Abs(Rgba[pixel] - (int)((rgb >> 16) & 255)) <= tolerance
                && Math.Abs(Rgba[pixel + 1] - (int)((rgb >> 8) & 255)) <= tolerance
                && Math.Abs(Rgba[pixel + 2] - (int)(rgb & 255)) <= tolerance;
            count += near ? 1 : 0;
        }

        return count;
    }

    /// <summary>Pixels that are clearly coloured: the cloud and its legend, but neither the background nor text.</summary>
    public int CountColoured()
    {
        int count = 0;
        for (int pixel = 0; pixel < Rgba.Length; pixel += 4)
        {
            int max = Math.Max(Rgba[pixel], Math.Max(Rgba[pixel + 1], Rgba[pixel + 2]));
            int min = Math.Min(Rgba[pixel], Math.Min(Rgba[pixel + 1], Rgba[pixel + 2]));
            count += max - min > 60 ? 1 : 0;
        }

        return count;
    }

    /// <summary>
    /// Different hues among the clearly coloured pixels: twelfths of the colour circle that hold <paramref name="min"/> pixels or more.
    /// </summary>
    public int CountHues(int min)
    {
        int[] pixelsOf = new int[12];
        for (int pixel = 0; pixel < Rgba.Length; pixel += 4)
        {
            (int r, int g, int b) = (Rgba[pixel], Rgba[pixel + 1], Rgba[pixel + 2]);
            int max = Math.Max(r, Math.Max(g, b));
            int chroma = max - Math.Min(r, Math.Min(g, b));
            if (chroma <= 60)
                continue;
            double sixth =
                max == r ? (double)(g - b) / chroma
                : max == g ? 2 + ((double)(b - r) / chroma)
                : 4 + ((double)(r - g) / chroma);
            pixelsOf[(int)Math.Round(((sixth + 6) % 6) * 2) % 12]++;
        }

        return pixelsOf.Count(pixels => pixels >= min);
    }
}
