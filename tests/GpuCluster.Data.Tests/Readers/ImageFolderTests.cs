using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
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
        Assert.Equal([255, 0, 0], set.Pixels().Span.Slice(2 * 3072, 3).ToArray());
        Assert.Equal([0, 0, 255], set.Pixels().Span[^3..].ToArray());
    }

    [Theory]
    [InlineData("train/cat/1.png train/dog/2.png test/cat/3.png", "cat dog cat", "train train test")]
    [InlineData("Training/cat/1.png VALID/dog/2.png", "cat dog", "Training VALID")]
    [InlineData("val/1.png train/2.png", "", "val train")]
    [InlineData("photos/cat/1.png photos/dog/2.png", "cat dog", "")]
    [InlineData("photos/1.png photos/2.png", "", "")]
    [InlineData("set/dev/images/a/1.png set/eval/images/b/2.png", "a b", "dev eval")]
    [InlineData("animals/cat/1.png animals/dog/2.png plants/rose/3.png", "cat dog rose", "")]
    [InlineData("cat/images/1.png dog/images/2.png", "cat dog", "")]
    [InlineData("cat/1.png cat/old/2.png dog/3.png", "cat cat dog", "")]
    [InlineData("train/1.png other/2.png", "train other", "")]
    public void Folders_are_splits_wrappings_and_classes(string paths, string classes, string splits)
    {
        string[] files = paths.Split(' ');
        foreach (string file in files)
            Add(file, SKColors.Red);

        ImageFileDataset set = Read();

        int[] order = [.. set.Files.Select(path => Array.IndexOf(files, Path.GetRelativePath(_folder.Path, path)))];
        int[] places = [.. Enumerable.Range(0, files.Length).Select(i => Array.IndexOf(order, i))];
        Assert.Equal(classes, string.Join(' ', places.Select(place => ClassOf(set, place))).Trim());
        string[]? split = set.Columns.OfType<TextColumn>().SingleOrDefault(column => column.Name == "split")?.Values;
        Assert.Equal(splits, split is null ? "" : string.Join(' ', places.Select(place => split[place])));
    }

    [Fact]
    public void What_folders_mean_is_told_once_unless_there_is_only_one_reading()
    {
        Add("cat/1.png", SKColors.Red);
        Add("dog/2.png", SKColors.Red);
        Assert.Empty(Read().Notes);

        Directory.CreateDirectory(_folder.File("train"));
        Directory.Move(_folder.File("cat"), _folder.File("train/cat"));
        Directory.Move(_folder.File("dog"), _folder.File("train/dog"));
        DatasetNote note = Assert.Single(Read().Notes);
        Assert.Contains("train/cat/1.png the class is 'cat' and the split 'train'", note.Message);
        Assert.Equal(new Remedy(Setting.LabelLevel), Assert.Single(note.Remedies));
    }

    [Fact]
    public void The_level_of_the_class_can_be_given()
    {
        Add("train/animals/cat/1.png", SKColors.Red);
        Add("train/plants/rose/2.png", SKColors.Red);

        Assert.Equal(["animals", "plants"], Read(new DatasetOptions { LabelLevel = 2 }).Labels!.ClassNames);
        ImageFileDataset first = Read(new DatasetOptions { LabelLevel = 1 });
        Assert.Equal(["train"], first.Labels!.ClassNames);
        Assert.Empty(first.Columns);
        Refusal.Of(_folder.Path, new DatasetOptions { LabelLevel = 4 }, "level 4", "1 to 3");
        Refusal.Of(_folder.Path, new DatasetOptions { LabelLevel = 0 }, "level 0", "1 to 3");
        Refusal.Of(_folder.File("train/animals/cat"), new DatasetOptions { LabelLevel = 1 }, "in no sub-folder");
        Refusal.Of(_folder.File("train/animals/cat/1.png"), new DatasetOptions { LabelLevel = 1 }, "only a folder of images");
    }

    [Fact]
    public void The_limit_does_not_change_what_folders_mean()
    {
        foreach (string name in new[] { "train/cat/1.png", "train/cat/2.png", "train/dog/3.png" })
            Add(name, SKColors.Red);
        Assert.Equal(["cat"], Read(new DatasetOptions { Limit = 2 }).Labels!.ClassNames);
    }

    [Fact]
    public void Copies_that_systems_make_are_left_out()
    {
        Add("cat/1.png", SKColors.Red);
        foreach (string name in new[] { "@eaDir", "#recycle", "__MACOSX", ".thumbnails", "cat/@eaDir" })
            Add($"{name}/copy.png", SKColors.Red);
        Assert.Equal("1.png", Path.GetFileName(Assert.Single(Read().Files)));
    }

    [Fact]
    public void The_content_of_a_file_decides_what_it_is()
    {
        byte[] jpeg = Flat(40, 30, SKColors.Red, SKEncodedImageFormat.Jpeg);
        foreach (string name in new[] { "a.HEIC", "b.jfif", "c", "d.jpg_large", "e.png" })
            _folder.Write(name, jpeg);
        _folder.Write("f.dat", Bmp(4, 4, SKColors.Red));
        _folder.Write("BM.doc", "BM is no bitmap in a text of some length"u8.ToArray());
        _folder.Write("README", "no picture"u8.ToArray());
        _folder.Write("empty.xyz", []);
        foreach (string name in new[] { "1.txt", "2.txt", "3.TXT", "x.pdf" })
            _folder.Write(name, "no picture"u8.ToArray());

        ImageFileDataset set = Read();

        Assert.Equal(["a.HEIC", "b.jfif", "c", "d.jpg_large", "e.png", "f.dat"], set.Files.Select(path => Path.GetFileName(path)));
        Assert.Empty(set.Warnings);
        Assert.EndsWith(
            "files that are no images are left out: 3 .txt, 1 without an extension, 1 .doc, 1 .pdf, 1 .xyz",
            Assert.Single(set.Notes).Message
        );
    }

    [Fact]
    public void What_has_no_whole_header_is_left_out_and_counted()
    {
        Add("a/1.png", SKColors.Red);
        Add("a/2.png", SKColors.Lime);
        byte[] whole = Flat(64, 64, SKColors.Red);
        _folder.Write("a/1head.png", whole[..30]);
        _folder.Write("a/1none.png", []);
        _folder.Write("a/1text.png", "no picture"u8.ToArray());
        _folder.Write("a/3bomb.png", Claiming(whole, 60_000, 60_000));

        ImageFileDataset set = Read();

        Assert.Equal(["1.png", "2.png"], set.Files.Select(path => Path.GetFileName(path)));
        Assert.Equal([0, 255, 0], set.Pixels().Span.Slice(3072, 3).ToArray());
        Assert.Equal(2 * 3072, set.Pixels().Length);
        string warning = Assert.Single(set.Warnings);
        Assert.Contains("4 of 6 images", warning);
        Assert.Contains("a/1head.png", warning);
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
        Assert.All(set.Pixels().Span[..3072].ToArray(), value => Assert.Equal(128, value));
        for (int i = 0; i < 1024; i++)
            Assert.Equal(i % 32 < 16 ? 0 : 255, set.Pixels().Span[3072 + (i * 3)]);
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
        Refusal.Of(_folder.Path, "none of its 1 image can", "bad.png");
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

    private static string ClassOf(ImageFileDataset set, int sample) =>
        set.Labels is { } labels && labels.ClassOf[sample] >= 0 ? labels.ClassNames[labels.ClassOf[sample]] : "";

    private void Add(string name, SKColor colour, SKEncodedImageFormat format = SKEncodedImageFormat.Png)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        _folder.Write(name, Flat(40, 30, colour, format));
    }
}
