using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>CUDA_EXTERNAL_SEMAPHORE_HANDLE_DESC with 64-bit pointers: a timeline of Vulkan, by an opaque handle of this system.</summary>
/// <param name="handle">A file descriptor, or an NT handle on Windows.</param>
[StructLayout(LayoutKind.Explicit, Size = 96)]
internal readonly struct CudaSemaphoreHandle(nint handle)
{
    // CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_TIMELINE_SEMAPHORE_WIN32 or TIMELINE_SEMAPHORE_FD.
    [FieldOffset(0)]
    private readonly int _type = OperatingSystem.IsWindows() ? 10 : 9;

    [FieldOffset(8)]
    private readonly nint _handle = handle;
}
