using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using GpuCluster.Data.Images.Formats;
using GpuCluster.Data.Readers;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Images;

public sealed class ImageHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Common =>
        [
            .. Directory
                .EnumerateFiles(Fixtures)
                .Select(path => Path.GetFileName(path))
                .Where(name => Path.GetExtension(name) is ".png" or ".jpg" or ".gif" or ".webp" or ".bmp" or ".jfif" && name != "heic.jpg")
                .Order(StringComparer.Ordinal),
        ];

    private static string Fixtures => Path.Combine(AppContext.BaseDirectory, "fixtures", "pictures");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Common))]
    public void The_size_is_that_of_the_codec_and_a_cut_header_has_none(string name)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Fixtures, name));
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec codec = SKCodec.Create(data);
        Assert.True(ImageHeader.TrySize(bytes, out int width, out int height));
        Assert.Equal((codec.Info.Width, codec.Info.Height), (width, height));
        bool wasWhole = false;
        for (int length = 0; length <= bytes.Length; length++)
        {
            bool isWhole = ImageHeader.TrySize(bytes.AsSpan(0, length), out int w, out int h);
            Assert.True(!wasWhole || isWhole);
            Assert.True(!isWhole || (w, h) == (width, height));
            wasWhole = isWhole;
        }
    }

    [Fact]
    public void The_size_of_a_photo_stands_behind_its_comments()
    {
        byte[] photo = Flat(40, 30, SKColors.Red, SKEncodedImageFormat.Jpeg);
        // Two segments of comments, 60,000 bytes each, after the start of the image.
        byte[] comment = [0xFF, 0xFE, 60_000 >> 8, 60_000 & 0xFF, .. new byte[59_998]];
        _folder.Write("photo.jpg", [.. photo[..2], .. comment, .. comment, .. photo[2..]]);
        Assert.Null(new ImageDecoder().WhyNoHeader(_folder.File("photo.jpg")));
        _folder.Write("cut.jpg", [.. photo[..2], .. comment, .. comment]);
        Assert.NotNull(new ImageDecoder().WhyNoHeader(_folder.File("cut.jpg")));
        Assert.NotNull(new ImageDecoder().WhyNoHeader(_folder.File("absent.jpg")));
        Assert.NotNull(new ImageDecoder().WhyNoHeader(_folder.Path));
    }

    [Fact]
    public void An_image_with_a_whole_header_is_a_sample_and_nothing_is_decoded_at_opening()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Fixtures, "rgb.png"));
        Directory.CreateDirectory(_folder.File("a"));
        Directory.CreateDirectory(_folder.File("b"));
        _folder.Write("a/1.png", whole);
        _folder.Write("a/2.png", whole[..(whole.Length / 2)]);
        _folder.Write("a/3.png", whole[..20]);
        _folder.Write("b/4.tga", File.ReadAllBytes(Path.Combine(Fixtures, "rgb.tga")));
        _folder.Write("b/5.jpg", [1, 2, 3]);

        ImageFileDataset set = Read(new DatasetOptions());

        Assert.Equal(["1.png", "2.png", "4.tga"], set.Files.Select(Path.GetFileName));
        Assert.Equal([0, 0, 1], set.Labels!.ClassOf);
        Assert.Equal(["3.png", "5.jpg"], set.Skipped.Select(file => Path.GetFileName(file.Path)));
        IImageSource images = set.OpenImages();
        Assert.False(images.TryRead(1, 32, out _, out string? reason));
        Assert.Equal("ends early", reason);
    }

    private ImageFileDataset Read(DatasetOptions options) => Assert.IsType<ImageFileDataset>(DatasetReader.Read(_folder.Path, options));
}
