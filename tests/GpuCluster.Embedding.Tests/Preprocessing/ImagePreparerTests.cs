using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Preprocessing;
using GpuCluster.Testing;

namespace GpuCluster.Embedding.Tests.Preprocessing;

public sealed class ImagePreparerTests
{
    [Theory]
    [InlineData(ResampleFilter.Bilinear, "bilinear-24.png", 24, 24, 24)]
    [InlineData(ResampleFilter.Bicubic, "bicubic-24.png", 24, 24, 24)]
    [InlineData(ResampleFilter.Lanczos, "lanczos-24.png", 24, 24, 24)]
    [InlineData(ResampleFilter.Bilinear, "bilinear-40x90.png", null, 40, 90)]
    [InlineData(ResampleFilter.Bicubic, "bicubic-40x90.png", null, 40, 90)]
    [InlineData(ResampleFilter.Lanczos, "lanczos-40x90.png", null, 40, 90)]
    public void Pixels_are_Pillows_to_the_bit(ResampleFilter filter, string reference, int? shortest, int width, int height)
    {
        byte[] cut = new ImagePreparer(Preparation(filter, shortest, width, height)).Cut(Load("source.png")).ToArray();
        Screenshot expected = Screenshot.Load(Path.Combine(AppContext.BaseDirectory, "Preprocessing", reference));
        Assert.Equal((expected.Width, expected.Height), (width, height));
        Assert.Equal(expected.Rgba, cut);
    }

    [Fact]
    public void Channels_are_planes_scaled_by_mean_and_deviation()
    {
        ImagePreparation preparation = Preparation(ResampleFilter.Bicubic, null, 2, 1) with
        {
            Mean = [0.5, 0.25, 0],
            Deviation = [0.5, 0.25, 2],
        };
        float[] planes = new float[6];
        new ImagePreparer(preparation).Prepare(new DecodedImage(2, 1, new byte[] { 0, 51, 102, 255, 255, 204, 153, 255 }), planes);
        Assert.Equal([-1, 1, -0.2, 2.2, 0.2, 0.3], planes.Select(value => Math.Round(value, 6)));
    }

    [Fact]
    public void Flat_pictures_of_any_size_stay_flat() =>
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 300], Gen.Byte, Gen.Enum<ResampleFilter>())
            .Sample(
                (width, height, value, filter) =>
                {
                    byte[] rgba = new byte[width * height * 4];
                    rgba.AsSpan().Fill(value);
                    ReadOnlySpan<byte> cut = new ImagePreparer(Preparation(filter, 17, 17, 17)).Cut(new DecodedImage(width, height, rgba));
                    Assert.Equal(17 * 17 * 4, cut.Length);
                    Assert.Equal(-1, cut.IndexOfAnyExcept(value));
                },
                iter: 200
            );

    [Fact]
    public void One_preparer_gives_the_same_whatever_came_before()
    {
        ImagePreparer used = new(Preparation(ResampleFilter.Bicubic, 24, 24, 24));
        used.Cut(new DecodedImage(300, 5, new byte[300 * 5 * 4]));
        used.Cut(new DecodedImage(1, 1, new byte[4]));
        Assert.Equal(
            new ImagePreparer(Preparation(ResampleFilter.Bicubic, 24, 24, 24)).Cut(Load("source.png")).ToArray(),
            used.Cut(Load("source.png")).ToArray()
        );
    }

    private static DecodedImage Load(string name)
    {
        Screenshot image = Screenshot.Load(Path.Combine(AppContext.BaseDirectory, "Preprocessing", name));
        return new DecodedImage(image.Width, image.Height, image.Rgba);
    }

    private static ImagePreparation Preparation(ResampleFilter filter, int? shortest, int width, int height) =>
        new()
        {
            Filter = filter,
            ShortestSide = shortest,
            Width = width,
            Height = height,
            RoundsCutToEven = false,
            Rescale = 1 / 255.0,
            Mean = [0, 0, 0],
            Deviation = [1, 1, 1],
        };
}
