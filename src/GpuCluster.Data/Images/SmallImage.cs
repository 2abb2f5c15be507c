using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>A photo reduced to the pixels of its vector: 32 x 32, R G B on white, without keeping its proportions.</summary>
public static class SmallImage
{
    /// <summary>Pixels along a side.</summary>
    public const int Edge = 32;

    /// <summary>Bytes of one.</summary>
    public const int Bytes = Edge * Edge * 3;

    /// <summary>Scales an opaque picture.</summary>
    /// <param name="image">On white.</param>
    /// <param name="rgb">Receives <see cref="Bytes"/> bytes, row-major.</param>
    public static void Write(DecodedImage image, Span<byte> rgb)
    {
        Span<byte> rgba = stackalloc byte[Edge * Edge * 4];
        ImageScaling.Scale(image, Edge, Edge, rgba, Edge * 4);
        for (int i = 0; i < Edge * Edge; i++)
            rgba.Slice(i * 4, 3).CopyTo(rgb[(i * 3)..]);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="UnusableInputException">It cannot be decoded.</exception>
    public static byte[] Read(string path)
    {
        byte[] rgb = new byte[Bytes];
        Write(new ImageDecoder().Decode(path, ImageGround.White, Edge), rgb);
        return rgb;
    }
}
