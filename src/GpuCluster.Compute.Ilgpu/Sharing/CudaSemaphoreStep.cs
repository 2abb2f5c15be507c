using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>CUDA_EXTERNAL_SEMAPHORE_SIGNAL_PARAMS and _WAIT_PARAMS, which agree for timelines.</summary>
/// <param name="value">The value that is signalled or waited for.</param>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal readonly struct CudaSemaphoreStep(ulong value)
{
    [FieldOffset(0)]
    private readonly ulong _value = value;
}
