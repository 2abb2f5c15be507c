using System.IO.Compression;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using GpuCluster.Data.Pictures;
using GpuCluster.Data.Readers;
using SkiaSharp;

namespace GpuCluster.Data.Tests.Pictures;

public sealed class PictureFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-pictures-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a.png", SKEncodedImageFormat.Png, "PNG")]
    [InlineData("a.jpg", SKEncodedImageFormat.Jpeg, "JPEG")]
    [InlineData("b.png", SKEncodedImageFormat.Jpeg, "JPEG")]
    [InlineData("a.webp", SKEncodedImageFormat.Webp, "WebP")]
    public void A_file_tells_its_format_size_and_time(string name, SKEncodedImageFormat format, string expected)
    {
        string path = Draw(name, 30, 20, format);
        DateTime changed = new(2021, 3, 4, 5, 6, 7, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, changed);
        ImageSize size = Of(path).SizeOf(0, Cancellation);
        Assert.Equal((30, 20, new FileInfo(path).Length), (size.Width, size.Height, size.Bytes));
        Assert.Equal(expected, size.Format);
        Assert.Equal(changed, size.Changed!.Value.UtcDateTime);
    }

    [Theory]
    [InlineData("rgb.heic", "HEIC")]
    [InlineData("rgb.tif", "TIFF")]
    [InlineData("rgb.avif", "AVIF")]
    public void Formats_of_cameras_have_names(string name, string expected)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "fixtures", "pictures", name);
        Assert.Equal(expected, Of(path).SizeOf(0, Cancellation).Format);
    }

    [Fact]
    public void A_picture_comes_whole_or_with_as_many_pixels_as_are_allowed()
    {
        PictureFiles files = Of(Draw("a.png", 300, 200, SKEncodedImageFormat.Png));
        Assert.True(files.TryRead(0, PictureFiles.MaxPixels, out DecodedImage? whole, out _, Cancellation));
        Assert.Equal((300, 200), (whole.Width, whole.Height));
        Assert.True(files.TryRead(0, 15_000, out DecodedImage? reduced, out _, Cancellation));
        Assert.Equal((150, 100), (reduced.Width, reduced.Height));
    }

    [Fact]
    public void What_vanished_or_broke_since_has_a_reason_and_no_size()
    {
        string gone = Draw("gone.png", 30, 20, SKEncodedImageFormat.Png),
            broken = Draw("broken.png", 30, 20, SKEncodedImageFormat.Png);
        PictureFiles files = Of(gone, broken);
        File.Delete(gone);
        File.WriteAllText(broken, "no picture any more");
        Assert.False(files.TryRead(0, PictureFiles.MaxPixels, out _, out string? reason, Cancellation));
        Assert.Equal("no such file", reason);
        Assert.False(files.TryRead(1, PictureFiles.MaxPixels, out _, out reason, Cancellation));
        Assert.NotEmpty(reason);
        Assert.Equal(0, files.SizeOf(0, Cancellation).Pixels);
        Assert.Null(files.SizeOf(0, Cancellation).Changed);
    }

    [Fact]
    public void An_entry_of_an_archive_has_the_folder_within_it()
    {
        string zip = Path.Combine(_folder.FullName, "all.zip");
        using (ZipArchive archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            archive.CreateEntryFromFile(Draw("a.png", 30, 20, SKEncodedImageFormat.Png), "one/a.png");
            archive.CreateEntryFromFile(Draw("b.png", 40, 20, SKEncodedImageFormat.Png), "two/b.png");
        }

        PictureFiles files = PictureFiles.Of(DatasetReader.Read(zip, new DatasetOptions(), Cancellation))!;
        Assert.Equal((30, 40), (files.SizeOf(0, Cancellation).Width, files.SizeOf(1, Cancellation).Width));
        Assert.EndsWith("all.zip!one", files.FolderOf(0), StringComparison.Ordinal);
        Assert.NotEqual(files.FolderOf(0), files.FolderOf(1));
    }

    [Fact]
    public void A_reading_that_is_no_longer_wanted_is_left()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        PictureFiles files = Of(Draw("a.png", 30, 20, SKEncodedImageFormat.Png));
        Assert.Throws<OperationCanceledException>(() => files.TryRead(0, PictureFiles.MaxPixels, out _, out _, stop.Token));
    }

    [Fact]
    public void Images_of_one_array_have_sizes_and_no_files()
    {
        ImageDataset stack = new("x", new ImageStack(2, 3, 5, new byte[30]), null);
        PictureFiles files = PictureFiles.Of(stack)!;
        Assert.False(files.AreFiles);
        Assert.Equal((5, 3), (files.SizeOf(1, Cancellation).Width, files.SizeOf(1, Cancellation).Height));
        Assert.Null(PictureFiles.Of(new EmbeddingDataset("v", new EmbeddingMatrix(1, 1, new float[1]), null)));
    }

    [Fact]
    public void Blur_lowers_sharpness_and_size_alone_does_not()
    {
        SKBitmap Checks(int square)
        {
            SKBitmap picture = new(8 * square, 8 * square);
            using SKCanvas canvas = new(picture);
            canvas.Clear(SKColors.Black);
            using SKPaint white = new() { Color = SKColors.White };
            for (int i = 0; i < 64; i++)
            {
                if (((i % 8) + (i / 8)) % 2 == 0)
                    canvas.DrawRect(i % 8 * square, i / 8 * square, square, square, white);
            }

            return picture;
        }

        string Save(SKBitmap picture, string name)
        {
            string path = Path.Combine(_folder.FullName, name);
            File.WriteAllBytes(path, picture.Encode(SKEncodedImageFormat.Png, 100).ToArray());
            return path;
        }

        using SKBitmap small = Checks(8),
            large = Checks(16);
        using SKBitmap soft = new(64, 64);
        using (SKCanvas canvas = new(soft))
        using (SKPaint blur = new() { ImageFilter = SKImageFilter.CreateBlur(2, 2) })
            canvas.DrawBitmap(small, 0, 0, SKSamplingOptions.Default, blur);
        PictureFiles files = Of(Save(small, "small.png"), Save(large, "large.png"), Save(soft, "soft.png"));
        double Sharpness(int index) => PictureFocus.Of(files, index, 64, Cancellation)!.Value;
        Assert.Equal(Sharpness(0), Sharpness(1), 1e-9);
        Assert.InRange(Sharpness(2), 0, 0.5 * Sharpness(0));
    }

    private static PictureFiles Of(params string[] paths) => PictureFiles.Of(new ImageFileDataset("photos", paths, null))!;

    private string Draw(string name, int width, int height, SKEncodedImageFormat format)
    {
        string path = Path.Combine(_folder.FullName, name);
        using SKBitmap picture = new(width, height);
        picture.Erase(SKColors.Olive);
        File.WriteAllBytes(path, picture.Encode(format, 90).ToArray());
        return path;
    }
}
