using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>
/// A model without graph optimisation, on the processor: one image at a time on one thread. ONNX models define their precision, so it does
/// not run in double.
/// </summary>
/// <param name="path">The .onnx file.</param>
/// <param name="preparation">Its preprocessing.</param>
/// <param name="pooling">How its tokens become one vector.</param>
internal sealed class ModelReference(string path, ImagePreparation preparation, TokenPooling pooling)
{
    /// <summary>The largest difference of a vector from the reference's, relative to its largest value.</summary>
    /// <param name="images">A prepared image, and where the model fixes a batch as many more as fill it.</param>
    /// <param name="found">Its vector at unit length.</param>
    public double MaxError(Memory<float> images, ReadOnlySpan<float> found)
    {
        using OnnxImageModel model = new(
            path,
            OnnxDevice.Host,
            preparation.Height,
            preparation.Width,
            pooling,
            SessionThreads.CallersPlainly
        );
        float[] expected = new float[found.Length];
        bool[] isUsable = new bool[1];
        model.Run(images, 1, expected, isUsable);
        double error = 0,
            scale = double.Epsilon;
        for (int j = 0; j < expected.Length; j++)
        {
            error = Math.Max(error, Math.Abs((double)found[j] - expected[j]));
            scale = Math.Max(scale, Math.Abs(expected[j]));
        }

        return error / scale;
    }
}
