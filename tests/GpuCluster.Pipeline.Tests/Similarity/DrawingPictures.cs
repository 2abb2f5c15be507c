using GpuCluster.Core.Samples;
using GpuCluster.Testing;
using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>Dark drawings on white: enlarged samples of the bundled sets, and diagrams of a few strokes.</summary>
internal static class DrawingPictures
{
    private const int Edge = 256;

    /// <summary>A sample, dark on white, four to six times as large, in the middle of a canvas of 256 pixels or near it.</summary>
    /// <param name="images">Grey images, light on black.</param>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="number">Which sample, from one on that the seed chooses, and the place of the draw.</param>
    public static SKBitmap Enlarged(ImageStack images, long seed, int number)
    {
        using SKBitmap small = new(images.Width, images.Height);
        small.Pixels =
        [
            .. images
                .Image((int)(((seed * 1009) + number) % images.Count))
                .ToArray()
                .Select(value => new SKColor((byte)(255 - value), (byte)(255 - value), (byte)(255 - value))),
        ];
        SeededRandom random = new(seed, "place", number);
        int side = images.Width * (4 + (number % 3));
        int x = (Edge - side) / 2,
            y = x;
        if (random.OnceIn(2))
            (x, y) = (x - 20 + random.Below(41), y - 20 + random.Below(41));
        SKBitmap bitmap = new(Edge, Edge);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        using SKImage image = SKImage.FromBitmap(small);
        canvas.DrawImage(image, SKRect.Create(x, y, side, side), new SKSamplingOptions(SKCubicResampler.CatmullRom));
        return bitmap;
    }

    /// <summary>Strokes, boxes, rings and arcs in a part of a white canvas.</summary>
    public static SKBitmap Diagram(long seed, int number)
    {
        SeededRandom random = new(seed, "diagram", number);
        (int width, int height) = random.Pick<(int, int)>([(400, 400), (480, 320), (300, 420)]);
        SKBitmap bitmap = new(width, height);
        using SKCanvas canvas = new(bitmap);
        canvas.Clear(SKColors.White);
        float side = Math.Min(width, height) * (0.25f + (random.Below(40) / 100f)),
            left = (width - side) / 2,
            top = (height - side) / 2;
        SKColor ink = random.OnceIn(3)
            ? new SKColor((byte)random.Below(180), (byte)random.Below(180), (byte)random.Below(180))
            : new SKColor(20, 20, 20);
        int strokes = 3 + random.Below(6);
        for (int i = 0; i < strokes; i++)
        {
            using SKPaint paint = new()
            {
                IsAntialias = true,
                Color = ink,
                Style = SKPaintStyle.Stroke,
                StrokeWidth = 2 + random.Below(4),
            };
            SKPoint from = Place(),
                to = Place();
            SKRect box = SKRect.Create(Math.Min(from.X, to.X), Math.Min(from.Y, to.Y), Math.Abs(from.X - to.X), Math.Abs(from.Y - to.Y));
            switch (random.Below(4))
            {
                case 0:
                    canvas.DrawLine(from, to, paint);
                    break;
                case 1:
                    canvas.DrawRect(box, paint);
                    break;
                case 2:
                    canvas.DrawOval(box, paint);
                    break;
                default:
                    canvas.DrawArc(box, random.Below(360), 60 + random.Below(200), useCenter: false, paint);
                    break;
            }
        }

        return bitmap;

        SKPoint Place() => new(left + (side * random.Below(1000) / 1000f), top + (side * random.Below(1000) / 1000f));
    }
}
