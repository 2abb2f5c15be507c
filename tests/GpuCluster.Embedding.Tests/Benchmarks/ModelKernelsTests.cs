using GpuCluster.Core.Benchmarks;
using GpuCluster.Embedding.Benchmarks;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Preprocessing;
using GpuCluster.Embedding.Tests.Images;
using GpuCluster.Testing;

namespace GpuCluster.Embedding.Tests.Benchmarks;

/// <summary>Every way to run a model gives the vectors of the plainest one, and the benchmark runner would notice others.</summary>
public sealed class ModelKernelsTests : IDisposable
{
    private const int Edge = 6;
    private const int Columns = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("gpucluster-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(0, 40)]
    [InlineData(4, 7)]
    [InlineData(5, 33)]
    public void Variants_agree_with_the_reference_whatever_the_batch(int batch, int images)
    {
        ModelKernels kernels = new(Model(batch), OnnxDevice.Host, threads: 3);
        Assert.Equal(Columns, kernels.MeasureColumns());
        KernelVariant[] variants = [.. kernels.OnTensors(), kernels.OnFiles(new MemoryImages(images, Edge))];
        Assert.Distinct(variants.Select(variant => $"{variant.Kernel}, {variant.Variant}"));
        foreach (KernelVariant variant in variants)
        {
            using IKernelRun run = variant.Prepare(new KernelSize(images, Columns), 7);
            run.Run(TestContext.Current.CancellationToken);
            Assert.InRange(run.MaxRelativeError(), 0, 1e-5);
        }
    }

    [Fact]
    public void Another_vector_is_noticed()
    {
        ModelFolder folder = Model(batch: 0);
        ModelReference reference = new(
            folder.RequireImageModel(),
            PreparationFile.Read(folder.RequirePreprocessing()),
            TokenPooling.Read(folder)
        );
        float[] image = [.. Enumerable.Range(0, 3 * Edge * Edge).Select(i => MathF.Cos(i))],
            row = new float[Columns];
        using OnnxImageModel model = new(folder.RequireImageModel(), OnnxDevice.Host, Edge, Edge, TokenPooling.Read(folder));
        model.Run(image, 1, row, new bool[1]);
        Assert.InRange(reference.MaxError(image, row), 0, 1e-6);
        row[3] += 0.25f;
        Assert.True(reference.MaxError(image, row) > 0.2);
    }

    private ModelFolder Model(int batch)
    {
        float[] weights = [.. Enumerable.Range(0, 3 * Edge * Edge * Columns).Select(i => MathF.Sin(i * 0.7f))];
        File.WriteAllText(
            Path.Combine(_folder, "preprocessor_config.json"),
            $$"""{"size": {{Edge}}, "crop_size": {{Edge}}, "resample": 3, "image_mean": [0.5, 0.4, 0.3], "image_std": [0.25, 0.5, 0.75]}"""
        );
        File.WriteAllBytes(
            Path.Combine(_folder, "model.onnx"),
            new OnnxFile()
                .Input("pixel_values", OnnxFile.SingleType, batch, 3, Edge, Edge)
                .Output("image_embeds", OnnxFile.SingleType, batch, Columns)
                .Constant<float>("w", OnnxFile.SingleType, weights, 3 * Edge * Edge, Columns)
                .Node("Flatten", ["pixel_values"], "flat")
                .Node("MatMul", ["flat", "w"], "image_embeds")
                .ToBytes()
        );
        return ModelFolder.Open(_folder);
    }
}
