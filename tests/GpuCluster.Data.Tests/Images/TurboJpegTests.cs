using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Data.Images.Jpeg;
using SkiaSharp;

namespace GpuCluster.Data.Tests.Images;

/// <summary>Skia, whose libjpeg is another build without SIMD code, says what each pixel has to be.</summary>
public class TurboJpegTests
{
    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    public void Pixels_are_those_of_Skia_to_the_bit(SKJpegEncoderDownsample sampling)
    {
        SkipWithoutLibrary();
        Random random = new(20261130);
        for (int i = 0; i < 60; i++)
        {
            (int width, int height) = (1 + random.Next(i < 50 ? 60 : 300), 1 + random.Next(i < 50 ? 60 : 300));
            using SKBitmap picture = Picture(width, height, i % 4, random);
            byte[] file = Encoded(picture, random.Next(1, 101), sampling);
            AssertSame(file);
        }
    }

    [Theory]
    [InlineData(SKJpegEncoderDownsample.Downsample420)]
    [InlineData(SKJpegEncoderDownsample.Downsample422)]
    [InlineData(SKJpegEncoderDownsample.Downsample444)]
    public void Reduced_pixels_are_those_of_Skia_to_the_bit(SKJpegEncoderDownsample sampling)
    {
        SkipWithoutLibrary();
        Random random = new(5);
        for (int i = 0; i < 64; i++)
        {
            (int width, int height) =
                i % 2 == 0 ? (64 + random.Next(90), 1 + random.Next(90)) : (1 + random.Next(90), 64 + random.Next(90));
            using SKBitmap picture = Picture(width, height, i % 4, random);
            AssertSame(Encoded(picture, random.Next(30, 101), sampling), random.NextSingle());
        }
    }

    [Fact]
    public void Grey_pixels_are_those_of_Skia_to_the_bit()
    {
        SkipWithoutLibrary();
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

    /// <summary>Only a picture whose bytes are in memory is libjpeg-turbo's; the same file by its name is Skia's.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("#xywh=3,2,9,8")]
    public void Files_of_all_orientations_and_kinds_look_as_by_Skia(string box)
    {
        SkipWithoutLibrary();
        ImageDecoder decoder = new();
        int compared = 0;
        foreach (string path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "fixtures", "pictures"), "*.j*"))
        {
            EncodedImage inMemory = EncodedImage.Of(SourceAddress.Of(path + box), File.ReadAllBytes(path));
            foreach (int? wanted in new int?[] { null, 20, 5 })
            {
                bool isDecoded = decoder.TryDecode(path + box, ImageGround.White, wanted, out DecodedImage? expected, out string? why);
                Assert.Equal(
                    isDecoded,
                    decoder.TryDecode(inMemory, ImageGround.White, wanted, null, out DecodedImage? actual, out string? reason)
                );
                Assert.Equal((why, expected?.Width, expected?.Height), (reason, actual?.Width, actual?.Height));
                if (expected is null)
                    continue;
                compared++;
                Assert.True(expected.Rgba.Span.SequenceEqual(actual!.Rgba.Span), path);
            }
        }

        Assert.True(compared > 20);
    }

    [Fact]
    public void A_file_that_is_cut_or_damaged_is_left_to_Skia()
    {
        SkipWithoutLibrary();
        using SKBitmap picture = Picture(64, 48, 0, new Random(3));
        byte[] file = Encoded(picture, 90, SKJpegEncoderDownsample.Downsample420);
        Assert.NotNull(ByTurbo(file));
        for (int length = 0; length < file.Length; length++)
            Assert.Null(ByTurbo(file[..length]));
    }

    /// <summary>
    /// Damage of which libjpeg sees nothing may give coefficients that no encoder writes: SIMD code limits these, in C they overflow.
    /// </summary>
    [Fact]
    public void Changed_bytes_give_the_pixels_of_Skia_but_for_values_that_overflow()
    {
        SkipWithoutLibrary();
        Random random = new(11);
        using SKBitmap picture = Picture(64, 48, 0, random);
        byte[] whole = Encoded(picture, 60, SKJpegEncoderDownsample.Downsample420);
        (int decoded, int same) = (0, 0);
        for (int i = 0; i < 1_000; i++)
        {
            byte[] file = [.. whole];
            file[random.Next(2, file.Length)] = (byte)random.Next(256);
            if (ByTurbo(file) is not { } pixels)
                continue;
            decoded++;
            byte[] expected = BySkia(file);
            Assert.Equal(expected.Length, pixels.Length);
            same += expected.AsSpan().SequenceEqual(pixels) ? 1 : 0;
        }

        Assert.InRange(decoded, 1, 999);
        Assert.InRange((double)same / decoded, 0.85, 1);
    }

    // xUnit's own comparison takes longer than the decoders.
    private static void AssertSame(byte[] file, float? scale = null) =>
        Assert.True(BySkia(file, scale).AsSpan().SequenceEqual(ByTurbo(file, scale)));

    private static TurboJpeg? Scaled(TurboJpeg? jpeg, float? scale) => scale is { } reduced ? jpeg?.Reduced(reduced) : jpeg;

    private static void SkipWithoutLibrary() =>
        Assert.SkipUnless(TurboJpeg.IsInstalled, "needs libjpeg-turbo: apt-get install libturbojpeg0");

    private static byte[]? ByTurbo(byte[] file, float? scale = null)
    {
        if (Scaled(TurboJpeg.Of(file), scale) is not { } jpeg)
            return null;
        byte[] rgba = new byte[jpeg.Width * jpeg.Height * 4];
        return jpeg.TryDecode(rgba) ? rgba : null;
    }

    private static unsafe byte[] BySkia(byte[] file, float? scale = null)
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data);
        SKSizeI size = scale is { } reduced ? codec.GetScaledDimensions(reduced) : codec.Info.Size;
        SKImageInfo info = new(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
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
