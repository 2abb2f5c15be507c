using GpuCluster.App.CommandLine;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Progress;
using GpuCluster.Embedding.Onnx;

namespace GpuCluster.App.Pipeline;

/// <summary>Where models run: on the scene's device where ONNX Runtime has a provider for it, which is CUDA's; else on the processor.</summary>
/// <param name="Device">The device.</param>
/// <param name="Reason">Why this one.</param>
internal sealed record EmbeddingDevice(OnnxDevice Device, string Reason)
{
    private const string CudaPrefix = "cuda:";

    /// <summary>What a request means for models.</summary>
    /// <param name="request">The device asked for.</param>
    /// <param name="progress">Is warned where a GPU was found and cannot be used.</param>
    public static EmbeddingDevice Choose(DeviceRequest request, IStageProgress progress)
    {
        switch (request.Kind)
        {
            case DeviceRequestKind.Cuda:
                return new EmbeddingDevice(new OnnxDevice(request.Index ?? 0), "asked for");
            case DeviceRequestKind.Auto when OnnxDevice.OffersCuda:
                using (IlgpuDevice? device = AutoDevice.TryOpen(progress)) return Match(device?.Info.Selector ?? "host");
            case DeviceRequestKind.Auto:
                return Match("host");
            default:
                return new EmbeddingDevice(OnnxDevice.Host, "asked for, or of a kind that ONNX Runtime has no provider for");
        }
    }

    /// <summary>The device for models where the scene computes on <paramref name="selector"/>, as --device names it.</summary>
    public static EmbeddingDevice Match(string selector)
    {
        if (!OnnxDevice.OffersCuda) return new EmbeddingDevice(OnnxDevice.Host, "this program was built without ONNX Runtime's CUDA provider");
        return selector.StartsWith(CudaPrefix, StringComparison.Ordinal) && int.TryParse(selector.AsSpan(CudaPrefix.Length), out int index)
            ? new EmbeddingDevice(new OnnxDevice(index), "the same device computes and embeds")
            : new EmbeddingDevice(OnnxDevice.Host, $"the scene computes on {selector}, which is no CUDA device");
    }
}
