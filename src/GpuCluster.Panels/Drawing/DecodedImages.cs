using System.Buffers;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Samples;
using SkiaSharp;

namespace GpuCluster.Panels.Drawing;

/// <summary>Decoded pictures as the pen draws them, without a copy of their pixels.</summary>
/// <remarks>
/// How it works. An image keeps the memory of its picture in place until it is disposed of, which happens as soon as its picture is no
/// longer drawn.
/// </remarks>
internal sealed class DecodedImages : IDisposable
{
    private readonly Dictionary<DecodedImage, SKImage> _images = new(new ByReference());

    /// <summary>Keeps the images of these pictures and frees all others.</summary>
    public void Keep(IReadOnlyCollection<DecodedImage> pictures)
    {
        if (_images.Count == 0)
            return;
        foreach (DecodedImage gone in _images.Keys.Where(picture => !pictures.Any(kept => ReferenceEquals(kept, picture))).ToArray())
        {
            _images.Remove(gone, out SKImage? image);
            image!.Dispose();
        }
    }

    /// <summary>The image of a picture.</summary>
    public SKImage Of(DecodedImage picture)
    {
        if (_images.TryGetValue(picture, out SKImage? known))
            return known;
        SKImage image = Wrap(picture);
        _images[picture] = image;
        return image;
    }

    public void Dispose() => Keep([]);

    private static unsafe SKImage Wrap(DecodedImage picture)
    {
        SKImageInfo info = new(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        MemoryHandle pin = picture.Rgba.Pin();
        using SKData pixels = SKData.Create((nint)pin.Pointer, picture.Rgba.Length, (_, _) => pin.Dispose());
        return SKImage.FromPixels(info, pixels);
    }

    // Equal pixels would have to be compared to find out.
    private sealed class ByReference : IEqualityComparer<DecodedImage>
    {
        public bool Equals(DecodedImage? x, DecodedImage? y) => ReferenceEquals(x, y);

        public int GetHashCode(DecodedImage obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
