using GpuCluster.Data.Readers;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Readers;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_sub_folder_is_the_class_and_the_order_ordinal()
    {
        Add("猫/b.png", SKColors.Red);
        Add("猫/deep/er/a.png", SKColors.Lime);
        Add("🐕/x.PNG", SKColors.Blue);
        Add("Zebra/z.webp", SKColors.White, SKEncodedImageFormat.Webp);
        Add("root.jpg", SKColors.Black, SKEncodedImageFormat.Jpeg);
        _folder.Write("notes.txt", [1, 2, 3]);
        _folder.Write(".hidden.png", [1, 2, 3]);

        ImageFileDataset set = Read();

        Assert.Equal(
            ["Zebra/z.webp", "root.jpg", "猫/b.png", "猫/deep/er/a.png", "🐕/x.PNG"],
            set.Files.Select(path => Path.GetRelativePath(_folder.Path, path))
        );
        Assert.Equal(["Zebra", "猫", "🐕"], set.Labels!.ClassNames);
        Assert.Equal([0, -1, 1, 1, 2], set.Labels.ClassOf);
        Assert.Empty(set.Warnings);
        Assert.Equal("(5, 32, 32, 3)", set.Shape);
        Assert.Equal([255, 0, 0], set.Pixels.Span.Slice(2 * 3072, 3).ToArray());
        Assert.Equal([0, 0, 255], set.Pixels.Span[^3..].ToArray());
    }

    [Fact]
    public void What_cannot_be_decoded_is_left_out_and_counted()
    {
        Add("a/1.png", SKColors.Red);
        Add("a/2.png", SKColors.Lime);
        byte[] whole = Flat(64, 64, SKColors.Red);
        _folder.Write("a/1half.png", whole[..(whole.Length / 2)]);
        _folder.Write("a/1none.png", []);
        _folder.Write("a/1text.png", "no picture"u8.ToArray());
        _folder.Write("a/3bomb.png", Claiming(whole, 60_000, 60_000));

        ImageFileDataset set = Read();

        Assert.Equal(["1.png", "2.png"], set.Files.Select(path => Path.GetFileName(path)));
        Assert.Equal([0, 255, 0], set.Pixels.Span.Slice(3072, 3).ToArray());
        Assert.Equal(2 * 3072, set.Pixels.Length);
        string warning = Assert.Single(set.Warnings);
        Assert.Contains("4 of 6 images", warning);
        Assert.Contains("a/1half.png", warning);
        Assert.Contains("…", warning);
    }

    [Fact]
    public void The_limit_counts_pictures_that_can_be_decoded()
    {
        _folder.Write("0.png", [1, 2, 3]);
        for (int i = 1; i < 6; i++)
            Add($"{i}.png", SKColors.Red);
        ImageFileDataset set = Read(new DatasetOptions { Limit = 3 });
        Assert.Equal(["1.png", "2.png", "3.png"], set.Files.Select(path => Path.GetFileName(path)));
        Assert.Null(set.Labels);
    }

    [Fact]
    public void A_photo_becomes_small_on_white_and_each_pixel_is_a_mean()
    {
        _folder.Write("halves.png", Halves(320, 200, SKColors.Black, SKColors.Transparent));
        _folder.Write("dot.png", Flat(1, 1, SKColors.Gray));
        ImageFileDataset set = Read();
        Assert.All(set.Pixels.Span[..3072].ToArray(), value => Assert.Equal(128, value));
        for (int i = 0; i < 1024; i++)
            Assert.Equal(i % 32 < 16 ? 0 : 255, set.Pixels.Span[3072 + (i * 3)]);
    }

    [Fact]
    public void A_loop_of_links_ends_and_a_folder_counts_once()
    {
        Add("a/1.png", SKColors.Red);
        Directory.CreateSymbolicLink(_folder.File("a/loop"), _folder.Path);
        Directory.CreateSymbolicLink(_folder.File("b"), _folder.File("a"));
        File.CreateSymbolicLink(_folder.File("dead.png"), _folder.File("gone"));
        ImageFileDataset set = Read();
        Assert.Equal("a/1.png", Path.GetRelativePath(_folder.Path, Assert.Single(set.Files)));
        Assert.Contains("dead.png (no such file)", Assert.Single(set.Warnings));
    }

    [Fact]
    public void A_folder_without_a_usable_image_is_refused()
    {
        Refusal.Of(_folder.Path, _folder.Path, "holds no images");
        _folder.Write("bad.png", [1, 2, 3]);
        Refusal.Of(_folder.Path, "none of its 1 images", "bad.png");
    }

    [Fact]
    public void Cancelled_reading_stops()
    {
        Add("1.png", SKColors.Red);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            DatasetReader.Read(_folder.Path, new DatasetOptions(), new CancellationToken(canceled: true))
        );
    }

    private ImageFileDataset Read(DatasetOptions? options = null) =>
        Assert.IsType<ImageFileDataset>(DatasetReader.Read(_folder.Path, options ?? new DatasetOptions()));

    private void Add(string name, SKColor colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        _folder.Write(name, Flat(40, 30, colour, format));
    }
}
