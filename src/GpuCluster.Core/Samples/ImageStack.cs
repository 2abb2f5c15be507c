namespace GpuCluster.Core.Samples;

/// <summary>
/// n grey images of one size: uint8, row-major, no padding. Pixel (y, x) of image i is at (i * height + y) * width + x; 0 is black, 255
/// white. The creator owns the memory and does not write to it afterwards.
/// </summary>
public sealed class ImageStack
{
    /// <summary>Wraps pixels without copying them.</summary>
    /// <exception cref="ArgumentException">The length is not count x height x width.</exception>
    public ImageStack(int count, int height, int width, ReadOnlyMemory<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if ((Int128)count * height * width != pixels.Length)
            throw new ArgumentException($"{pixels.Length} pixels are not {count} x {height} x {width}", nameof(pixels));

        Count = count;
        Height = height;
        Width = width;
        Pixels = pixels;
    }

    /// <summary>n, the number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of pixels in each image.</summary>
    public int Height { get; }

    /// <summary>Columns of pixels in each image.</summary>
    public int Width { get; }

    /// <summary>All pixels.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The pixels of one image, row-major.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.Span.Slice(index * Height * Width, Height * Width);
}
