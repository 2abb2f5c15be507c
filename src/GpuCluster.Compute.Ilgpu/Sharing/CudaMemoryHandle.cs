using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>CUDA_EXTERNAL_MEMORY_HANDLE_DESC with 64-bit pointers.</summary>
[StructLayout(LayoutKind.Explicit, Size = 104)]
internal readonly struct CudaMemoryHandle
{
    /// <summary>CUDA_EXTERNAL_MEMORY_DEDICATED.</summary>
    public const uint Dedicated = 1;

    [FieldOffset(0)]
    private readonly int _type;

    [FieldOffset(8)]
    private readonly nint _handle;

    [FieldOffset(24)]
    private readonly ulong _bytes;

    [FieldOffset(32)]
    private readonly uint _flags;

    /// <summary>Memory of one buffer, by an opaque handle of this system.</summary>
    /// <param name="handle">A file descriptor, or an NT handle on Windows.</param>
    /// <param name="bytes">Size of the whole allocation.</param>
    public CudaMemoryHandle(nint handle, long bytes)
    {
        // CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_WIN32 or OPAQUE_FD. A descriptor is an int: the upper half is 0.
        (_type, _handle, _bytes, _flags) = (OperatingSystem.IsWindows() ? 2 : 1, handle, (ulong)bytes, Dedicated);
    }
}
