using GpuCluster.Core.Samples;
using GpuCluster.Data.Images.Jpeg;
using SkiaSharp;

namespace GpuCluster.Data.Tests.Images;

/// <summary>Skia, whose libjpeg is another program, says what each pixel has to be.</summary>
public class BaselineJpegTests
{
    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    public void Pixels_are_those_of_libjpeg_to_the_bit(SKJpegEncoderDownsample sampling)
    {
        Assert.SkipUnless(BaselineJpeg.IsSupported, "needs AVX2");
        Random random = new(20261130);
        for (int i = 0; i < 60; i++)
        {
            (int width, int height) = (5 + random.Next(i < 50 ? 60 : 300), 1 + random.Next(i < 50 ? 60 : 300));
            using SKBitmap picture = Picture(width, height, i % 4, random);
            byte[] file = Encoded(picture, random.Next(1, 101), sampling);
            AssertSame(file);
        }
    }

    [Fact]
    public void Grey_pixels_are_those_of_libjpeg_to_the_bit()
    {
        Assert.SkipUnless(BaselineJpeg.IsSupported, "needs AVX2");
        Random random = new(7);
        for (int size = 1; size < 40; size++)
        {
            using SKBitmap colours = Picture(size, 41 - size, size % 4, random);
            using SKBitmap grey = new(new SKImageInfo(size, 41 - size, SKColorType.Gray8, SKAlphaType.Opaque));
            using (SKCanvas canvas = new(grey))
                canvas.DrawBitmap(colours, 0, 0, SKSamplingOptions.Default);
            byte[] file = Encoded(grey, 70, SKJpegEncoderDownsample.Downsample444);
            AssertSame(file);
        }
    }

    [Fact]
    public void A_file_that_is_cut_or_damaged_is_left_to_the_library()
    {
        Assert.SkipUnless(BaselineJpeg.IsSupported, "needs AVX2");
        using SKBitmap picture = Picture(64, 48, 0, new Random(3));
        byte[] file = Encoded(picture, 90, SKJpegEncoderDownsample.Downsample420);
        Assert.NotNull(Own(file));
        for (int length = 0; length < file.Length; length++)
            Assert.Null(Own(file[..length]));
    }

    [Fact]
    public void Changed_bytes_give_the_pixels_of_libjpeg_or_none()
    {
        Assert.SkipUnless(BaselineJpeg.IsSupported, "needs AVX2");
        Random random = new(11);
        using SKBitmap picture = Picture(64, 48, 0, random);
        byte[] whole = Encoded(picture, 60, SKJpegEncoderDownsample.Downsample420);
        int decoded = 0;
        for (int i = 0; i < 1_000; i++)
        {
            byte[] file = [.. whole];
            file[random.Next(2, file.Length)] = (byte)random.Next(256);
            if (Own(file) is null)
                continue;
            decoded++;
            AssertSame(file);
        }

        Assert.InRange(decoded, 1, 999);
    }

    // xUnit's own comparison takes longer than the decoders.
    private static void AssertSame(byte[] file) => Assert.True(BySkia(file).AsSpan().SequenceEqual(Own(file)));

    private static byte[]? Own(byte[] file) =>
        JpegPhoto.TryDecode(file, long.MaxValue, (_, _) => true, null, out _) is DecodedImage image ? image.Rgba.ToArray() : null;

    private static unsafe byte[] BySkia(byte[] file)
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data);
        SKImageInfo info = new(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        byte[] rgba = new byte[info.BytesSize];
        fixed (byte* pixels = rgba)
            Assert.Equal(SKCodecResult.Success, codec.GetPixels(info, (nint)pixels));
        return rgba;
    }

    private static byte[] Encoded(SKBitmap picture, int quality, SKJpegEncoderDownsample sampling)
    {
        using SKPixmap pixels = picture.PeekPixels();
        using SKData data = pixels.Encode(new SKJpegEncoderOptions(quality, sampling, SKJpegEncoderAlphaOption.Ignore))!;
        return data.ToArray();
    }

    // Waves, noise, black and white noise, and edges.
    private static SKBitmap Picture(int width, int height, int kind, Random random)
    {
        SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        double a = random.NextDouble(),
            b = random.NextDouble();
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                byte Value(int channel) =>
                    kind switch
                    {
                        0 => (byte)(127 + (127 * Math.Sin((a * x) + (b * y) + channel))),
                        1 => (byte)random.Next(256),
                        2 => (byte)(random.Next(2) * 255),
                        _ => (byte)(((x / 5) + (y / 3) + channel) % 2 * 255),
                    };
                bitmap.SetPixel(x, y, new SKColor(Value(0), Value(1), Value(2)));
            }
        }

        return bitmap;
    }
}
