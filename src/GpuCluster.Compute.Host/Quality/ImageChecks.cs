using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>Measures the pictures of a data set, as they are scaled to a square of one size, on all cores.</summary>
public static class ImageChecks
{
    /// <summary>Measures every picture.</summary>
    /// <param name="thumbnails">The pictures; the largest edge there is is taken.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="progress">Receives the share that is done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Length n; null where a picture cannot be read.</returns>
    public static ImageMeasures?[] Measure(IThumbnails thumbnails, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        int edge = thumbnails.Edges[^1];
        ImageMeasures?[] measures = new ImageMeasures?[thumbnails.Count];
        int done = 0;
        WorkQueue.Run(
            thumbnails.Count,
            threads,
            queue =>
            {
                byte[] rgba = new byte[edge * edge * 4];
                byte[] grey = new byte[edge * edge];
                while (queue.TryTake(out int sample))
                {
                    if (thumbnails.Read(sample, edge, rgba) == ThumbnailState.Ready)
                        measures[sample] = Measure(rgba, edge, grey);
                    progress.Report((double)Interlocked.Increment(ref done) / thumbnails.Count);
                }
            },
            cancellation
        );
        return measures;
    }

    /// <summary>Measures the part of a square that its picture covers.</summary>
    private static ImageMeasures? Measure(ReadOnlySpan<byte> rgba, int edge, byte[] grey)
    {
        int left = edge,
            right = -1,
            top = edge,
            bottom = -1;
        for (int y = 0; y < edge; y++)
        {
            for (int x = 0; x < edge; x++)
            {
                if (rgba[(((y * edge) + x) * 4) + 3] == 0)
                    continue;
                (left, right) = (Math.Min(left, x), Math.Max(right, x));
                (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
            }
        }

        if (right < 0)
            return null;
        int width = right - left + 1,
            height = bottom - top + 1;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                // ITU-R BT.601 luma, what is called grey by Pillow and OpenCV.
                ReadOnlySpan<byte> pixel = rgba.Slice((((top + y) * edge) + left + x) * 4, 4);
                grey[(y * width) + x] = (byte)(((299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2]) + 500) / 1000);
            }
        }

        return ImageMeasures.Of(grey.AsSpan(0, height * width), height, width);
    }
}
