using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Images;

public sealed class FolderThumbnailsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void A_wide_picture_stands_between_transparent_bars(int edge)
    {
        using FolderThumbnails thumbnails = Open(_folder.Write("照片🙂.png", Halves(400, 200, SKColors.Red, SKColors.Blue)));
        Assert.EndsWith("照片🙂.png", thumbnails.NameOf(0));
        DecodedImage tile = Tile(thumbnails, edge, ThumbnailState.Ready);
        for (int y = 0; y < edge; y++)
        {
            for (int x = 0; x < edge; x++)
            {
                bool isInside = y >= edge / 4 && y < edge * 3 / 4;
                Assert.Equal(
                    isInside
                        ? x < edge / 2
                            ? SKColors.Red
                            : SKColors.Blue
                        : new SKColor(0, 0, 0, 0),
                    At(tile, x, y)
                );
            }
        }
    }

    [Theory]
    [InlineData("200,50,100,50")]
    [InlineData("percent:50,25,25,25")]
    public void An_object_is_shown_in_its_whole_image_with_a_frame_around_it(string box)
    {
        string path = _folder.Write("a.png", Halves(400, 200, SKColors.Red, SKColors.Blue));
        using FolderThumbnails thumbnails = Open($"{path}#xywh={box}");
        Assert.True(thumbnails.AreParts);
        byte[] rgba = new byte[128 * 128 * 4];
        Assert.Equal(ThumbnailState.Ready, thumbnails.ReadWhole(0, 128, rgba));
        DecodedImage tile = new(128, 128, rgba);
        // The picture is 128 x 64 and stands 32 from the top, so that the box lies at 64 to 95 and 48 to 63.
        SKColor frame = new(255, 190, 60);
        Assert.Equal([frame, frame, SKColors.Blue], [At(tile, 64, 48), At(tile, 65, 56), At(tile, 66, 56)]);
        Assert.Equal([SKColors.Red, frame, SKColors.Blue], [At(tile, 63, 48), At(tile, 95, 63), At(tile, 96, 63)]);
        Assert.Equal([SKColors.Blue, SKColors.Blue], [At(tile, 80, 47), At(tile, 80, 64)]);
        Assert.Equal(SKColors.Blue, At(Tile(thumbnails, 32, ThumbnailState.Ready), 16, 16));

        using FolderThumbnails plain = Open(path);
        Assert.False(plain.AreParts);
        Assert.Equal(ThumbnailState.Ready, plain.ReadWhole(0, 128, rgba));
        Assert.Equal(Tile(plain, 128, ThumbnailState.Ready).Rgba.ToArray(), rgba);
    }

    [Theory]
    [InlineData("b.png", ThumbnailState.Missing)]
    [InlineData("broken.png", ThumbnailState.Damaged)]
    public void The_whole_image_of_an_object_that_is_not_there_is_a_marked_tile(string name, ThumbnailState expected)
    {
        _folder.Write("broken.png", [1, 2, 3]);
        using FolderThumbnails thumbnails = Open($"{Path.Combine(_folder.Path, name)}#xywh=1,1,2,2");
        Assert.Equal(expected, thumbnails.ReadWhole(0, 64, new byte[64 * 64 * 4]));
    }

    [Fact]
    public void A_second_run_takes_the_cache_and_makes_what_is_damaged_again()
    {
        string path = _folder.Write("a.png", Halves(300, 200, SKColors.Red, SKColors.Blue));
        using FolderThumbnails first = Open(path);
        byte[] made = Tile(first, 64, ThumbnailState.Ready).Rgba.ToArray();
        Assert.Equal(1, first.Decoder.Decoded);
        Tile(first, 32, ThumbnailState.Ready);
        Assert.Equal(1, first.Decoder.Decoded);

        using FolderThumbnails second = Open(path);
        Assert.Equal(made, Tile(second, 64, ThumbnailState.Ready).Rgba.ToArray());
        Assert.Equal(0, second.Decoder.Decoded);

        string entry = Assert.Single(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
        byte[] whole = File.ReadAllBytes(entry);
        byte[] flipped = [.. whole];
        flipped[^1] ^= 0x55;
        foreach (byte[] damaged in new[] { flipped, whole[..(whole.Length / 2)], [] })
        {
            File.WriteAllBytes(entry, damaged);
            using FolderThumbnails again = Open(path);
            Assert.Equal(made, Tile(again, 64, ThumbnailState.Ready).Rgba.ToArray());
            Assert.Equal(1, again.Decoder.Decoded);
            Assert.Equal(whole, File.ReadAllBytes(entry));
        }
    }

    [Fact]
    public void A_changed_file_is_another_entry()
    {
        string path = _folder.Write("a.png", Flat(10, 10, SKColors.Red));
        using FolderThumbnails thumbnails = Open(path);
        Assert.Equal(SKColors.Red, At(Tile(thumbnails, 32, ThumbnailState.Ready), 16, 16));
        _folder.Write("a.png", Flat(10, 10, SKColors.Blue));
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(3));
        Assert.Equal(SKColors.Blue, At(Tile(thumbnails, 32, ThumbnailState.Ready), 16, 16));
    }

    [Fact]
    public void What_cannot_be_shown_is_a_marked_tile()
    {
        string gone = _folder.Write("gone.png", Flat(10, 10, SKColors.Red));
        string bad = _folder.Write("bad.png", [1, 2, 3]);
        using FolderThumbnails thumbnails = new([gone, bad], new ThumbnailCache(_cache.Path));
        File.Delete(gone);
        foreach (int edge in thumbnails.Edges)
        {
            DecodedImage missing = Tile(thumbnails, edge, ThumbnailState.Missing);
            DecodedImage damaged = Tile(thumbnails, edge, ThumbnailState.Damaged, 1);
            Assert.NotEqual(At(missing, edge / 2, edge / 2), At(damaged, edge / 2, edge / 2));
            Assert.NotEqual(At(missing, edge / 2, edge / 2), At(missing, edge / 2, 1));
        }

        Assert.Empty(Directory.GetFiles(_cache.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_costs_only_time()
    {
        string path = _folder.Write("a.png", Flat(10, 10, SKColors.Red));
        using FolderThumbnails thumbnails = new([path], new ThumbnailCache(Path.Combine(_folder.Write("file", [1]), "below")));
        for (int run = 1; run <= 2; run++)
        {
            Assert.Equal(SKColors.Red, At(Tile(thumbnails, 32, ThumbnailState.Ready), 16, 16));
            Assert.Equal(run, thumbnails.Decoder.Decoded);
        }
    }

    [Fact]
    public void Many_threads_get_what_one_gets()
    {
        string[] paths =
        [
            .. Enumerable.Range(0, 8).Select(i => _folder.Write($"{i}.png", Flat(50, 20 + i, new SKColor((byte)(i * 30), 9, 7)))),
        ];
        using FolderThumbnails thumbnails = new(paths, new ThumbnailCache(_cache.Path));
        Parallel.For(
            0,
            200,
            i =>
            {
                DecodedImage tile = Tile(thumbnails, 32, ThumbnailState.Ready, i % 8);
                Assert.Equal(new SKColor((byte)(i % 8 * 30), 9, 7), At(tile, 16, 16));
            }
        );
    }

    private FolderThumbnails Open(string path) => new([path], new ThumbnailCache(_cache.Path));

    private static DecodedImage Tile(FolderThumbnails thumbnails, int edge, ThumbnailState expected, int index = 0)
    {
        byte[] rgba = new byte[edge * edge * 4];
        Assert.Equal(expected, thumbnails.Read(index, edge, rgba));
        return new DecodedImage(edge, edge, rgba);
    }
}
