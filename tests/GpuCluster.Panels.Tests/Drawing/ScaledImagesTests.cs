using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Tests.Drawing;

public sealed class ScaledImagesTests
{
    private readonly ScaledImages _images = new();

    [Fact]
    public void A_picture_is_scaled_once_for_a_size()
    {
        using SKImage source = Filled(SKColors.Red, 32);
        SKImage first = _images.Of(7, source, 84);
        Assert.Equal((84, 84), (first.Width, first.Height));
        Assert.Same(first, _images.Of(7, source, 84));
        Assert.Equal(SKColors.Red, ColourOf(first));
        Assert.Equal(20, _images.Of(7, source, 20).Width);
    }

    [Fact]
    public void Another_picture_replaces_it()
    {
        using SKImage red = Filled(SKColors.Red, 32),
            blue = Filled(SKColors.Blue, 64);
        _images.Of(7, red, 84);
        Assert.Equal(SKColors.Blue, ColourOf(_images.Of(7, blue, 84)));
    }

    [Fact]
    public void More_than_fit_are_made_again()
    {
        using SKImage source = Filled(SKColors.Red, 32);
        SKImage first = _images.Of(0, source, 512);
        for (int key = 1; key < 20; key++)
            _images.Of(key, source, 512);
        Assert.NotSame(first, _images.Of(0, source, 512));
    }

    private static SKColor ColourOf(SKImage image)
    {
        using SKBitmap pixels = SKBitmap.FromImage(image);
        return pixels.GetPixel(image.Width / 2, image.Height / 2);
    }

    private static SKImage Filled(SKColor colour, int edge)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(edge, edge, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Clear(colour);
        return surface.Snapshot();
    }
}
