using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using SkiaSharp;

namespace GpuCluster.Pipeline.Tests.Similarity;

public sealed class KeepRuleTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-keep-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("larger", 3)]
    [InlineData("bytes", 2)]
    [InlineData("format", 0)]
    [InlineData("older", 1)]
    [InlineData("folder,older", 1)]
    [InlineData("folder,larger", 1)]
    [InlineData("folder,format", 0)]
    [InlineData("first", 0)]
    [InlineData("centre", 2)]
    [InlineData("sharper,larger", 3)]
    public void Each_criterion_decides_where_those_before_it_do_not(string text, int expected)
    {
        ImageFileDataset photos = Photos();
        Assert.True(KeepRule.TryParse(text, out KeepRule? rule, out _));
        rule.Check(photos);
        int[] members = [2, 0, 1, 3];
        Assert.Equal(expected, rule.Choose(photos, members, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_default_is_most_pixels_then_most_bytes_then_the_first()
    {
        ImageFileDataset photos = Photos();
        Assert.Equal(3, KeepRule.Default.Choose(photos, [0, 1, 2, 3]));
        Assert.Equal(2, KeepRule.Default.Choose(photos, [2, 1]));
        Assert.Equal("the most pixels, then the most bytes, then the first", KeepRule.Default.Describe(photos, GroupLinkage.Star));
        string copy = Path.Combine(_folder.FullName, "copy.jpg");
        File.Copy(photos.Files[1], copy);
        Assert.Equal(0, KeepRule.Default.Choose(new ImageFileDataset("two", [copy, photos.Files[1]], null), [1, 0]));
    }

    [Fact]
    public void The_sharper_picture_is_kept_at_equal_size()
    {
        string sharp = Draw("sharp.png", 64, SKEncodedImageFormat.Png),
            soft = Draw("soft.png", 64, SKEncodedImageFormat.Png, blur: 2);
        ImageFileDataset photos = new("two", [soft, sharp], null);
        Assert.True(KeepRule.TryParse("Sharper", out KeepRule? rule, out _));
        Assert.Equal(1, rule.Choose(photos, [0, 1]));
        Assert.Equal("the sharpest, then the first", rule.Describe(photos, GroupLinkage.Star));
    }

    [Fact]
    public void A_file_that_is_gone_is_kept_by_no_criterion()
    {
        ImageFileDataset photos = Photos();
        File.Delete(photos.Files[3]);
        foreach (string name in KeepRule.Names.Except(["first", "centre", "folder"]))
        {
            Assert.True(KeepRule.TryParse(name, out KeepRule? rule, out _));
            Assert.NotEqual(3, rule.Choose(photos, [3, 1]));
        }
    }

    [Fact]
    public void Vectors_keep_the_centre_and_refuse_what_only_files_have()
    {
        EmbeddingDataset vectors = new("vectors", new EmbeddingMatrix(3, 1, new float[3]), null);
        Assert.Equal(2, KeepRule.Default.Choose(vectors, [2, 0, 1]));
        Assert.Equal("the centre of the star", KeepRule.Default.Describe(vectors, GroupLinkage.Star));
        Assert.Equal("the first", KeepRule.Default.Describe(vectors, GroupLinkage.Connected));
        Assert.True(KeepRule.TryParse("first", out KeepRule? first, out _));
        first.Check(vectors);
        Assert.Equal(0, first.Choose(vectors, [2, 0, 1]));
        Assert.True(KeepRule.TryParse("larger", out KeepRule? larger, out _));
        UnusableInputException fault = Assert.Throws<UnusableInputException>(() => larger.Check(vectors));
        Assert.Contains("'larger'", fault.Message, StringComparison.Ordinal);
        Assert.Equal(Setting.Keep, Assert.Single(fault.Remedies).Setting);
    }

    [Theory]
    [InlineData("largest", "unknown rule 'largest'")]
    [InlineData("larger,,older", "unknown rule ''")]
    [InlineData("older, older", "'older' stands there twice")]
    public void An_unknown_or_repeated_name_is_refused(string text, string expected)
    {
        Assert.False(KeepRule.TryParse(text, out _, out string? fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void All_groups_are_chosen_from_whatever_the_threads(int threads)
    {
        int[] kept = KeepStage.Run(
            KeepRule.Default,
            Photos(),
            [
                [0, 1],
                [2, 3],
                [1],
            ],
            threads,
            NoProgress.Instance,
            TestContext.Current.CancellationToken
        );
        Assert.Equal([1, 3, 1], kept);
    }

    // Row by row: a small PNG, an old JPEG, and in another folder a long file of the same size and the most pixels.
    private ImageFileDataset Photos()
    {
        string[] files =
        [
            Draw("one/a.png", 32, SKEncodedImageFormat.Png),
            Draw("one/b.jpg", 64, SKEncodedImageFormat.Jpeg),
            Draw("two/c.jpg", 64, SKEncodedImageFormat.Jpeg),
            Draw("two/d.jpg", 128, SKEncodedImageFormat.Jpeg, quality: 20),
        ];
        File.AppendAllText(files[2], new string(' ', 50_000));
        for (int i = 0; i < files.Length; i++)
            File.SetLastWriteTimeUtc(files[i], new DateTime(i == 1 ? 2001 : 2010 + i, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        return new ImageFileDataset("photos", files, null);
    }

    private string Draw(string name, int edge, SKEncodedImageFormat format, int quality = 60, float blur = 0)
    {
        string path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using SKBitmap picture = new(edge, edge);
        using SKCanvas canvas = new(picture);
        using SKPaint paint = new() { Color = SKColors.White, ImageFilter = blur > 0 ? SKImageFilter.CreateBlur(blur, blur) : null };
        canvas.Clear(SKColors.Black);
        for (int i = 0; i < 64; i += 2)
            canvas.DrawRect((i + (i / 8 % 2)) % 8 * edge / 8f, i / 8 * edge / 8f, edge / 8f, edge / 8f, paint);
        File.WriteAllBytes(path, picture.Encode(format, quality).ToArray());
        return path;
    }
}
