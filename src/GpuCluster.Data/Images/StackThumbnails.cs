using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>
/// Thumbnails of images that are in memory already: the original pixels if they fit the square, magnified by a whole factor if it is much
/// larger, else averaged by area. Opaque; the rest of the square is transparent.
/// </summary>
public sealed class StackThumbnails : IThumbnails
{
    private readonly string _name;
    private readonly ImageStack _images;
    private readonly SampleRows _rows;

    /// <param name="name">The name of the data set.</param>
    /// <param name="images">n images; not copied.</param>
    /// <param name="rows">Which row each is; null where image i is row i.</param>
    public StackThumbnails(string name, ImageStack images, SampleRows? rows = null)
    {
        (_name, _images, _rows) = (name, images, rows ?? SampleRows.All(images.Count));
        Edges = Math.Max(images.Width, images.Height) switch
        {
            <= 32 => [32],
            <= 64 => [32, 64],
            _ => [32, 64, 128],
        };
    }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Edges { get; }

    /// <inheritdoc/>
    public string NameOf(int index) => $"{_name}, row {_rows.RowOf(index)}";

    /// <inheritdoc/>
    public ThumbnailState Read(int index, int edge, Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, edge * edge * 4, nameof(rgba));
        rgba.Clear();
        ReadOnlySpan<byte> image = _images.Image(index);
        int longest = Math.Max(_images.Width, _images.Height);
        int times = edge / longest;
        int width = times > 0 ? _images.Width * times : Math.Max(1, _images.Width * edge / longest);
        int height = times > 0 ? _images.Height * times : Math.Max(1, _images.Height * edge / longest);
        (int left, int top) = ((edge - width) / 2, (edge - height) / 2);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<byte> pixel = rgba.Slice((((top + y) * edge) + left + x) * 4, 4);
                for (int channel = 0; channel < _images.Channels; channel++)
                {
                    pixel[channel] =
                        times > 0
                            ? image[((((y / times) * _images.Width) + (x / times)) * _images.Channels) + channel]
                            : Mean(image, channel, x, width, y, height);
                }

                if (_images.Channels == 1)
                    pixel[1] = pixel[2] = pixel[0];
                pixel[3] = 255;
            }
        }

        return ThumbnailState.Ready;
    }

    /// <summary>Frees nothing: the pixels belong to the data set.</summary>
    public void Dispose() { }

    // Whole source pixels: an area begins where its share begins and holds at least one.
    private byte Mean(ReadOnlySpan<byte> image, int channel, int x, int width, int y, int height)
    {
        (int left, int right) = Span(x, width, _images.Width);
        (int top, int bottom) = Span(y, height, _images.Height);
        int sum = 0;
        for (int row = top; row < bottom; row++)
        {
            for (int column = left; column < right; column++)
                sum += image[(((row * _images.Width) + column) * _images.Channels) + channel];
        }

        int area = (right - left) * (bottom - top);
        return (byte)((sum + (area / 2)) / area);
    }

    private static (int From, int To) Span(int at, int length, int source)
    {
        int from = (int)((long)at * source / length);
        return (from, Math.Max(from + 1, (int)((at + 1L) * source / length)));
    }
}
