using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// Fills the lists of a group of heads with negatives: <see cref="CounterRandom"/>'s numbers to the bit, a register of heads at a time, as
/// they are the most of a list and one by one cost as much as the forces.
/// </summary>
internal static class UmapDraws
{
    private const uint WeylStep = 0x9E3779B9,
        FirstFactor = 0x7FEB352D,
        SecondFactor = 0x846CA68B;

    /// <summary>Fills in what is not a pull. Entry t of head v stands at t x (number of heads) + v.</summary>
    /// <param name="others">Place of a pull's tail, or negative; receives the places of the negatives.</param>
    /// <param name="weights">
    /// Receives alpha for a pull, -alpha for a push, 0 behind a list's end or where a head was drawn for itself.
    /// </param>
    /// <param name="keys">Of each head's draws.</param>
    /// <param name="heads">The heads' places.</param>
    /// <param name="lengths">Of each head's list.</param>
    /// <param name="steps">Entries for each head.</param>
    /// <param name="count">n.</param>
    /// <param name="alpha">The epoch's step length, above 0.</param>
    public static void Fill(int[] others, float[] weights, uint[] keys, int[] heads, int[] lengths, int steps, int count, float alpha)
    {
        int size = heads.Length;
        if (Avx512F.IsSupported && size % Vector512<int>.Count == 0)
        {
            for (int v = 0; v < size; v += Vector512<int>.Count)
                Fill512(others, weights, keys, heads, lengths, v, steps, count, alpha);
        }
        else if (Avx2.IsSupported && size % Vector256<int>.Count == 0)
        {
            for (int v = 0; v < size; v += Vector256<int>.Count)
                Fill256(others, weights, keys, heads, lengths, v, steps, count, alpha);
        }
        else
        {
            for (int v = 0; v < size; v++)
                FillOne(others, weights, keys[v], heads[v], lengths[v], v, size, steps, count, alpha);
        }
    }

    private static void FillOne(
        int[] others,
        float[] weights,
        uint key,
        int head,
        int length,
        int v,
        int size,
        int steps,
        int count,
        float alpha
    )
    {
        uint draw = 0u;
        for (int t = 0; t < steps; t++)
        {
            int at = (t * size) + v;
            if (others[at] >= 0)
            {
                weights[at] = alpha;
                continue;
            }

            others[at] = CounterRandom.Index(CounterRandom.Bits(key, draw++), count);
            weights[at] = t < length && others[at] != head ? -alpha : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill512(
        int[] others,
        float[] weights,
        uint[] keys,
        int[] heads,
        int[] lengths,
        int v,
        int steps,
        int count,
        float alpha
    )
    {
        ref int other = ref MemoryMarshal.GetArrayDataReference(others);
        ref float weight = ref MemoryMarshal.GetArrayDataReference(weights);
        Vector512<uint> state = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(keys), (nuint)v);
        Vector512<int> head = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(heads), (nuint)v);
        Vector512<int> length = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(lengths), (nuint)v);
        Vector512<uint> range = Vector512.Create((uint)count);
        for (int t = 0; t < steps; t++)
        {
            nuint at = (nuint)((t * heads.Length) + v);
            Vector512<int> tail = Vector512.LoadUnsafe(ref other, at);
            Vector512<int> isPull = Vector512.GreaterThanOrEqual(tail, Vector512<int>.Zero);
            Vector512<uint> x = state;
            x ^= x >> 16;
            x *= Vector512.Create(FirstFactor);
            x ^= x >> 15;
            x *= Vector512.Create(SecondFactor);
            x ^= x >> 16;
            Vector512<ulong> odd = Avx512F.Multiply((x.AsUInt64() >> 32).AsUInt32(), range) & Vector512.Create(0xFFFFFFFF00000000);
            Vector512<int> drawn = ((Avx512F.Multiply(x, range) >> 32) | odd).AsInt32();
            state += Vector512.AndNot(Vector512.Create(WeylStep), isPull.AsUInt32());
            Vector512<int> pushes = Vector512.AndNot(Vector512.LessThan(Vector512.Create(t), length), Vector512.Equals(drawn, head));
            Vector512.ConditionalSelect(isPull, tail, drawn).StoreUnsafe(ref other, at);
            Vector512
                .ConditionalSelect(isPull.AsSingle(), Vector512.Create(alpha), Vector512.Create(-alpha) & pushes.AsSingle())
                .StoreUnsafe(ref weight, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill256(
        int[] others,
        float[] weights,
        uint[] keys,
        int[] heads,
        int[] lengths,
        int v,
        int steps,
        int count,
        float alpha
    )
    {
        ref int other = ref MemoryMarshal.GetArrayDataReference(others);
        ref float weight = ref MemoryMarshal.GetArrayDataReference(weights);
        Vector256<uint> state = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(keys), (nuint)v);
        Vector256<int> head = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(heads), (nuint)v);
        Vector256<int> length = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(lengths), (nuint)v);
        Vector256<uint> range = Vector256.Create((uint)count);
        for (int t = 0; t < steps; t++)
        {
            nuint at = (nuint)((t * heads.Length) + v);
            Vector256<int> tail = Vector256.LoadUnsafe(ref other, at);
            Vector256<int> isPull = Vector256.GreaterThanOrEqual(tail, Vector256<int>.Zero);
            Vector256<uint> x = state;
            x ^= x >> 16;
            x *= Vector256.Create(FirstFactor);
            x ^= x >> 15;
            x *= Vector256.Create(SecondFactor);
            x ^= x >> 16;
            Vector256<ulong> odd = Avx2.Multiply((x.AsUInt64() >> 32).AsUInt32(), range) & Vector256.Create(0xFFFFFFFF00000000);
            Vector256<int> drawn = ((Avx2.Multiply(x, range) >> 32) | odd).AsInt32();
            state += Vector256.AndNot(Vector256.Create(WeylStep), isPull.AsUInt32());
            Vector256<int> pushes = Vector256.AndNot(Vector256.LessThan(Vector256.Create(t), length), Vector256.Equals(drawn, head));
            Vector256.ConditionalSelect(isPull, tail, drawn).StoreUnsafe(ref other, at);
            Vector256
                .ConditionalSelect(isPull.AsSingle(), Vector256.Create(alpha), Vector256.Create(-alpha) & pushes.AsSingle())
                .StoreUnsafe(ref weight, at);
        }
    }
}
