using GpuCluster.Testing;
using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>
/// Pictures with what matters of photos: smooth fields of colour, textures at six scales, shapes with edges, noise of a sensor. Of three in
/// a row, the second is a burst of the first (the same place, three other things in it), the third has the same fields and other things.
/// </summary>
internal static class PhotoPictures
{
    private const int Shapes = 9;
    private const int Moving = 3;

    /// <summary>Makes a picture.</summary>
    /// <param name="seed">The seed of the set.</param>
    /// <param name="number">0 or more.</param>
    public static SKBitmap Make(long seed, int number)
    {
        int scene = number / 3;
        bool isBurst = number % 3 == 1;
        SeededRandom ofScene = new(seed, "scene", scene);
        (int width, int height) = ofScene.Pick<(int, int)>([(480, 360), (360, 480), (400, 400)]);
        SKBitmap bitmap = new(width, height);
        bitmap.Pixels = Field(ofScene, new SeededRandom(seed, "noise", number), width, height);
        using SKCanvas canvas = new(bitmap);
        Draw(canvas, new SeededRandom(seed, "still", isBurst ? number - 1 : number), Shapes, 0.06, 0.3);
        Draw(canvas, new SeededRandom(seed, "moving", number), Moving, 0.1, 0.2);
        return bitmap;
    }

    private static SKColor[] Field(SeededRandom random, SeededRandom noise, int width, int height)
    {
        double[] waves = [.. Enumerable.Range(0, 36).Select(_ => Unit(random))];
        byte[] grid = [.. Enumerable.Range(0, 64 * 64).Select(_ => (byte)random.Below(256))];
        SKColor[] pixels = new SKColor[width * height];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double texture = 0;
                for (int octave = 0; octave < 6; octave++)
                    texture += Smooth(grid, x / (96.0 / (1 << octave)), y / (96.0 / (1 << octave)), octave) * 36 / (1 << octave);

                texture += noise.Below(7) - 3;
                pixels[(y * width) + x] = new SKColor(Channel(0, x, y), Channel(1, x, y), Channel(2, x, y));

                byte Channel(int c, int atX, int atY)
                {
                    double value = 128 + ((waves[c] - 0.5) * 120);
                    for (int wave = 0; wave < 3; wave++)
                    {
                        int at = 3 + (c * 9) + (wave * 3);
                        value += 30 * Math.Cos((6 * waves[at] * atX / width) + (6 * waves[at + 1] * atY / height) + (6.28 * waves[at + 2]));
                    }

                    return (byte)Math.Clamp(value + texture, 0, 255);
                }
            }
        }

        return pixels;
    }

    // -1 to 1, between the corners of a grid that repeats.
    private static double Smooth(byte[] grid, double x, double y, int octave)
    {
        int left = (int)x,
            top = (int)y;
        double right = x - left,
            down = y - top;
        double above = (At(left, top) * (1 - right)) + (At(left + 1, top) * right),
            below = (At(left, top + 1) * (1 - right)) + (At(left + 1, top + 1) * right);
        return (((above * (1 - down)) + (below * down)) / 127.5) - 1;

        double At(int column, int row) => grid[((((row + (octave * 11)) & 63) * 64) + ((column + (octave * 7)) & 63))];
    }

    private static void Draw(SKCanvas canvas, SeededRandom random, int count, double min, double max)
    {
        SKRectI area = canvas.DeviceClipBounds;
        for (int i = 0; i < count; i++)
        {
            using SKPaint paint = new()
            {
                IsAntialias = true,
                Color = new SKColor(
                    (byte)random.Below(256),
                    (byte)random.Below(256),
                    (byte)random.Below(256),
                    (byte)(160 + random.Below(96))
                ),
            };
            float width = (float)(area.Width * (min + (Unit(random) * (max - min)))),
                height = (float)(area.Height * (min + (Unit(random) * (max - min)))),
                x = (float)(Unit(random) * (area.Width - width)),
                y = (float)(Unit(random) * (area.Height - height));
            canvas.Save();
            canvas.RotateDegrees(random.Below(90), x + (width / 2), y + (height / 2));
            if (random.OnceIn(2))
                canvas.DrawOval(x + (width / 2), y + (height / 2), width / 2, height / 2, paint);
            else
                canvas.DrawRect(x, y, width, height, paint);
            canvas.Restore();
        }
    }

    private static double Unit(SeededRandom random) => (random.Next() >> 11) * (1.0 / (1L << 53));
}
