using GpuCluster.Core.Samples;
using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels;

/// <summary>The first images of the data, as they are decoded: shown while it is read, and freed when the cloud is there.</summary>
/// <remarks>Any thread offers, the frame thread draws. An image is reduced by the thread that offers it.</remarks>
public sealed class LoadingImages
{
    /// <summary>Images at most, 36 KB each. Later ones cost nothing.</summary>
    private const int Max = 200;

    /// <summary>Side of a kept image in pixels.</summary>
    private const int Edge = 96;

    /// <summary>Side of a drawn image in text sizes, and the space between two.</summary>
    private const float Side = 5.4f,
        Gap = 0.4f;

    private readonly Lock _lock = new();
    private readonly List<SKImage> _images = [];
    private bool _isClosed;
    private bool _isChanged;
    private int _offered;

    /// <summary>Images that are kept, 0 to 200.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _images.Count;
        }
    }

    /// <summary>Keeps the image, reduced to a square around its middle, if there is room.</summary>
    public void Offer(DecodedImage image)
    {
        if (Volatile.Read(ref _offered) >= Max || Interlocked.Increment(ref _offered) > Max)
            return;
        SKImage square = Square(image);
        lock (_lock)
        {
            if (_isClosed)
            {
                square.Dispose();
                return;
            }

            _images.Add(square);
            _isChanged = true;
        }
    }

    /// <summary>Whether there are more images than at the last call.</summary>
    internal bool TakeChange()
    {
        lock (_lock)
        {
            bool isChanged = _isChanged;
            _isChanged = false;
            return isChanged;
        }
    }

    /// <summary>Draws rows of images, as many as fit.</summary>
    internal void Draw(Pen pen, SKRect area)
    {
        float side = MathF.Round(Side * pen.Style.Unit),
            step = side + MathF.Round(Gap * pen.Style.Unit);
        int columns = (int)((area.Width + step - side) / step),
            rows = (int)((area.Height + step - side) / step);
        lock (_lock)
        {
            for (int at = 0; at < Math.Min(_images.Count, Math.Max(0, columns) * Math.Max(0, rows)); at++)
            {
                float left = MathF.Round(area.Left) + (step * (at % columns)),
                    top = MathF.Round(area.Top) + (step * (at / columns));
                pen.Image(_images[at], SKRect.Create(Edge, Edge), SKRect.Create(left, top, side, side));
            }
        }
    }

    /// <summary>Frees the images and keeps no others.</summary>
    internal void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (SKImage image in _images)
                image.Dispose();
            _images.Clear();
        }
    }

    // A large image is halved by mipmaps only after it was sampled down: its mipmaps would cost more than its vector.
    private static SKImage Square(DecodedImage image)
    {
        using DecodedImages wrapped = new();
        int side = Math.Min(image.Width, image.Height);
        SKRect middle = SKRect.Create((image.Width - side) / 2, (image.Height - side) / 2, side, side);
        SKImage whole = wrapped.Of(image);
        if (side <= 8 * Edge)
            return Scale(whole, middle, Edge, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using SKImage sampled = Scale(whole, middle, 4 * Edge, new SKSamplingOptions(SKFilterMode.Linear));
        return Scale(sampled, SKRect.Create(4 * Edge, 4 * Edge), Edge, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
    }

    private static SKImage Scale(SKImage image, SKRect part, int edge, SKSamplingOptions sampling)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(edge, edge, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Clear(SKColors.Transparent);
        surface.Canvas.DrawImage(image, part, SKRect.Create(edge, edge), sampling);
        return surface.Snapshot();
    }
}
