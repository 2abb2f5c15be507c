using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>CUDA_EXTERNAL_MEMORY_BUFFER_DESC: a range from the first byte.</summary>
/// <param name="bytes">Size of the range.</param>
[StructLayout(LayoutKind.Explicit, Size = 88)]
internal readonly struct CudaMappedRange(long bytes)
{
    [FieldOffset(8)]
    private readonly ulong _bytes = (ulong)bytes;
}
