using GpuCluster.Compute.Host.Copies;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Testing;
using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>Copies by look, one change and one odd case after the other.</summary>
public sealed class DuplicateStageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-look-");

    public static TheoryData<string> Pictures => ["photo", "diagram"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Pictures))]
    public void A_crop_of_two_to_seven_per_cent_a_side_is_a_copy(string type)
    {
        using SKBitmap original = Make(type, 0);
        Save(original, "original");
        foreach (int percent in new[] { 2, 3, 5, 7 })
        {
            using SKBitmap cropped = CopyMaker.Cropped(original, percent / 100.0);
            Save(cropped, $"crop-{percent}");
        }

        AddOthers(type);
        Assert.Equal(
            [
                ["crop-2", "crop-3", "crop-5", "crop-7", "original"],
            ],
            Groups()
        );
    }

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Darker_and_brighter_are_copies(string type)
    {
        using SKBitmap original = Make(type, 0);
        Save(original, "original");
        foreach (double gain in new[] { 0.8, 0.9, 1.1, 1.2, 1.3 })
        {
            using SKBitmap changed = CopyMaker.Brightened(original, gain);
            Save(changed, $"times {gain}");
        }

        AddOthers(type);
        Assert.Equal(6, Assert.Single(Groups()).Length);
    }

    /// <summary>Lines two pixels wide are lost at a quarter of the size.</summary>
    [Theory]
    [InlineData("photo", 2, 3, 4, 5)]
    [InlineData("diagram", 2, 3)]
    public void A_smaller_size_is_a_copy(string type, params int[] divisors)
    {
        using SKBitmap original = Make(type, 0);
        Save(original, "original");
        foreach (int divisor in divisors)
        {
            using SKBitmap small = Scaled(original, original.Width / divisor, original.Height / divisor);
            Save(small, $"by {divisor}");
        }

        AddOthers(type);
        Assert.Equal(divisors.Length + 1, Assert.Single(Groups()).Length);
    }

    [Fact]
    public void A_picture_and_the_same_in_other_proportions_are_copies()
    {
        using SKBitmap original = Make("photo", 0),
            wide = Scaled(original, original.Width, original.Height / 2);
        Save(original, "original");
        Save(wide, "wide");
        AddOthers("photo");
        Assert.Equal(
            [
                ["original", "wide"],
            ],
            Groups()
        );
    }

    [Fact]
    public void Turned_by_exif_and_turned_in_its_pixels_are_copies()
    {
        using SKBitmap original = Make("photo", 0),
            turned = new(original.Height, original.Width);
        using (SKCanvas canvas = new(turned))
        {
            canvas.Translate(0, original.Width);
            canvas.RotateDegrees(-90);
            canvas.DrawBitmap(original, 0, 0, SKSamplingOptions.Default, null);
        }

        Save(original, "upright");
        // What is stored lies on its side; orientation 6 asks viewers to turn it by 90 degrees clockwise.
        CopyMaker.Save(turned, PathOf("stored on its side.jpg"), 90);
        byte[] jpeg = File.ReadAllBytes(PathOf("stored on its side.jpg"));
        byte[] exif =
        [
            0xFF,
            0xE1,
            0,
            34,
            .. "Exif\0\0"u8,
            .. "MM\0*"u8,
            0,
            0,
            0,
            8,
            0,
            1,
            0x01,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0,
        ];
        File.WriteAllBytes(PathOf("stored on its side.jpg"), [.. jpeg.Take(2), .. exif, .. jpeg.Skip(2)]);
        AddOthers("photo");
        Assert.Equal(
            [
                ["stored on its side", "upright"],
            ],
            Groups()
        );
    }

    [Fact]
    public void A_drawing_on_nothing_and_the_same_on_white_are_copies()
    {
        using SKBitmap original = Make("diagram", 0),
            through = new(original.Width, original.Height);
        through.Pixels = [.. original.Pixels.Select(pixel => new SKColor(0, 0, 0, (byte)(255 - pixel.Green)))];
        using SKBitmap black = new(original.Width, original.Height);
        black.Pixels = [.. original.Pixels.Select(pixel => new SKColor(pixel.Green, pixel.Green, pixel.Green))];
        Save(through, "on nothing");
        Save(black, "on white");
        AddOthers("diagram");
        Assert.Equal(
            [
                ["on nothing", "on white"],
            ],
            Groups()
        );
    }

    /// <summary>They show nothing to compare; files of equal content are copies all the same.</summary>
    [Fact]
    public void Pictures_of_one_colour_are_copies_of_equal_files_alone()
    {
        using SKBitmap white = Flat(64, SKColors.White),
            larger = Flat(80, SKColors.White),
            blue = Flat(64, SKColors.Blue);
        Save(white, "white");
        Save(larger, "larger");
        Save(blue, "blue");
        Assert.Empty(Groups());
        File.Copy(PathOf("white.png"), PathOf("white again.png"));
        Duplicates found = Run(out _);
        Assert.True(Assert.Single(found.Groups).IsExact);
        Assert.Equal((1L, 1), (found.Pairs, found.Copies));
    }

    [Fact]
    public void The_same_shape_in_another_colour_or_at_another_place_is_no_copy()
    {
        foreach (
            (string name, SKColor ink, float x) in new[]
            {
                ("red", SKColors.Red, 60f),
                ("blue", SKColors.Blue, 60f),
                ("moved", SKColors.Red, 90f),
            }
        )
        {
            using SKBitmap bitmap = Flat(200, SKColors.White);
            using SKCanvas canvas = new(bitmap);
            using SKPaint paint = new() { Color = ink, IsAntialias = true };
            canvas.DrawCircle(x, 100, 30, paint);
            canvas.DrawRect(x, 110, 40, 20, paint);
            canvas.Flush();
            Save(bitmap, name);
        }

        Assert.Empty(Groups());
    }

    [Fact]
    public void A_photo_in_which_one_thing_is_another_is_no_copy()
    {
        using SKBitmap original = Make("photo", 0),
            changed = original.Copy();
        using (SKCanvas canvas = new(changed))
        using (SKPaint paint = new() { Color = SKColors.Black, IsAntialias = true })
            canvas.DrawCircle(changed.Width * 0.6f, changed.Height * 0.4f, changed.Width * 0.07f, paint);
        Save(original, "original");
        Save(changed, "changed");
        Assert.Empty(Groups());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void One_picture_and_two_are_enough(int count)
    {
        using SKBitmap original = Make("photo", 0);
        Save(original, "0");
        if (count == 2)
            CopyMaker.Save(original, PathOf("1.jpg"), 60);
        Assert.Equal(count - 1, Groups().Length);
    }

    /// <summary>A hundred files of the same pixels and different bytes are 4,950 pairs, compared with the first alone.</summary>
    [Fact]
    public void Many_files_of_the_same_pixels_are_one_group()
    {
        using SKBitmap original = Make("photo", 0);
        Save(original, "000");
        byte[] png = File.ReadAllBytes(PathOf("000.png"));
        // What follows the last chunk is not looked at.
        for (int i = 1; i < 100; i++)
            File.WriteAllBytes(PathOf($"{i:000}.png"), [.. png, (byte)i]);
        AddOthers("photo");
        Duplicates found = Run(out _);
        Assert.Equal(100, Assert.Single(found.Groups).Group.Members.Length);
        Assert.Equal((4950L, 0, 1f), (found.Pairs, found.Copies, found.Groups[0].Group.MinCosine));
        Assert.False(found.Groups[0].IsExact);
    }

    [Fact]
    public void A_file_that_breaks_after_opening_has_no_copies_and_is_counted()
    {
        using SKBitmap original = Make("photo", 0);
        foreach (string name in new[] { "a", "b", "c" })
            CopyMaker.Save(original, PathOf($"{name}.jpg"), 60 + name[0] - 'a');
        ImageFileDataset photos = Load();
        File.WriteAllBytes(PathOf("b.jpg"), [1, 2, 3]);
        RecordedProgress progress = new();
        (Dataset whole, Duplicates found) = DuplicateStage.RunByLook(photos, GroupLinkage.Star, 2, progress, default);
        Assert.Equal(["a", "c"], NamesOf((ImageFileDataset)whole, Assert.Single(found.Groups)));
        Assert.Equal((3, 2), (whole.Rows.Count, whole.Count));
        Assert.Contains(progress.Warnings, warning => warning.Contains("1 of 3 images cannot be decoded", StringComparison.Ordinal));
        SimilarPair pair = Assert.Single(DuplicateStage.PairsByLook(photos, [0, 1, 2], 2, NoProgress.Instance, default).Pairs);
        Assert.Equal((0, 2), (pair.First, pair.Second));
    }

    [Fact]
    public void Photos_that_were_reduced_are_not_decoded_to_that_size_again()
    {
        AddOthers("photo");
        ImageFileDataset photos = Load();
        File.WriteAllBytes(photos.Files[1], [1, 2, 3]);
        SampleVectors expected = DatasetStage.Embed(photos, 2, NoProgress.Instance, default);
        (Dataset whole, ReadOnlyMemory<byte>[] pixels) = DatasetStage.Reduce(photos, 2, NoProgress.Instance, default);
        foreach (string file in photos.Files)
            File.Delete(file);

        SampleVectors found = DatasetStage.Embed(whole, 2, NoProgress.Instance, default);

        Assert.Equal([0, 2, 3, 4], Enumerable.Range(0, found.Dataset.Count).Select(found.Dataset.Rows.RowOf));
        Assert.Equal(expected.Vectors.Values.ToArray(), found.Vectors.Values.ToArray());
        ReadOnlyMemory<byte>[] again = DatasetStage.ReduceAll((ImageFileDataset)found.Dataset, 2, NoProgress.Instance, default);
        Assert.Equal(pixels.Select(picture => picture.ToArray()), again.Select(picture => picture.ToArray()));
        Assert.Equal(pixels[2].ToArray(), ((ImageFileDataset)whole.Pick([2])).Reduced![0].ToArray());
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_pairs()
    {
        CopySet.Write(_folder.FullName, originals: 4, seed: 3);
        ImageFileDataset photos = Load();
        int[] each = [.. Enumerable.Range(0, photos.Count)];
        SimilarPair[] one = DuplicateStage.PairsByLook(photos, each, 1, NoProgress.Instance, default).Pairs;
        Assert.True(one.Length > 64, $"{one.Length} pairs");
        Assert.Equal(one, DuplicateStage.PairsByLook(photos, each, 5, NoProgress.Instance, default).Pairs);
    }

    /// <summary>The window asks for both ways to group what was found once; the command searches for each.</summary>
    [Theory]
    [InlineData(GroupLinkage.Star)]
    [InlineData(GroupLinkage.Connected)]
    public void What_is_found_once_is_grouped_as_by_a_search_of_its_own(GroupLinkage linkage)
    {
        CopySet.Write(_folder.FullName, originals: 3, seed: 3);
        ImageFileDataset photos = Load();
        FoundCopies found = DuplicateStage.FindByLook(photos, 2, NoProgress.Instance, default);
        (_, Duplicates expected) = DuplicateStage.RunByLook(photos, linkage, 2, NoProgress.Instance, default);
        Assert.NotEmpty(expected.Groups);
        SimilarityGroups groups = SimilarityGroups.ByLook(found.Group(linkage), photos.Count, linkage);
        Assert.Equal(expected.Groups.Select(each => each.Group.Members), groups.Groups.Select(group => group.Members));
        Assert.Equal(expected.Groups.Select(each => each.Group.MeanCosine), groups.Groups.Select(group => group.MeanCosine));
        for (int sample = 0; sample < photos.Count; sample++)
        {
            int group = groups.GroupOf[sample];
            Assert.Equal(group >= 0 ? 1 : 0, groups.Groups.Count(each => each.Members.Contains(sample)));
            if (group >= 0)
                Assert.Contains(sample, groups.Groups[group].Members);
        }
    }

    /// <summary>In a window that was open for a while.</summary>
    [Fact]
    public void A_picture_that_has_vanished_has_no_copies_and_the_others_keep_theirs()
    {
        using SKBitmap original = Make("photo", 0);
        foreach (string name in new[] { "a", "b", "c" })
            CopyMaker.Save(original, PathOf($"{name}.jpg"), 60 + name[0] - 'a');
        ImageFileDataset photos = Load();
        File.Delete(PathOf("b.jpg"));
        Duplicates found = DuplicateStage.FindByLook(photos, 2, NoProgress.Instance, default).Group(GroupLinkage.Star);
        Assert.Equal([0, 2], Assert.Single(found.Groups).Group.Members.Order());
    }

    [Fact]
    public void A_cancelled_search_ends()
    {
        using SKBitmap original = Make("photo", 0);
        Save(original, "0");
        CopyMaker.Save(original, PathOf("1.jpg"), 60);
        using CancellationTokenSource cancelled = new();
        ImageFileDataset photos = Load();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            DuplicateStage.PairsByLook(photos, [0, 1], 2, NoProgress.Instance, cancelled.Token)
        );
    }

    /// <summary>The pairs for leaks between splits name every file of an equal content.</summary>
    [Fact]
    public void Pairs_count_equal_files_and_their_copies()
    {
        using SKBitmap original = Make("photo", 0);
        Save(original, "0");
        File.Copy(PathOf("0.png"), PathOf("1.png"));
        CopyMaker.Save(original, PathOf("2.jpg"), 60);
        SimilarPairs pairs = DuplicateStage.PairsByLook(Load(), [0, 0, 2], 2, NoProgress.Instance, default);
        Assert.Equal([(0, 1), (0, 2), (1, 2)], pairs.Pairs.Select(pair => (pair.First, pair.Second)).Order());
        Assert.Equal(1, pairs.Pairs[0].Cosine);
        Assert.InRange(pairs.Pairs[2].Cosine, 0.97f, 0.99999f);
    }

    private static SKBitmap Make(string type, int number) =>
        type == "photo" ? PhotoPictures.Make(5, number) : DrawingPictures.Diagram(5, number);

    private static SKBitmap Flat(int edge, SKColor colour)
    {
        SKBitmap bitmap = new(edge, edge);
        bitmap.Erase(colour);
        return bitmap;
    }

    private static SKBitmap Scaled(SKBitmap original, int width, int height) =>
        original.Resize(new SKImageInfo(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));

    private static string[] NamesOf(ImageFileDataset photos, DuplicateGroup group) =>
        [.. group.Group.Members.Select(member => Path.GetFileNameWithoutExtension(photos.Files[member])).Order(StringComparer.Ordinal)];

    // Different pictures that must stay alone: of a photo also its burst.
    private void AddOthers(string type)
    {
        for (int number = 1; number < 6; number++)
        {
            using SKBitmap other = Make(type, number);
            Save(other, $"other-{number}");
        }
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private void Save(SKBitmap bitmap, string name) => CopyMaker.Save(bitmap, PathOf($"{name}.png"), null);

    private ImageFileDataset Load() =>
        (ImageFileDataset)DatasetStage.Load(_folder.FullName, new DatasetOptions(), NoProgress.Instance, default);

    private Duplicates Run(out ImageFileDataset photos)
    {
        photos = Load();
        Assert.True(DuplicateStage.IsByLook(photos, model: null));
        (Dataset whole, Duplicates found) = DuplicateStage.RunByLook(photos, GroupLinkage.Connected, 2, NoProgress.Instance, default);
        photos = (ImageFileDataset)whole;
        return found;
    }

    private string[][] Groups()
    {
        Duplicates found = Run(out ImageFileDataset photos);
        return [.. found.Groups.Select(group => NamesOf(photos, group))];
    }
}
