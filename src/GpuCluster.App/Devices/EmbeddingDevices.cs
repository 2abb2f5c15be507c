using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Progress;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Devices;

/// <summary>
/// Where models run: on the scene's device where ONNX Runtime has a provider for it, which is CUDA's; else on the processor.
/// </summary>
internal static class EmbeddingDevices
{
    /// <summary>What a request means for models.</summary>
    /// <param name="request">The device asked for.</param>
    /// <param name="progress">Is warned where a GPU was found and cannot be used.</param>
    public static EmbeddingDevice Choose(DeviceRequest request, IStageProgress progress)
    {
        switch (request.Kind)
        {
            case DeviceRequestKind.Cuda:
                return new EmbeddingDevice(new OnnxDevice(request.Index ?? 0), "asked for") { IsRequired = true };
            case DeviceRequestKind.Auto when OnnxDevice.OffersCuda:
                using (IlgpuDevice? device = AutoDevice.TryOpen(progress))
                    return EmbeddingDevice.Match(device?.Info.Selector ?? "host");
            case DeviceRequestKind.Auto:
                return EmbeddingDevice.Match("host");
            default:
                return new EmbeddingDevice(OnnxDevice.Host, "asked for, or of a kind that ONNX Runtime has no provider for");
        }
    }
}
