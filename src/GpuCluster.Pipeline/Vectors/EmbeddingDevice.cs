using GpuCluster.Embedding.Onnx;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The device that a model runs on.</summary>
/// <param name="Device">The processor, or a CUDA device.</param>
/// <param name="Reason">Why this one, for people.</param>
public sealed record EmbeddingDevice(OnnxDevice Device, string Reason)
{
    private const string CudaPrefix = "cuda:";

    /// <summary>The processor.</summary>
    public static EmbeddingDevice Host { get; } = new(OnnxDevice.Host, "the processor");

    /// <summary>Whether a model that cannot run on the device fails. Otherwise it runs on the processor, with a warning.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The same device for models where there is a provider for it, which is CUDA's; else the processor.</summary>
    /// <param name="selector">The device of the other stages, for example "host" or "cuda:0".</param>
    public static EmbeddingDevice Match(string selector)
    {
        if (!OnnxDevice.OffersCuda)
            return new EmbeddingDevice(OnnxDevice.Host, "this program was built without ONNX Runtime's CUDA provider");

        return selector.StartsWith(CudaPrefix, StringComparison.Ordinal) && int.TryParse(selector.AsSpan(CudaPrefix.Length), out int index)
            ? new EmbeddingDevice(new OnnxDevice(index), "the same device computes and embeds")
            : new EmbeddingDevice(OnnxDevice.Host, $"the scene computes on {selector}, which is no CUDA device");
    }
}
