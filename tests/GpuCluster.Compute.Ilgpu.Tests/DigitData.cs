using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Readers;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>The first of the bundled digits, as brightness.</summary>
internal static class DigitData
{
    public static (EmbeddingMatrix Embedding, SampleLabels Labels) First(int count)
    {
        ImageDataset digits = (ImageDataset)
            DatasetReader.Read(Path.Combine(AppContext.BaseDirectory, "mnist"), new DatasetOptions { Limit = count });
        float[] features = new float[digits.Images.Pixels.Length];
        PixelBrightness.Scale(digits.Images.Pixels.Span, features);
        return (new EmbeddingMatrix(count, digits.Images.Height * digits.Images.Width, features), digits.Labels!);
    }
}
