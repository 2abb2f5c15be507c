using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>The driver of this machine (CUDA 11.2 or later: the first that imports timelines). Not run on a GPU yet.</summary>
internal sealed partial class CudaDriver : ICudaDriver
{
    public int ImportMemory(out nint memory, in CudaMemoryHandle handle) => ImportExternalMemory(out memory, in handle);

    public int MapBuffer(out nint pointer, nint memory, in CudaMappedRange range) => GetMappedBuffer(out pointer, memory, in range);

    public int Free(nint pointer) => MemFree(pointer);

    public int DestroyMemory(nint memory) => DestroyExternalMemory(memory);

    public int ImportSemaphore(out nint semaphore, in CudaSemaphoreHandle handle) => ImportExternalSemaphore(out semaphore, in handle);

    public int DestroySemaphore(nint semaphore) => DestroyExternalSemaphore(semaphore);

    public int Wait(nint semaphore, in CudaSemaphoreStep step, nint stream) => WaitSemaphores(in semaphore, in step, 1, stream);

    public int Signal(nint semaphore, in CudaSemaphoreStep step, nint stream) => SignalSemaphores(in semaphore, in step, 1, stream);

    public string NameOf(int error) =>
        GetErrorName(error, out nint name) == 0 && Marshal.PtrToStringUTF8(name) is { } text ? text : $"error {error}";

    [LibraryImport("cuda", EntryPoint = "cuImportExternalMemory")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ImportExternalMemory(out nint memory, in CudaMemoryHandle handle);

    [LibraryImport("cuda", EntryPoint = "cuExternalMemoryGetMappedBuffer")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetMappedBuffer(out nint pointer, nint memory, in CudaMappedRange range);

    [LibraryImport("cuda", EntryPoint = "cuMemFree_v2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemFree(nint pointer);

    [LibraryImport("cuda", EntryPoint = "cuDestroyExternalMemory")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DestroyExternalMemory(nint memory);

    [LibraryImport("cuda", EntryPoint = "cuImportExternalSemaphore")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ImportExternalSemaphore(out nint semaphore, in CudaSemaphoreHandle handle);

    [LibraryImport("cuda", EntryPoint = "cuDestroyExternalSemaphore")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int DestroyExternalSemaphore(nint semaphore);

    [LibraryImport("cuda", EntryPoint = "cuWaitExternalSemaphoresAsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int WaitSemaphores(in nint semaphores, in CudaSemaphoreStep steps, uint count, nint stream);

    [LibraryImport("cuda", EntryPoint = "cuSignalExternalSemaphoresAsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SignalSemaphores(in nint semaphores, in CudaSemaphoreStep steps, uint count, nint stream);

    [LibraryImport("cuda", EntryPoint = "cuGetErrorName")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetErrorName(int error, out nint name);
}
