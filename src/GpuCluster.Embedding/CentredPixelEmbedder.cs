using System.Diagnostics;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Images;

namespace GpuCluster.Embedding;

/// <summary>
/// A simple embedding of photos: the values of their pixels, minus their mean, at unit length. So brightness and contrast do not matter,
/// and Euclidean and cosine distance give the same neighbours. The vector of a uniform photo is zero.
/// </summary>
public static class CentredPixelEmbedder
{
    /// <summary>Centres and normalises each picture by itself, with sums in double.</summary>
    /// <param name="pixels">n x <paramref name="features"/> bytes, row-major.</param>
    /// <param name="features">d, values in a picture: height x width x channels.</param>
    /// <param name="threads">Threads at most, 1 or more.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n x d values.</returns>
    public static EmbeddingMatrix Embed(
        ReadOnlyMemory<byte> pixels,
        int features,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        int n = pixels.Length / features,
            done = 0;
        float[] values = new float[pixels.Length];
        Parallel.For(
            0,
            n,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            i =>
            {
                Centre(pixels.Span.Slice(i * features, features), values.AsSpan(i * features, features));
                progress.Report(Interlocked.Increment(ref done) / (double)n);
            }
        );
        return new EmbeddingMatrix(n, features, values);
    }

    /// <summary>Decodes photos, on all threads, and centres and normalises each.</summary>
    /// <param name="images">n photos.</param>
    /// <param name="edge">The longest useful side of a photo, in pixels.</param>
    /// <param name="features">d, values in a reduced photo.</param>
    /// <param name="reduce">Writes the d values of a decoded photo.</param>
    /// <param name="threads">Threads at most, 1 or more.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The vectors of the photos that can be decoded, and a reason for each of the others.</returns>
    public static EmbeddedImages Embed(
        IImageSource images,
        int edge,
        int features,
        PhotoReducer reduce,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        long start = Stopwatch.GetTimestamp();
        int n = images.Count,
            done = 0;
        EmbeddingBuffer values = new(n, features);
        string?[] reasons = new string?[n];
        Parallel.For(
            0,
            n,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            () => new byte[features],
            (i, _, pixels) =>
            {
                using IImageContent content = images.Open(i);
                if (content.TryDecode(edge, out DecodedImage? picture, out reasons[i]))
                {
                    progress.Decoded(picture);
                    reduce(picture, pixels);
                    Centre(pixels, values.Row(i));
                }

                progress.Report(Interlocked.Increment(ref done) / (double)n);
                return pixels;
            },
            _ => { }
        );
        int[] kept = [.. Enumerable.Range(0, n).Where(i => reasons[i] is null)];
        return new EmbeddedImages(values.Take(kept), reasons, kept.Length, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Centres and normalises photos that were decoded before.</summary>
    /// <param name="photos">n reduced photos of d bytes.</param>
    /// <returns>The vectors of all photos.</returns>
    /// <inheritdoc cref="Embed(IImageSource, int, int, PhotoReducer, int, IStageProgress, CancellationToken)"/>
    public static EmbeddedImages Embed(
        IReadOnlyList<ReadOnlyMemory<byte>> photos,
        int features,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        EmbeddingBuffer values = new(photos.Count, features);
        Parallel.For(
            0,
            photos.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            i =>
            {
                Centre(photos[i].Span, values.Row(i));
                progress.Report(Interlocked.Increment(ref done) / (double)photos.Count);
            }
        );
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new EmbeddedImages(values.Take(), new string?[photos.Count], photos.Count, seconds);
    }

    private static void Centre(ReadOnlySpan<byte> pixels, Span<float> values)
    {
        long sum = 0,
            squares = 0;
        foreach (byte pixel in pixels)
        {
            sum += pixel;
            squares += pixel * pixel;
        }

        double mean = (double)sum / pixels.Length;
        // The sums are whole numbers, so flat pictures come out at exactly 0.
        Int128 spread = ((Int128)squares * pixels.Length) - ((Int128)sum * sum);
        double scale = spread > 0 ? 1 / Math.Sqrt((double)spread / pixels.Length) : 0;
        for (int i = 0; i < pixels.Length; i++)
            values[i] = (float)((pixels[i] - mean) * scale);
    }
}
