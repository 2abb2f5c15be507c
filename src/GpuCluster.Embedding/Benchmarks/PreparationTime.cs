using System.Diagnostics;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>The time of decoding and resizing alone.</summary>
public static class PreparationTime
{
    /// <summary>Milliseconds that decoding and preparing one picture takes on one thread.</summary>
    /// <exception cref="UnusableInputException">A picture cannot be read.</exception>
    public static double Measure(ModelFolder folder, IImageSource images, CancellationToken cancellation)
    {
        ImagePreparer preparer = new(PreparationFile.Read(folder.RequirePreprocessing()));
        float[] planes = new float[preparer.Length];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < images.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            MeasuredImages.Prepare(images, i, preparer, planes);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / images.Count;
    }
}
