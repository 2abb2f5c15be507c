using System.Diagnostics;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Laboratory;

/// <summary>The time of decoding and resizing alone.</summary>
public static class PreparationTime
{
    /// <summary>Milliseconds that decoding and preparing one picture takes on one thread.</summary>
    /// <exception cref="UnusableInputException">A picture cannot be read.</exception>
    public static double Measure(ModelFolder folder, IPictures pictures, CancellationToken cancellation)
    {
        ImagePreparer preparer = new(PreparationFile.Read(folder.RequirePreprocessing()));
        float[] planes = new float[preparer.Length];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < pictures.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            MeasuredPictures.Prepare(pictures, i, preparer, planes);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / pictures.Count;
    }
}
