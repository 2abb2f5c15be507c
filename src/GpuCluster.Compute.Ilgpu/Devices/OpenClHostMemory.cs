using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>
/// Memory of the host as a buffer of OpenCL (CL_MEM_USE_HOST_PTR), which kernels write. Where the device is the processor, or shares its
/// memory, nothing is copied; another device copies once. The host sees what kernels wrote after <see cref="ShowHost"/> (OpenCL 3.0,
/// section 5.2.1 and 5.4.4). The memory has to stay where it is until disposal.
/// </summary>
internal sealed partial class OpenClHostMemory : MemoryBuffer
{
    private const CLBufferFlags UseHostPointer = (CLBufferFlags)(1 << 3);
    private const CLBufferFlags WriteOnly = (CLBufferFlags)(1 << 1);
    private const ulong MapForReading = 1;

    private OpenClHostMemory(CLAccelerator accelerator, nint buffer, long length, int elementSize)
        : base(accelerator, length, elementSize) => NativePtr = buffer;

    /// <summary>Makes a buffer of memory of the host.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="pointer">The first byte.</param>
    /// <param name="length">Elements, 1 or more.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    /// <returns>Null where the driver refuses.</returns>
    public static OpenClHostMemory? Create(CLAccelerator accelerator, nint pointer, long length, int elementSize)
    {
        CLError error = CLAPI.CurrentAPI.CreateBuffer(
            accelerator.NativePtr,
            UseHostPointer | WriteOnly,
            (nint)(length * elementSize),
            pointer,
            out nint buffer
        );
        return error == CLError.CL_SUCCESS ? new OpenClHostMemory(accelerator, buffer, length, elementSize) : null;
    }

    /// <summary>Waits for the kernels that were queued, and makes visible to the host what they wrote.</summary>
    public void ShowHost()
    {
        nint queue = ((CLStream)Accelerator.DefaultStream).CommandQueue;
        nint mapped = MapBuffer(queue, NativePtr, blocking: 1, MapForReading, 0, (nint)LengthInBytes, 0, 0, 0, out int error);
        CLException.ThrowIfFailed((CLError)error);
        CLException.ThrowIfFailed((CLError)Unmap(queue, NativePtr, mapped, 0, 0, 0));
        Accelerator.Synchronize();
    }

    protected override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView) =>
        throw new NotSupportedException("only kernels write memory of the host");

    protected override void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) =>
        throw new NotSupportedException("only kernels write memory of the host");

    protected override void CopyTo(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) =>
        throw new NotSupportedException("the host reads its own memory");

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        CLError error = CLAPI.CurrentAPI.ReleaseBuffer(NativePtr);
        NativePtr = 0;
        // A finaliser throws nothing.
        if (disposing)
            CLException.ThrowIfFailed(error);
    }

    [LibraryImport("OpenCL", EntryPoint = "clEnqueueMapBuffer")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint MapBuffer(
        nint queue,
        nint buffer,
        uint blocking,
        ulong flags,
        nint offset,
        nint size,
        uint eventCount,
        nint events,
        nint done,
        out int error
    );

    [LibraryImport("OpenCL", EntryPoint = "clEnqueueUnmapMemObject")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Unmap(nint queue, nint buffer, nint mapped, uint eventCount, nint events, nint done);
}
