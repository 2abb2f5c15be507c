using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Core.Streaming;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>
/// A slot of the renderer, imported into CUDA: kernels write it through a view, and the device's stream waits for frames and signals its
/// writes. Freed in the order that the driver asks for: the mapped buffer, the memory, the semaphores, all before the renderer's memory.
/// </summary>
internal sealed class CudaSlot : IDisposable
{
    private readonly CudaSharing _sharing;
    private readonly ExportedMemory _exported;
    private readonly int _count;
    private nint _memory;
    private nint _pointer;
    private nint _frames;
    private nint _writes;
    private ForeignMemory? _buffer;

    /// <summary>Called by <see cref="CudaSharing.Import"/>.</summary>
    public unsafe CudaSlot(CudaSharing sharing, ExportedMemory exported, int count)
    {
        (_sharing, _exported, _count) = (sharing, exported, count);
        ICudaDriver driver = sharing.Driver;
        long bytes = (long)count * sizeof(Float4);
        if (exported.Bytes < bytes)
            throw new CudaRefusal($"the exported memory has {exported.Bytes} bytes, and {count} positions take {bytes}");
        try
        {
            _memory = sharing.ImportHandle(
                exported.Open,
                handle => (driver.ImportMemory(out nint memory, new CudaMemoryHandle(handle, exported.Bytes)), memory),
                "cuImportExternalMemory"
            );
            sharing.Check(driver.MapBuffer(out _pointer, _memory, new CudaMappedRange(bytes)), "cuExternalMemoryGetMappedBuffer");
            _frames = ImportTimeline(exported.Frames);
            _writes = ImportTimeline(exported.Writes);
            _buffer = new ForeignMemory(sharing.Accelerator, _pointer, count, sizeof(Float4));
        }
        catch
        {
            Free();
            throw;
        }
    }

    /// <summary>False once it is freed.</summary>
    public bool IsImported => _buffer is not null;

    /// <summary>Queues a write of the slot. The host waits for nothing.</summary>
    /// <param name="queue">Queues the kernel that writes n positions into a view, on the device's stream.</param>
    /// <exception cref="CudaRefusal">A call failed: the slot holds nothing that a frame may read.</exception>
    public void Write(Action<ArrayView<Float4>> queue)
    {
        _sharing.Accelerator.Bind();
        // A value that was never submitted would hold the stream for ever; 0 says that no frame read the slot.
        if (_exported.ReadBy > 0)
        {
            _sharing.Check(
                _sharing.Driver.Wait(_frames, new CudaSemaphoreStep(_exported.ReadBy), _sharing.Stream),
                "cuWaitExternalSemaphoresAsync"
            );
        }

        queue(_buffer!.AsArrayView<Float4>(0, _count));
        _sharing.Check(
            _sharing.Driver.Signal(_writes, new CudaSemaphoreStep(_exported.NextWrite), _sharing.Stream),
            "cuSignalExternalSemaphoresAsync"
        );
        _exported.Wrote();
    }

    /// <summary>Waits for what was queued, and frees the import. Does nothing the second time.</summary>
    public void Dispose()
    {
        if (_memory == 0)
            return;
        _sharing.Accelerator.Bind();
        try
        {
            _sharing.Accelerator.Synchronize();
        }
        finally
        {
            _buffer?.Dispose();
            _buffer = null;
            Free();
        }
    }

    private nint ImportTimeline(ExportedTimeline timeline) =>
        _sharing.ImportHandle(
            timeline.Open,
            handle => (_sharing.Driver.ImportSemaphore(out nint semaphore, new CudaSemaphoreHandle(handle)), semaphore),
            "cuImportExternalSemaphore"
        );

    /// <summary>What a driver answers to a release is of no use: there is no other way to release.</summary>
    private void Free()
    {
        ICudaDriver driver = _sharing.Driver;
        if (_pointer != 0)
            _ = driver.Free(_pointer);
        if (_memory != 0)
            _ = driver.DestroyMemory(_memory);
        if (_writes != 0)
            _ = driver.DestroySemaphore(_writes);
        if (_frames != 0)
            _ = driver.DestroySemaphore(_frames);
        (_pointer, _memory, _writes, _frames) = (0, 0, 0, 0);
    }
}
