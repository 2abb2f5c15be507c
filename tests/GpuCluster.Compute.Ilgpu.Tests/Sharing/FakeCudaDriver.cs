using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Sharing;
using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Compute.Ilgpu.Tests.Sharing;

/// <summary>
/// CUDA's driver as a table of functions: memory of the host stands for memory of a device. It checks every argument by its bytes, at the
/// places where cuda.h has them, owns the descriptors that it took over, and fails one call where a test wants that.
/// </summary>
internal sealed unsafe class FakeCudaDriver : ICudaDriver, IDisposable
{
    /// <summary>The stream that every queued call has to name.</summary>
    public const nint Stream = 0x5712;

    private readonly Dictionary<nint, Import> _imports = [];
    private readonly Dictionary<nint, nint> _owners = [];
    private nint _next = 0x1000;

    /// <summary>The calls so far, in order: the name, and what it was for.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The number of a call that fails, counted from 0; -1 for none.</summary>
    public int FailingCall { get; set; } = -1;

    /// <summary>As a driver that lacks the call of that name.</summary>
    public string? MissingCall { get; init; }

    /// <summary>Called by each signal with the file of the semaphore and the value, when what was queued before it has run.</summary>
    public Action<string, ulong>? Signalled { get; set; }

    /// <summary>Called by each wait with the value, before what is queued after it runs.</summary>
    public Action<ulong>? Waited { get; set; }

    /// <summary>Objects that were imported and not freed.</summary>
    public int Held => _imports.Count + _owners.Count;

    /// <summary>The mapped memory of the import of that file; empty where there is none.</summary>
    public Span<Float4> MemoryOf(string file)
    {
        foreach ((nint pointer, nint memory) in _owners)
        {
            if (_imports[memory].File == file)
                return new Span<Float4>((void*)pointer, _imports[memory].MappedBytes / sizeof(Float4));
        }

        return [];
    }

    public int ImportMemory(out nint memory, in CudaMemoryHandle handle)
    {
        byte[] bytes = BytesOf(handle, 104);
        int descriptor = BitConverter.ToInt32(bytes, 8);
        // CU_EXTERNAL_MEMORY_HANDLE_TYPE_OPAQUE_FD, the allocation's size, CUDA_EXTERNAL_MEMORY_DEDICATED; the rest is reserved.
        AssertBytes(bytes, (0, 1), (8, descriptor), (24, FakeSlot.AllocatedBytes), (32, 1));
        return Take(out memory, descriptor, nameof(ImportMemory));
    }

    public int MapBuffer(out nint pointer, nint memory, in CudaMappedRange range)
    {
        pointer = 0;
        byte[] bytes = BytesOf(range, 88);
        int size = BitConverter.ToInt32(bytes, 8);
        AssertBytes(bytes, (8, size));
        Import import = _imports[memory];
        Assert.InRange(size, 16, FakeSlot.AllocatedBytes);
        if (!Begin(nameof(MapBuffer), import.File))
            return 2;
        pointer = (nint)NativeMemory.AlignedAlloc((nuint)size, 4096);
        _imports[memory] = import with { MappedBytes = size };
        _owners.Add(pointer, memory);
        MemoryOf(import.File).Fill(FakeSlot.Nothing);
        return 0;
    }

    public int Free(nint pointer)
    {
        Assert.True(_owners.Remove(pointer, out nint memory), "memory is freed that was not mapped, or twice");
        Begin(nameof(Free), _imports[memory].File);
        NativeMemory.AlignedFree((void*)pointer);
        return 0;
    }

    public int DestroyMemory(nint memory)
    {
        Assert.DoesNotContain(memory, _owners.Values);
        return Release(memory, nameof(DestroyMemory));
    }

    public int ImportSemaphore(out nint semaphore, in CudaSemaphoreHandle handle)
    {
        byte[] bytes = BytesOf(handle, 96);
        int descriptor = BitConverter.ToInt32(bytes, 8);
        // CU_EXTERNAL_SEMAPHORE_HANDLE_TYPE_TIMELINE_SEMAPHORE_FD.
        AssertBytes(bytes, (0, 9), (8, descriptor));
        return Take(out semaphore, descriptor, nameof(ImportSemaphore));
    }

    public int DestroySemaphore(nint semaphore) => Release(semaphore, nameof(DestroySemaphore));

    public int Wait(nint semaphore, in CudaSemaphoreStep step, nint stream)
    {
        ulong value = ValueOf(step, stream);
        Assert.EndsWith("frames", _imports[semaphore].File, StringComparison.Ordinal);
        if (!Begin(nameof(Wait), value.ToString(null, null)))
            return 999;
        Waited?.Invoke(value);
        return 0;
    }

    public int Signal(nint semaphore, in CudaSemaphoreStep step, nint stream)
    {
        ulong value = ValueOf(step, stream);
        string file = _imports[semaphore].File;
        Assert.EndsWith("writes", file, StringComparison.Ordinal);
        if (!Begin(nameof(Signal), value.ToString(null, null)))
            return 999;
        Signalled?.Invoke(file, value);
        return 0;
    }

    public string NameOf(int error) => error == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_UNKNOWN";

    public void Dispose()
    {
        foreach (nint pointer in _owners.Keys)
            NativeMemory.AlignedFree((void*)pointer);
    }

    private static byte[] BytesOf<T>(in T description, int size)
        where T : unmanaged
    {
        Assert.Equal(size, sizeof(T));
        fixed (T* first = &description)
            return new ReadOnlySpan<byte>(first, size).ToArray();
    }

    /// <summary>These ints and no other byte.</summary>
    private static void AssertBytes(byte[] bytes, params ReadOnlySpan<(int At, int Value)> ints)
    {
        byte[] expected = new byte[bytes.Length];
        foreach ((int at, int value) in ints)
            BitConverter.TryWriteBytes(expected.AsSpan(at), value);
        Assert.Equal(expected, bytes);
    }

    private static ulong ValueOf(in CudaSemaphoreStep step, nint stream)
    {
        Assert.Equal(Stream, stream);
        byte[] bytes = BytesOf(step, 144);
        ulong value = BitConverter.ToUInt64(bytes);
        Assert.True(value > 0);
        AssertBytes(bytes, (0, (int)value));
        return value;
    }

    private bool Begin(string call, string what)
    {
        if (call == MissingCall)
            throw new EntryPointNotFoundException($"cu{call}");
        Calls.Add($"{call} {Path.GetFileName(what)}");
        return Calls.Count - 1 != FailingCall;
    }

    /// <summary>On success the descriptor is the driver's own.</summary>
    private int Take(out nint imported, int descriptor, string call)
    {
        imported = 0;
        string file = File.ResolveLinkTarget($"/proc/self/fd/{descriptor}", returnFinalTarget: false)!.FullName;
        if (!Begin(call, file))
            return 999;
        imported = _next++;
        _imports.Add(imported, new Import(file, descriptor, 0));
        return 0;
    }

    private int Release(nint imported, string call)
    {
        Assert.True(_imports.Remove(imported, out Import import), "an import is destroyed that is none, or twice");
        Begin(call, import.File);
        Assert.Equal(import.File, File.ResolveLinkTarget($"/proc/self/fd/{import.Descriptor}", returnFinalTarget: false)?.FullName);
        new SafeFileHandle(import.Descriptor, ownsHandle: true).Dispose();
        return 0;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Import(string File, int Descriptor, int MappedBytes);
}
