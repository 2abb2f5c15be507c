using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding;

/// <summary>
/// A simple embedding of images: every pixel's brightness is a feature, so d is height x width, and three times that for three colours.
/// </summary>
public static class PixelEmbedder
{
    /// <summary>Images that one worker scales between two progress reports.</summary>
    private const int ImagesPerBlock = 256;

    /// <summary>Scales every pixel into 0..1.</summary>
    /// <param name="images">n images.</param>
    /// <param name="threads">Threads at most, 1 or more.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n x (height x width x channels) values.</returns>
    public static EmbeddingMatrix Embed(ImageStack images, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int features = images.ImageBytes;
        float[] values = new float[images.Pixels.Length];
        int blocks = (images.Count + ImagesPerBlock - 1) / ImagesPerBlock,
            done = 0;
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            block =>
            {
                int first = block * ImagesPerBlock * features;
                int length = Math.Min(ImagesPerBlock * features, values.Length - first);
                PixelBrightness.Scale(images.Pixels.Span.Slice(first, length), values.AsSpan(first, length));
                progress.Report(Interlocked.Increment(ref done) / (double)blocks);
            }
        );
        return new EmbeddingMatrix(images.Count, features, values);
    }
}
