using System.Diagnostics;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Preprocessing;
using Microsoft.ML.OnnxRuntime;

namespace GpuCluster.Embedding.Onnx;

/// <summary>What embedding is measured against: ONNX Runtime with its own settings, all cores within each run, on tensors that are ready; and preparing images alone.</summary>
public static class RuntimeAlone
{
    /// <summary>Images a second of ONNX Runtime on ready tensors, on the processor.</summary>
    /// <param name="folder">The model; one whose batch is free.</param>
    /// <param name="batch">Images of one run.</param>
    /// <param name="images">Images to run, after one batch to warm up.</param>
    /// <param name="cancellation">Stops.</param>
    public static double ImagesPerSecond(ModelFolder folder, int batch, int images, CancellationToken cancellation)
    {
        ImagePreparation preparation = PreparationFile.Read(folder.RequirePreprocessing());
        using SessionOptions settings = new();
        using InferenceSession session = new(folder.RequireImageModel(), settings);
        ImageModelPorts ports = ImageModelPorts.Find(folder.RequireImageModel(), session);
        if (ports.Others.Count > 0 || ports.Type != Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Float)
            throw new UnusableInputException($"{folder.Path}: takes more than float32 images; measure with a model that takes these alone");
        batch = ports.FixedBatch ?? batch;
        float[] pixels = new float[batch * 3 * preparation.Height * preparation.Width];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (i % 251 / 125f) - 1;
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [batch, 3, preparation.Height, preparation.Width]);
        using RunOptions options = new();
        long start = 0;
        int runs = (images + batch - 1) / batch;
        for (int run = -1; run < runs; run++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (run == 0) start = Stopwatch.GetTimestamp();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, [ports.Image], [input], [ports.Vectors]);
        }

        return runs * batch / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Milliseconds that decoding and preparing one picture takes on one thread.</summary>
    public static double PreparationMs(ModelFolder folder, IPictures pictures, CancellationToken cancellation)
    {
        ImagePreparer preparer = new(PreparationFile.Read(folder.RequirePreprocessing()));
        float[] planes = new float[preparer.Length];
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < pictures.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!pictures.TryRead(i, preparer.WantedSide, out DecodedPicture? picture, out string? reason)) throw new UnusableInputException($"{pictures.NameOf(i)}: {reason}; leave it out of the measurement");
            preparer.Prepare(picture, planes);
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / pictures.Count;
    }
}
