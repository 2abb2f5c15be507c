using System.Buffers;

namespace GpuCluster.Data.Sources;

/// <summary>The bytes of a file, in memory that is used again for the next file.</summary>
/// <param name="array">The memory.</param>
/// <param name="length">Bytes of the file.</param>
/// <param name="isRented">Whether it goes back to the pool.</param>
internal sealed class RentedBytes(byte[] array, int length, bool isRented) : IDisposable
{
    private bool _isDisposed;

    /// <summary>The bytes; not to be read after this was disposed of.</summary>
    public ReadOnlyMemory<byte> Memory => array.AsMemory(0, length);

    public void Dispose()
    {
        if (isRented && !_isDisposed)
            ArrayPool<byte>.Shared.Return(array);
        _isDisposed = true;
    }
}
