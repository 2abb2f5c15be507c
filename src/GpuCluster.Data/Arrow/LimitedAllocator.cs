using System.Buffers;
using Apache.Arrow.Memory;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Arrow;

/// <summary>
/// Memory for what Apache.Arrow reads or unpacks, as much as a file of its size may unpack to (<see cref="UnpackLimit"/>).
/// </summary>
/// <param name="path">The file.</param>
/// <param name="fileBytes">Its size.</param>
internal sealed class LimitedAllocator(string path, long fileBytes) : MemoryAllocator
{
    private long _allocated;

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        _allocated += length;
        UnpackLimit.Check(path, fileBytes, _allocated, "write it without compression");
        bytesAllocated = length;
        return new Managed(length);
    }

    // The library frees a dictionary that a later one replaces, and then reads from it; memory of the collector outlives that.
    private sealed class Managed(int length) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = new byte[length];

        public void Dispose() { }
    }
}
