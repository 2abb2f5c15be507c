namespace GpuCluster.Core.Samples;

/// <summary>
/// n images of one size, grey or of three colours: uint8, row-major, no padding. Channel c of pixel (y, x) of image i is at
/// ((i * height + y) * width + x) * channels + c; 0 is black, 255 white, and three channels are red, green and blue. The creator owns the
/// memory and does not write to it afterwards.
/// </summary>
public sealed class ImageStack
{
    /// <summary>Wraps pixels without copying them.</summary>
    /// <param name="count">n.</param>
    /// <param name="height">Rows of pixels, 1 or more.</param>
    /// <param name="width">Columns of pixels, 1 or more.</param>
    /// <param name="pixels">n x height x width x channels bytes.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue.</param>
    /// <exception cref="ArgumentException">The length is not count x height x width x channels.</exception>
    public ImageStack(int count, int height, int width, ReadOnlyMemory<byte> pixels, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, "an image has 1 or 3 channels");
        if ((Int128)count * height * width * channels != pixels.Length)
            throw new ArgumentException($"{pixels.Length} bytes are not {count} x {height} x {width} x {channels}", nameof(pixels));

        Count = count;
        Height = height;
        Width = width;
        Channels = channels;
        Pixels = pixels;
    }

    /// <summary>n, the number of images.</summary>
    public int Count { get; }

    /// <summary>Rows of pixels in each image.</summary>
    public int Height { get; }

    /// <summary>Columns of pixels in each image.</summary>
    public int Width { get; }

    /// <summary>1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>Bytes of each image: height x width x channels.</summary>
    public int ImageBytes => Height * Width * Channels;

    /// <summary>All pixels.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The pixels of one image, row-major.</summary>
    public ReadOnlySpan<byte> Image(int index) => Pixels.Span.Slice(index * ImageBytes, ImageBytes);

    /// <summary>Some of the images, copied.</summary>
    /// <param name="images">Which, in the order wanted.</param>
    public ImageStack Pick(IReadOnlyList<int> images)
    {
        byte[] pixels = new byte[images.Count * ImageBytes];
        for (int i = 0; i < images.Count; i++)
            Image(images[i]).CopyTo(pixels.AsSpan(i * ImageBytes));
        return new ImageStack(images.Count, Height, Width, pixels, Channels);
    }
}
