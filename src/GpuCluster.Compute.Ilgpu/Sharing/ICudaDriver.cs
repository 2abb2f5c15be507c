namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>
/// The calls of CUDA's driver that import memory and semaphores of another interface, as the driver takes them. Each returns its CUresult;
/// 0 is success. The context of the device is current on the calling thread.
/// </summary>
internal interface ICudaDriver
{
    /// <summary>cuImportExternalMemory. On success the driver owns a file descriptor; an NT handle stays the caller's.</summary>
    int ImportMemory(out nint memory, in CudaMemoryHandle handle);

    /// <summary>cuExternalMemoryGetMappedBuffer.</summary>
    int MapBuffer(out nint pointer, nint memory, in CudaMappedRange range);

    /// <summary>cuMemFree, for what was mapped.</summary>
    int Free(nint pointer);

    /// <summary>cuDestroyExternalMemory, once its buffers are freed.</summary>
    int DestroyMemory(nint memory);

    /// <summary>cuImportExternalSemaphore. On success the driver owns a file descriptor; an NT handle stays the caller's.</summary>
    int ImportSemaphore(out nint semaphore, in CudaSemaphoreHandle handle);

    /// <summary>cuDestroyExternalSemaphore, once nothing that is queued uses it.</summary>
    int DestroySemaphore(nint semaphore);

    /// <summary>cuWaitExternalSemaphoresAsync for one semaphore.</summary>
    int Wait(nint semaphore, in CudaSemaphoreStep step, nint stream);

    /// <summary>cuSignalExternalSemaphoresAsync for one semaphore.</summary>
    int Signal(nint semaphore, in CudaSemaphoreStep step, nint stream);

    /// <summary>cuGetErrorName.</summary>
    string NameOf(int error);
}
