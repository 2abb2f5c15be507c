using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// What the heads that one thread moves pull their tails by, summed for each tail in whole numbers, whose sum does not depend on the order:
/// so every thread adds to an array of its own and any number of threads gives the same bits. Takes 16 n bytes for each thread.
/// How it works: no component of a pull exceeds 4 alpha. The unit is a share of alpha so small that as many as a vertex has edges, all at
/// the most, just fit 32 bits: 2^-22 alpha for 64 edges. 2^-24 alpha at the least, beyond which a float has no digits.
/// </summary>
internal sealed class UmapPulls(int count)
{
    private const int FinestBits = 24;
    private const int OverflowBits = 28;

    private readonly Vector128<int>[] _sums = new Vector128<int>[count];

    /// <summary>Bits below one alpha, such that no vertex's sum overflows.</summary>
    public static int BitsFor(UmapEdges edges)
    {
        int max = 1;
        for (int place = 0; place < edges.Vertices.Length; place++)
            max = Math.Max(max, edges.RowStart[place + 1] - edges.RowStart[place]);
        return Math.Min(FinestBits, OverflowBits - BitOperations.Log2((uint)max));
    }

    /// <summary>Notes what a pull has moved its head by, in units: its tail is to move as much the other way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int tail, Vector128<float> move) => _sums[tail] -= Vector128.ConvertToInt32(Vector128.Round(move));

    /// <summary>Fetches the sum of a tail, to which a pull is added soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int tail) => CachePrefetch.Read(in _sums[tail]);

    /// <summary>Takes what all threads have noted for a tail: the sum in units. Nothing is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector4 Take(ReadOnlySpan<UmapPulls> ofThreads, int tail)
    {
        Vector128<int> sum = Vector128<int>.Zero;
        foreach (UmapPulls pulls in ofThreads)
        {
            sum += pulls._sums[tail];
            pulls._sums[tail] = Vector128<int>.Zero;
        }

        return Vector128.ConvertToSingle(sum).AsVector4();
    }
}
