using GpuCluster.Core.Errors;
using SkiaSharp;

namespace GpuCluster.Panels.Tests;

public sealed class PngWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("png-writer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_picture_is_read_back_to_the_bit()
    {
        byte[] rgba = [.. Enumerable.Range(0, 5 * 3 * 4).Select(i => i % 4 == 3 ? (byte)255 : (byte)(i * 7))];
        string path = Path.Combine(_folder, "new/picture.png");
        PngWriter.Write(path, 5, 3, new byte[60]);
        PngWriter.Write(path, 5, 3, rgba);
        using var bitmap = SKBitmap.Decode(path);
        Assert.Equal((5, 3), (bitmap.Width, bitmap.Height));
        for (int i = 0; i < 15; i++)
        {
            SKColor pixel = bitmap.GetPixel(i % 5, i / 5);
            Assert.Equal((rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]), (pixel.Red, pixel.Green, pixel.Blue));
        }

        Assert.Equal(path, Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!)));
    }

    [Fact]
    public void A_target_that_cannot_be_written_is_one_clear_message_and_leaves_nothing()
    {
        string folder = Path.Combine(_folder, "taken");
        Directory.CreateDirectory(folder);
        Exception error = Assert.ThrowsAny<Exception>(() => PngWriter.Write(folder, 1, 1, new byte[4]));
        Assert.True(error is UnusableInputException or MachineFaultException, error.GetType().Name);
        Assert.Contains("taken", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Write("x.png", 2, 2, new byte[15]));
    }
}
