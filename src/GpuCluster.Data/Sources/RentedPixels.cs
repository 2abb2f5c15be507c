using System.Buffers;

namespace GpuCluster.Data.Sources;

/// <summary>Memory for the pixels of one picture, used again for the next: a new array for each of a million photos costs as much as
/// resizing them. One thread at a time.</summary>
internal sealed class RentedPixels : IDisposable
{
    private byte[]? _array;

    /// <summary>Memory of any content; what was taken before is no longer valid.</summary>
    /// <param name="length">Bytes.</param>
    public Memory<byte> Take(int length)
    {
        Dispose();
        _array = ArrayPool<byte>.Shared.Rent(length);
        return _array.AsMemory(0, length);
    }

    /// <summary>Leaves the memory to a decoder that may still write into it: no other picture gets it.</summary>
    public void Leave() => _array = null;

    public void Dispose()
    {
        if (_array is { } array)
            ArrayPool<byte>.Shared.Return(array);
        _array = null;
    }
}
