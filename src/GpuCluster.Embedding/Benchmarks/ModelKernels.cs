using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>
/// Ways to run one image model on one device: all threads within a batch, as ONNX Runtime does by itself, or a batch on each thread, as
/// embedding does; and embedding as a whole.
/// </summary>
/// <param name="folder">The model.</param>
/// <param name="device">Where it runs.</param>
/// <param name="threads">Threads that feed it, 1 or more.</param>
public sealed class ModelKernels(ModelFolder folder, OnnxDevice device, int threads)
{
    /// <summary>How far sums in another order may take a unit vector, with half precision in mind.</summary>
    private const double MaxError = 1e-2;

    private static readonly int[] Batches = [1, 8, 32];

    /// <summary>The kernel that runs on tensors which are ready.</summary>
    public const string Tensors = "image model";

    /// <summary>The kernel that begins with files.</summary>
    public const string Files = "files to vectors";

    /// <summary>How the variants begin that leave the threads to ONNX Runtime.</summary>
    public const string AllThreads = "all-threads";

    /// <summary>d, the features that the model gives. Loads it.</summary>
    public int MeasureColumns()
    {
        using OnnxImageEmbedder embedder = OnnxImageEmbedder.Open(folder, device);
        return embedder.Columns;
    }

    /// <summary>The model alone, on tensors that are ready.</summary>
    public IEnumerable<KernelVariant> OnTensors() =>
        [
            .. Batches.Select(batch => Variant($"{AllThreads}/{batch}", SessionThreads.All, batch)),
            Variant("thread-a-batch/8", SessionThreads.Callers, 8),
        ];

    /// <summary>From files to vectors, decoding and resizing included.</summary>
    /// <param name="images">All of them readable. The variant ignores the size's n.</param>
    public KernelVariant OnFiles(IImageSource images) =>
        new("embed", Files, "thread-a-batch/8", (_, _) => new EmbedRun(folder, device, images, threads)) { MaxError = MaxError };

    private KernelVariant Variant(string name, SessionThreads sessionThreads, int batch) =>
        new(
            "embed",
            Tensors,
            name,
            (size, seed) =>
                new ModelRun(folder, device, size.N, seed, batch, sessionThreads, sessionThreads == SessionThreads.All ? 1 : threads)
        )
        {
            MaxError = MaxError,
        };
}
