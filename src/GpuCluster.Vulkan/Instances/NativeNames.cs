using System.Runtime.InteropServices;

namespace GpuCluster.Vulkan.Instances;

/// <summary>Names in Vulkan's form: an array of zero-terminated UTF-8 strings in native memory, for the length of one call.</summary>
internal sealed unsafe class NativeNames : IDisposable
{
    private readonly byte** _pointers;
    private readonly int _count;

    public NativeNames(params IReadOnlyList<string> names)
    {
        _count = names.Count;
        _pointers = (byte**)NativeMemory.AllocZeroed((nuint)Math.Max(1, _count), (nuint)sizeof(byte*));
        for (int i = 0; i < _count; i++)
            _pointers[i] = (byte*)Marshal.StringToCoTaskMemUTF8(names[i]);
    }

    public byte** Pointers => _pointers;

    public byte* First => _pointers[0];

    public uint Count => (uint)_count;

    public void Dispose()
    {
        for (int i = 0; i < _count; i++)
            Marshal.FreeCoTaskMem((nint)_pointers[i]);
        NativeMemory.Free(_pointers);
    }
}
