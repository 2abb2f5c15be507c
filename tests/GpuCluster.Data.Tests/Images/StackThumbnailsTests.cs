using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;

namespace GpuCluster.Data.Tests.Images;

public sealed class StackThumbnailsTests
{
    [Fact]
    public void A_small_image_stands_in_the_middle_pixel_by_pixel()
    {
        byte[] pixels = [.. Enumerable.Range(0, 2 * 28 * 28).Select(i => (byte)(i * 31))];
        using StackThumbnails thumbnails = new("digits", new ImageStack(2, 28, 28, pixels));
        byte[] rgba = new byte[32 * 32 * 4];

        Assert.Equal([32], thumbnails.Edges);
        Assert.Equal("digits, row 1", thumbnails.NameOf(1));
        Assert.Equal(ThumbnailState.Ready, thumbnails.Read(1, 32, rgba));
        for (int y = 0; y < 32; y++)
        {
            for (int x = 0; x < 32; x++)
            {
                bool isInside = x is >= 2 and < 30 && y is >= 2 and < 30;
                byte grey = isInside ? pixels[784 + ((y - 2) * 28) + x - 2] : (byte)0;
                Assert.Equal([grey, grey, grey, isInside ? (byte)255 : (byte)0], rgba.AsSpan(((y * 32) + x) * 4, 4).ToArray());
            }
        }
    }

    [Fact]
    public void Any_shape_keeps_its_proportions_and_its_mean() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Byte)
            .Sample(
                (width, height, grey) =>
                {
                    byte[] pixels = new byte[width * height];
                    Array.Fill(pixels, grey);
                    using StackThumbnails thumbnails = new("x", new ImageStack(1, height, width, pixels));
                    foreach (int edge in thumbnails.Edges)
                    {
                        byte[] rgba = new byte[edge * edge * 4];
                        thumbnails.Read(0, edge, rgba);
                        int covered = 0;
                        (int left, int right, int top, int bottom) = (edge, -1, edge, -1);
                        for (int i = 0; i < edge * edge; i++)
                        {
                            if (rgba[(i * 4) + 3] == 0)
                                continue;
                            Assert.Equal(grey, rgba[i * 4]);
                            covered++;
                            (left, right) = (Math.Min(left, i % edge), Math.Max(right, i % edge));
                            (top, bottom) = (Math.Min(top, i / edge), Math.Max(bottom, i / edge));
                        }

                        int w = right - left + 1;
                        int h = bottom - top + 1;
                        Assert.Equal(w * h, covered);
                        Assert.True(Math.Abs(left - (edge - 1 - right)) <= 1 && Math.Abs(top - (edge - 1 - bottom)) <= 1, "centred");
                        double expected = (double)width / height;
                        Assert.InRange(
                            (double)w / h,
                            expected * (1 - (1.0 / h)) * (1 - (1.0 / w)) - 1e-9,
                            expected * (1 + (1.0 / h)) * (1 + (1.0 / w)) + 1.0
                        );
                    }
                },
                iter: 60
            );

    [Fact]
    public void A_large_image_is_averaged()
    {
        byte[] pixels = new byte[64 * 64];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((((i % 64) + (i / 64)) % 2) * 200);
        using StackThumbnails thumbnails = new("checks", new ImageStack(1, 64, 64, pixels));
        byte[] rgba = new byte[32 * 32 * 4];

        thumbnails.Read(0, 32, rgba);

        Assert.Equal([32, 64], thumbnails.Edges);
        Assert.All(Enumerable.Range(0, 32 * 32), i => Assert.Equal(100, rgba[i * 4]));
    }
}
