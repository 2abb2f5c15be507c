using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Images;

public sealed class ImageDecoderTests : IDisposable
{
    private static readonly SKColor Orange = new(230, 120, 40);
    private readonly TemporaryFolder _folder = new();
    private readonly ImageDecoder _decoder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_format_gives_its_colour()
    {
        (string Name, byte[] Bytes)[] files =
        [
            ("a.png", Flat(8, 6, Orange)),
            ("a.jpg", Flat(8, 6, Orange, SKEncodedImageFormat.Jpeg)),
            ("a.webp", Flat(8, 6, Orange, SKEncodedImageFormat.Webp)),
            ("a.bmp", Bmp(8, 6, Orange)),
            ("a.tga", Tga(8, 6, Orange)),
        ];
        foreach ((string name, byte[] bytes) in files)
        {
            DecodedImage image = Decode(name, bytes);
            Assert.Equal((8, 6), (image.Width, image.Height));
            Near(Orange, At(image, 3, 3));
        }

        Near(SKColors.White, At(Decode("a.gif", Gif()), 0, 0));
    }

    [Theory]
    [InlineData("IHDR")]
    [InlineData("IDAT")]
    public void A_PNG_with_a_wrong_checksum_is_damaged(string chunk)
    {
        byte[] png = Flat(8, 6, Orange);
        int at = png.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(chunk));
        int length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at - 4));
        png[at + 4 + length] ^= 1;
        string path = _folder.Write("a.png", png);

        Assert.False(_decoder.TryDecode(path, ImageGround.White, wanted: null, out _, out string? reason));
        Assert.Equal($"damaged: the checksum of its chunk {chunk} is wrong", reason);
    }

    [Fact]
    public void A_wrong_checksum_of_a_chunk_without_pixels_is_overlooked()
    {
        // A text chunk without a content, before the pixels; libpng leaves it out.
        byte[] png = Flat(8, 6, Orange);
        int pixels = png.AsSpan().IndexOf("IDAT"u8) - 4;
        byte[] marked = [.. png[..pixels], 0, 0, 0, 0, .. "tEXt"u8, 1, 2, 3, 4, .. png[pixels..]];
        Near(Orange, At(Decode("a.png", marked), 3, 3));
    }

    [Fact]
    public void Sixteen_bits_and_grey_are_decoded()
    {
        using SKBitmap deep = new(new SKImageInfo(4, 4, SKColorType.Rgba16161616, SKAlphaType.Unpremul));
        deep.Erase(Orange);
        using SKData data = deep.Encode(SKEncodedImageFormat.Png, 100);
        Assert.Equal(16, data.ToArray()[24]);
        Near(Orange, At(Decode("deep.png", data.ToArray()), 2, 2));

        using SKBitmap grey = new(new SKImageInfo(4, 4, SKColorType.Gray8, SKAlphaType.Opaque));
        grey.Erase(new SKColor(90, 90, 90));
        using SKData greyData = grey.Encode(SKEncodedImageFormat.Jpeg, 95);
        Near(new SKColor(90, 90, 90), At(Decode("grey.jpg", greyData.ToArray()), 2, 2));
    }

    [Fact]
    public void Photoshop_and_radiance_files_are_decoded()
    {
        byte[] psd =
        [
            .. "8BPS"u8,
            0,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            0,
            0,
            2,
            0,
            8,
            0,
            3,
            .. new byte[12],
            0,
            0,
            10,
            20,
            30,
            40,
            50,
            60,
        ];
        DecodedImage image = Decode("a.psd", psd);
        Assert.Equal((2, 1), (image.Width, image.Height));
        Near(new SKColor(20, 40, 60), At(image, 1, 0), 0);

        // A radiance of 128 / 256 x 2^1 = 1 is white.
        byte[] hdr = [.. "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n"u8, 128, 128, 128, 129];
        Near(SKColors.White, At(Decode("a.hdr", hdr), 0, 0), 1);
    }

    [Fact]
    public void A_very_large_picture_comes_out_small_where_a_small_one_is_wanted()
    {
        _folder.Write("wide.png", Large(10_000, 4_000));
        Assert.True(_decoder.TryDecode(_folder.File("wide.png"), ImageGround.White, 32, out DecodedImage? image, out _));
        Assert.Equal((64, 26), (image.Width, image.Height));
        Near(Orange, At(image, 60, 20), 1);
    }

    [Fact]
    public void Alpha_is_premultiplied_or_laid_on_white()
    {
        byte[] png = Flat(2, 2, new SKColor(200, 0, 100, 128));
        Near(new SKColor(100, 0, 50, 128), At(Decode("a.png", png), 0, 0), 1);
        Near(new SKColor(227, 127, 177), At(Decode("a.png", png, ImageGround.White), 0, 0), 1);
        Near(SKColors.White, At(Decode("b.png", Flat(1, 1, SKColors.Transparent), ImageGround.White), 0, 0), 0);
    }

    // The file's first pixel is the given corner of the scene (TIFF 6.0, tag 274): a red first row becomes that side.
    [Theory]
    [InlineData(1, 0, -1)]
    [InlineData(2, 0, -1)]
    [InlineData(3, 0, 1)]
    [InlineData(4, 0, 1)]
    [InlineData(5, -1, 0)]
    [InlineData(6, 1, 0)]
    [InlineData(7, 1, 0)]
    [InlineData(8, -1, 0)]
    public void A_jpeg_is_turned_as_its_tag_says(byte orientation, int sideX, int sideY)
    {
        byte[] stored = Encode(48, 32, (_, y) => y < 16 ? SKColors.Red : SKColors.Blue, SKEncodedImageFormat.Jpeg);
        DecodedImage image = Decode("a.jpg", Oriented(stored, orientation));
        Assert.Equal(orientation >= 5 ? (32, 48) : (48, 32), (image.Width, image.Height));
        Near(SKColors.Red, At(image, Place(sideX, image.Width), Place(sideY, image.Height)), 12);
        Near(SKColors.Blue, At(image, Place(-sideX, image.Width), Place(-sideY, image.Height)), 12);
    }

    [Fact]
    public void The_eight_turns_are_those_of_the_standard()
    {
        // Stored 3 x 2 as 1 2 3 / 4 5 6.
        DecodedImage stored = new(3, 2, new byte[] { 1, 0, 0, 255, 2, 0, 0, 255, 3, 0, 0, 255, 4, 0, 0, 255, 5, 0, 0, 255, 6, 0, 0, 255 });
        string[] expected = ["123456", "321654", "654321", "456123", "142536", "415263", "635241", "362514"];
        for (int i = 0; i < 8; i++)
        {
            DecodedImage seen = ImageOrientation.Upright(stored, (SKEncodedOrigin)(i + 1));
            Assert.Equal(expected[i], string.Concat(Enumerable.Range(0, 6).Select(p => seen.Rgba.Span[p * 4])));
        }
    }

    [Fact]
    public void A_jpeg_for_a_thumbnail_is_decoded_smaller_and_not_too_small()
    {
        _folder.Write("a.jpg", Flat(1600, 1000, Orange, SKEncodedImageFormat.Jpeg));
        Assert.True(_decoder.TryDecode(_folder.File("a.jpg"), ImageGround.White, 128, out DecodedImage? image, out _));
        Assert.InRange(image.Width, 128, 800);
        Assert.Equal(1.6, (double)image.Width / image.Height, 0.05);
        Near(Orange, At(image, 50, 50));
    }

    [Fact]
    public void What_cannot_be_decoded_is_a_reason()
    {
        byte[] noise = new byte[64 * 64 * 4];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = (byte)((i * 2654435761L) >> 13);
        SKColor Noise(int x, int y) => new(noise[(y * 64) + x], noise[(y * 64) + x + 4096], noise[(y * 64) + x + 8192]);
        Refused("none.png", null, "no such file");
        Refused("empty.png", [], "empty");
        Refused("text.png", "These are words and no picture, though the name says so."u8.ToArray(), "no picture");
        foreach (
            (string name, SKEncodedImageFormat format) in new[]
            {
                ("half.png", SKEncodedImageFormat.Png),
                ("half.jpg", SKEncodedImageFormat.Jpeg),
                ("half.webp", SKEncodedImageFormat.Webp),
            }
        )
        {
            byte[] whole = Encode(64, 64, Noise, format);
            Refused(name, whole[..(whole.Length / 2)], null);
        }

        // Cut within its first segment: a decoder that reads zeros past the end would look for the next marker for ever.
        Refused("start.jpg", Oriented(Flat(8, 8, Orange, SKEncodedImageFormat.Jpeg), 6)[..22], null);
        Refused("half.bmp", Bmp(64, 64, Orange)[..3000], null);
        Refused("half.tga", Tga(64, 64, Orange)[..3000], "ends early");
    }

    [Theory]
    [InlineData(60_000, 60_000)]
    [InlineData(60_000, 1)]
    [InlineData(20_000, 20_000)]
    public void A_header_that_claims_too_much_is_refused_before_memory_is_taken(int width, int height)
    {
        byte[] bomb = Claiming(Flat(1, 1, Orange), width, height);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("bomb.png", bomb, $"{width} x {height}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void Damage_anywhere_is_a_picture_or_a_reason()
    {
        (string Name, byte[] Bytes)[] files =
        [
            ("a.png", Halves(24, 16, Orange, SKColors.Blue)),
            ("a.jpg", Oriented(Halves(24, 16, Orange, SKColors.Blue, SKEncodedImageFormat.Jpeg), 6)),
            ("a.webp", Halves(24, 16, Orange, SKColors.Blue, SKEncodedImageFormat.Webp)),
            ("a.bmp", Bmp(24, 16, Orange)),
            ("a.tga", Tga(24, 16, Orange)),
            ("a.gif", Gif()),
        ];
        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Byte, Gen.Bool)
            .Sample(
                (file, at, until, value, isCut) =>
                {
                    byte[] bytes = [.. files[file].Bytes];
                    bytes[(int)(at * at * (bytes.Length - 1))] = value;
                    if (isCut)
                        bytes = bytes[..(int)(until * bytes.Length)];
                    string path = _folder.Write(files[file].Name, bytes);
                    if (_decoder.TryDecode(path, ImageGround.White, 32, out DecodedImage? image, out string? reason))
                        Assert.Equal(image.Width * image.Height * 4, image.Rgba.Length);
                    else
                        Assert.False(string.IsNullOrWhiteSpace(reason));
                },
                iter: 500,
                threads: 1
            );
    }

    private static byte[] Large(int width, int height)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        bitmap.Erase(Orange);
        using SKPixmap pixels = bitmap.PeekPixels();
        using SKData? data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.NoFilters, 1));
        return data!.ToArray();
    }

    private static int Place(int side, int length) => Math.Clamp((length / 2) + (side * length / 4), 0, length - 1);

    private DecodedImage Decode(string name, byte[] bytes, ImageGround ground = ImageGround.Transparent)
    {
        _folder.Write(name, bytes);
        Assert.True(_decoder.TryDecode(_folder.File(name), ground, null, out DecodedImage? image, out string? reason), $"{name}: {reason}");
        return image;
    }

    private void Refused(string name, byte[]? bytes, string? part)
    {
        if (bytes is not null)
            _folder.Write(name, bytes);
        Assert.False(_decoder.TryDecode(_folder.File(name), ImageGround.White, null, out _, out string? reason), name);
        Assert.False(string.IsNullOrWhiteSpace(reason));
        if (part is not null)
            Assert.Contains(part, reason);
    }
}
