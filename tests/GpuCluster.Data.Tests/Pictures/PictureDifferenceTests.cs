using GpuCluster.Core.Samples;
using GpuCluster.Data.Pictures;

namespace GpuCluster.Data.Tests.Pictures;

/// <summary>Means and maxima were computed by a Python program that knows none of this code.</summary>
public sealed class PictureDifferenceTests
{
    [Fact]
    public void Mean_and_maximum_are_those_of_another_program()
    {
        PictureDifference found = Of(Patterned(60, 40, 1), Patterned(60, 40, 2));
        Assert.Equal(56.84527777777778, found.Mean, 1e-9);
        Assert.Equal(255, found.Max);
        Assert.Equal((60, 40), (found.Picture.Width, found.Picture.Height));

        // (14, 114, 89) and (224, 78, 90), times eight.
        Assert.Equal([255, 255, 8, 255], found.Picture.Rgba.Span.Slice(((20 * 60) + 30) * 4, 4).ToArray());
    }

    [Fact]
    public void The_smaller_is_scaled_to_the_larger_whichever_comes_first()
    {
        PictureDifference found = Of(Waves(64, 48), Waves(32, 24));
        Assert.Equal((64, 48), (found.Picture.Width, found.Picture.Height));
        Assert.Equal(0.3538411458333333, found.Mean, 0.02);
        Assert.InRange(found.Max, 3, 5);
        PictureDifference turned = Of(Waves(32, 24), Waves(64, 48));
        Assert.Equal((found.Mean, found.Max), (turned.Mean, turned.Max));
        Assert.Equal(found.Picture.Rgba.ToArray(), turned.Picture.Rgba.ToArray());
    }

    [Fact]
    public void Equal_pictures_do_not_differ()
    {
        PictureDifference found = Of(Waves(31, 17), Waves(31, 17));
        Assert.Equal((0, 0), (found.Mean, found.Max));
        Assert.All(found.Picture.Rgba.ToArray().Chunk(4), pixel => Assert.Equal([0, 0, 0, 255], pixel));
    }

    [Fact]
    public void The_work_can_be_stopped()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => PictureDifference.Of(Waves(4, 4), Waves(4, 4), stop.Token));
    }

    private static PictureDifference Of(DecodedImage first, DecodedImage second) =>
        PictureDifference.Of(first, second, TestContext.Current.CancellationToken);

    private static DecodedImage Patterned(int width, int height, int k) =>
        Make(width, height, (x, y) => ((byte)((x * 7 * k) + (y * 3)), (byte)((x * 5) + (y * 11 * k)), (byte)((x * y) + k)));

    private static DecodedImage Waves(int width, int height) =>
        Make(
            width,
            height,
            (x, y) =>
            {
                double u = (x + 0.5) / width,
                    v = (y + 0.5) / height;
                return (
                    (byte)(128.5 + (100 * Math.Sin(6 * u))),
                    (byte)(128.5 + (100 * Math.Cos(5 * v))),
                    (byte)(128.5 + (60 * Math.Sin(4 * u * v)))
                );
            }
        );

    private static DecodedImage Make(int width, int height, Func<int, int, (byte R, byte G, byte B)> colour)
    {
        byte[] rgba = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++)
        {
            (byte r, byte g, byte b) = colour(i % width, i / width);
            (rgba[i * 4], rgba[(i * 4) + 1], rgba[(i * 4) + 2], rgba[(i * 4) + 3]) = (r, g, b, 255);
        }

        return new DecodedImage(width, height, rgba);
    }
}
