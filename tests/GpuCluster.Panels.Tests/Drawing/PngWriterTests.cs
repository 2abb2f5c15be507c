using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Tests.Drawing;

public sealed class PngWriterTests
{
    [Fact]
    public void A_picture_is_read_back_to_the_bit()
    {
        byte[] rgba = [.. Enumerable.Range(0, 5 * 3 * 4).Select(i => i % 4 == 3 ? (byte)255 : (byte)(i * 7))];
        using MemoryStream stream = new();
        PngWriter.Write(stream, 5, 3, rgba);
        using SKBitmap bitmap = SKBitmap.Decode(stream.ToArray());
        Assert.Equal((5, 3), (bitmap.Width, bitmap.Height));
        for (int i = 0; i < 15; i++)
        {
            SKColor pixel = bitmap.GetPixel(i % 5, i / 5);
            Assert.Equal((rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]), (pixel.Red, pixel.Green, pixel.Blue));
        }
    }

    [Fact]
    public void A_buffer_of_another_size_is_told() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Write(Stream.Null, 2, 2, new byte[15]));
}
