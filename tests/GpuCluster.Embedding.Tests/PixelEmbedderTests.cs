using CsCheck;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding.Tests;

public sealed class PixelEmbedderTests
{
    [Fact]
    public void Every_pixel_is_its_brightness_whatever_the_number_of_threads() =>
        Gen.Select(Gen.Int[0, 600], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Int[1, 3])
            .Sample(
                (count, height, width, threads) =>
                {
                    byte[] pixels = [.. Enumerable.Range(0, count * height * width).Select(i => (byte)(i * 7))];
                    EmbeddingMatrix embedding = PixelEmbedder.Embed(
                        new ImageStack(count, height, width, pixels),
                        threads,
                        NoProgress.Instance,
                        CancellationToken.None
                    );
                    Assert.Equal((count, height * width), (embedding.Rows, embedding.Columns));
                    for (int i = 0; i < pixels.Length; i++)
                        Assert.Equal((float)(pixels[i] / 255.0), embedding.Values.Span[i]);
                },
                iter: 30
            );

    [Fact]
    public void Cancelled_work_stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            PixelEmbedder.Embed(new ImageStack(1, 1, 1, new byte[1]), 1, NoProgress.Instance, new CancellationToken(true))
        );
}
