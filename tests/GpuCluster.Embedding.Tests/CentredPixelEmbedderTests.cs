using CsCheck;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Embedding.Tests.Images;

namespace GpuCluster.Embedding.Tests;

public sealed class CentredPixelEmbedderTests
{
    [Fact]
    public void Every_picture_is_centred_at_unit_length_whatever_the_number_of_threads() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[2, 40])
            .SelectMany((n, d) => Gen.Byte.Array[n * d].Select(pixels => (n, d, pixels)))
            .Sample(
                set =>
                {
                    EmbeddingMatrix one = Embed(set.pixels, set.d, 1);
                    Assert.Equal(one.Values.ToArray(), Embed(set.pixels, set.d, 4).Values.ToArray());
                    for (int i = 0; i < set.n; i++)
                    {
                        double[] row = [.. one.Row(i).ToArray().Select(value => (double)value)];
                        bool isFlat = set.pixels.AsSpan(i * set.d, set.d).IndexOfAnyExcept(set.pixels[i * set.d]) < 0;
                        Assert.Equal(0, row.Sum(), 5);
                        Assert.Equal(isFlat ? 0 : 1, row.Sum(value => value * value), 5);
                    }
                },
                iter: 200
            );

    [Fact]
    public void Brightness_and_contrast_change_nothing() =>
        Assert.Equal(
            Embed([10, 20, 40, 30], 4, 1).Values.ToArray(),
            Embed([105, 125, 165, 145], 4, 1).Values.ToArray(),
            (a, b) => Math.Abs(a - b) < 1e-6
        );

    [Fact]
    public void Cancelled_work_stops() =>
        Assert.Throws<OperationCanceledException>(() =>
            CentredPixelEmbedder.Embed(new byte[12], 3, 1, NoProgress.Instance, new CancellationToken(canceled: true))
        );

    /// <summary>A window shows the first ones: none is decoded twice for that.</summary>
    [Fact]
    public void Every_image_is_decoded_once_and_reported_once()
    {
        MemoryImages images = new(9, 4, damaged: [2]);
        DecodedOnly progress = new();
        CentredPixelEmbedder.Embed(images, 4, 3, (_, _) => { }, 2, progress, CancellationToken.None);
        Assert.Equal((9, 8), (images.Decoded, progress.Images.Count));
        Assert.Equal(
            Enumerable.Range(0, 9).Except([2]).Select(image => Convert.ToHexString(images.Rgba(image))).Order(StringComparer.Ordinal),
            progress.Images.Select(image => Convert.ToHexString(image.Rgba.Span)).Order(StringComparer.Ordinal)
        );
    }

    private static EmbeddingMatrix Embed(byte[] pixels, int features, int threads) =>
        CentredPixelEmbedder.Embed(pixels, features, threads, NoProgress.Instance, CancellationToken.None);
}
