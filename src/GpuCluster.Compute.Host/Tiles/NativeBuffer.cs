using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// Owns memory outside the garbage collector's heap: aligned to a cache line, longer than an array may be, not initialised.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint CacheLineBytes = 64;

    /// <exception cref="MachineFaultException">There is not so much memory.</exception>
    public NativeBuffer(long length)
    {
        nuint bytes = checked((nuint)length * (nuint)sizeof(T));
        try
        {
            Pointer = (T*)NativeMemory.AlignedAlloc(Math.Max(bytes, CacheLineBytes), CacheLineBytes);
        }
        catch (OutOfMemoryException exception)
        {
            throw new MachineFaultException(
                $"{bytes >> 20} MB of memory could not be had; use fewer samples or close other programs",
                exception
            )
            {
                Remedies = [Remedy.FewerSamples],
            };
        }
    }

    /// <summary>The first element; null after disposal.</summary>
    public T* Pointer { get; private set; }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
    }
}
