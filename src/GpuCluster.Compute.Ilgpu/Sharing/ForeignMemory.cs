using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>Device memory that another interface allocated, as a buffer that kernels write. It is freed elsewhere.</summary>
internal sealed class ForeignMemory : MemoryBuffer
{
    /// <param name="accelerator">The device that addresses the memory.</param>
    /// <param name="pointer">Its address there.</param>
    /// <param name="length">Elements, 1 or more.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    public ForeignMemory(Accelerator accelerator, nint pointer, long length, int elementSize)
        : base(accelerator, length, elementSize) => NativePtr = pointer;

    protected override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView) =>
        throw new NotSupportedException("only kernels write memory of the renderer");

    protected override void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) =>
        throw new NotSupportedException("only kernels write memory of the renderer");

    protected override void CopyTo(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) =>
        throw new NotSupportedException("the renderer reads its own memory");

    protected override void DisposeAcceleratorObject(bool disposing) => NativePtr = 0;
}
