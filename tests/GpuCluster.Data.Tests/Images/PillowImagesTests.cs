using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Images;

/// <summary>
/// Pictures of every kind of pixel, written by Pillow (fixtures/pictures/make.py), look as Pillow shows them: upright, on white.
/// </summary>
public sealed class PillowImagesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "pictures");

    /// <summary>Every fixture's name.</summary>
    public static TheoryData<string> Names { get; } =
    [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Where(name => name != "make.py").Order(StringComparer.Ordinal)];

    [Fact]
    public void All_of_them_are_there() => Assert.Equal(61, Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_looks_as_Pillow_shows_it(string name)
    {
        DecodedImage seen = Decode(Path.Combine(Folder, name)),
            expected = Decode(Path.Combine(Folder, "expected", $"{name}.png"));
        Assert.Equal((expected.Width, expected.Height), (seen.Width, seen.Height));
        // What is stored exactly is read exactly, but for a rounding where it is laid on white. Decoders of JPEG differ in their roundings,
        // and more where four inks become three colours.
        int tolerance =
            name.StartsWith("cmyk", StringComparison.Ordinal) ? 6
            : name.Contains("heic", StringComparison.Ordinal) ? 3
            : name is "rgb.avif" or "photo.jfif" or "jpeg.HEIC" ? 4
            : name.EndsWith(".jpg", StringComparison.Ordinal) ? 3
            : 1;
        for (int y = 0; y < seen.Height; y++)
        {
            for (int x = 0; x < seen.Width; x++)
                Near(At(expected, x, y), At(seen, x, y), tolerance);
        }
    }

    [Theory]
    [InlineData("cut-baseline.jpg", "ends early")]
    [InlineData("cut-progressive.jpg", "ends early")]
    public void What_would_be_another_picture_is_refused(string name, string part)
    {
        string path = Path.Combine(Folder, "refused", name);
        Assert.False(new ImageDecoder().TryDecode(path, ImageGround.White, null, out _, out string? reason));
        Assert.Contains(part, reason);
    }

    [Fact]
    public void A_file_of_a_camera_is_developed()
    {
        DecodedImage image = Decode(Path.Combine(Folder, "raw", "mosaic.dng"));
        Assert.Equal((64, 64), (image.Width, image.Height));
        Assert.InRange(At(image, 16, 32).Green, 150, 255);
        Assert.InRange(At(image, 48, 32).Green, 0, 90);
    }

    [Theory]
    [InlineData("rgb.tif")]
    [InlineData("rgb.heic")]
    [InlineData("rgb.avif")]
    [InlineData("rgb.jp2")]
    [InlineData("raw/mosaic.dng")]
    public void A_file_that_was_cut_is_refused_with_a_reason(string name)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Folder, name));
        string path = Path.Combine(Path.GetTempPath(), $"gpucluster-test-{Path.GetRandomFileName()}{Path.GetExtension(name)}");
        try
        {
            File.WriteAllBytes(path, whole[..(whole.Length / 3)]);
            Assert.False(new ImageDecoder().TryDecode(path, ImageGround.White, null, out _, out string? reason));
            Assert.DoesNotContain('\n', reason);
            Assert.DoesNotContain("/tmp", reason);
            Assert.NotEmpty(reason);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_claim_of_many_pixels_is_refused_before_they_are_allocated()
    {
        byte[] tiff = File.ReadAllBytes(Path.Combine(Folder, "rgb.tif"));
        // The entry of the width: tag 256, a 16-bit value.
        int entry = tiff.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 1, 3, 0, 1, 0, 0, 0, 24, 0]);
        Assert.True(entry > 0);
        (tiff[entry + 8], tiff[entry + 9]) = (0xFF, 0xFF);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, tiff);
            Assert.False(new ImageDecoder().TryDecode(path, ImageGround.White, null, out _, out string? reason));
            Assert.Matches("65535 x 16|exceeds limit", reason);
            Assert.Equal(24, ImageSize.Of(Path.Combine(Folder, "rgb.heic")).Width);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Bytes_behind_the_end_of_a_progressive_picture_do_no_harm()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. File.ReadAllBytes(Path.Combine(Folder, "progressive.jpg")), .. new byte[5000]]);
            Assert.Equal(24, Decode(path).Width);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static DecodedImage Decode(string path)
    {
        Assert.True(
            new ImageDecoder().TryDecode(path, ImageGround.White, null, out DecodedImage? image, out string? reason),
            $"{path}: {reason}"
        );
        return image;
    }
}
