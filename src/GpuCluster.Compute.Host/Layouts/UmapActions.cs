using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// Which edges of a chunk of heads act in an epoch, with how many negatives each. Owned by one thread, which recomputes it for every chunk:
/// reading the steps of a row in one go costs less than keeping a list of them for all.
/// </summary>
internal sealed class UmapActions
{
    private readonly UmapEdges _edges;
    private readonly int[] _tails;
    private readonly uint[] _steps;
    private readonly int[] _negatives;
    private readonly int[] _start;
    private readonly int[] _entries;

    /// <param name="edges">All edges.</param>
    /// <param name="chunk">Heads at a time, at most.</param>
    public UmapActions(UmapEdges edges, int chunk)
    {
        _edges = edges;
        int max = 0;
        for (int place = 0; place < edges.Vertices.Length; place++)
            max = Math.Max(max, edges.RowStart[Math.Min(place + chunk, edges.Vertices.Length)] - edges.RowStart[place]);

        // A register is written whole, whatever of it counts.
        _tails = new int[max + Vector512<int>.Count];
        _steps = new uint[max + Vector512<int>.Count];
        _negatives = new int[max + Vector512<int>.Count];
        _start = new int[chunk + 1];
        _entries = new int[chunk];
    }

    /// <summary>The places that each action pulls towards, head after head, ascending for each head.</summary>
    public int[] Tails => _tails;

    /// <summary>The negatives of each action.</summary>
    public int[] Negatives => _negatives;

    /// <summary>Where the actions of each head of the chunk start; one more at the end.</summary>
    public int[] Start => _start;

    /// <summary>Pulls and pushes of each head of the chunk together.</summary>
    public int[] Entries => _entries;

    /// <summary>Finds what the heads at places <paramref name="first"/> to <paramref name="end"/> - 1 do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(UmapEpoch epoch, int first, int end)
    {
        int count = 0;
        for (int place = first; place < end; place++)
        {
            _start[place - first] = count;
            count = ListRow(epoch.Index, _edges.RowStart[place], _edges.RowStart[place + 1], count);
        }

        _start[end - first] = count;
        CountNegatives(epoch, count);
        for (int head = 0; head < end - first; head++)
        {
            int actions = _start[head + 1] - _start[head];
            _entries[head] = actions + SumOfNegatives(_start[head], actions);
        }
    }

    /// <summary>
    /// <see cref="UmapSchedule.Negatives"/> of the first <paramref name="count"/> actions, eight at a time. Its division of whole numbers
    /// below 2^32 is exact in doubles: a quotient that is not whole is farther from the next whole number than a double's rounding.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountNegatives(UmapEpoch epoch, int count)
    {
        int action = 0;
        if (Avx512DQ.IsSupported)
        {
            ref uint steps = ref MemoryMarshal.GetArrayDataReference(_steps);
            ref int negatives = ref MemoryMarshal.GetArrayDataReference(_negatives);
            Vector512<ulong> full = Vector512.Create((ulong)UmapSchedule.FullStep),
                mask = Vector512.Create((ulong)UmapSchedule.FullStep - 1),
                index = Vector512.Create((ulong)epoch.Index),
                rate = Vector512.Create((ulong)epoch.Negatives);
            for (; action < count; action += Vector512<ulong>.Count)
            {
                // Steps behind the last action may be 0, whose quotient counts for nothing.
                Vector512<ulong> step = Avx512F.ConvertToVector512UInt64(Vector256.LoadUnsafe(ref steps, (nuint)action));
                Vector512<ulong> fraction = Product(step, index) & mask;
                Vector512<ulong> sinceWhole = fraction + full;
                Vector512<ulong> epochsSince = Avx512DQ.ConvertToVector512UInt64WithTruncation(
                    Avx512DQ.ConvertToVector512Double(sinceWhole) / Avx512DQ.ConvertToVector512Double(step)
                );
                Vector512<ulong> fractionBefore = sinceWhole - Product(epochsSince, step);
                Vector512<ulong> drawn = rate + (Product(fraction, rate) >> 31) - (Product(fractionBefore, rate) >> 31);
                Vector512<ulong> less = Vector512.Equals(epochsSince, index) & Vector512.GreaterThan(drawn, Vector512<ulong>.Zero);
                Avx512F.ConvertToVector256Int32((drawn + less).AsInt64()).StoreUnsafe(ref negatives, (nuint)action);
            }
        }

        for (; action < count; action++)
            _negatives[action] = UmapSchedule.Negatives(_steps[action], epoch.Index, epoch.Negatives);
    }

    // Most heads have at most sixteen actions: one addition of a register, without a loop whose end would be guessed wrong.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SumOfNegatives(int first, int count)
    {
        ref int negatives = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_negatives), first);
        if (Vector512.IsHardwareAccelerated && count <= Vector512<int>.Count)
        {
            Vector512<int> counts = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count));
            return Vector512.Sum(Vector512.LoadUnsafe(ref negatives) & counts);
        }

        int sum = 0;
        for (int i = 0; i < count; i++)
            sum += Unsafe.Add(ref negatives, i);
        return sum;
    }

    // Of the low halves.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> left, Vector512<ulong> right) =>
        Avx512F.Multiply(left.AsUInt32(), right.AsUInt32());

    /// <summary>
    /// Appends the acting edges of a row. Which edges act is as good as random: listed without a branch, as a third of the guesses would be
    /// wrong.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ListRow(int epoch, int edge, int end, int count)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<uint> epochs = Vector512.Create((uint)epoch);
            // Two registers at a time: most rows end within them, and whether within the first would often be guessed wrong.
            for (; edge < end && edge + (2 * Vector512<uint>.Count) <= _edges.Count; edge += 2 * Vector512<uint>.Count)
            {
                count = List512(epochs, edge, end, count);
                count = List512(epochs, edge + Vector512<uint>.Count, end, count);
            }
        }

        ref uint steps = ref MemoryMarshal.GetArrayDataReference(_edges.Steps);
        ref int tails = ref MemoryMarshal.GetArrayDataReference(_edges.Tails);
        ref uint toSteps = ref MemoryMarshal.GetArrayDataReference(_steps);
        ref int toTails = ref MemoryMarshal.GetArrayDataReference(_tails);
        for (; edge < end; edge++)
        {
            uint step = Unsafe.Add(ref steps, edge);
            Unsafe.Add(ref toSteps, count) = step;
            Unsafe.Add(ref toTails, count) = Unsafe.Add(ref tails, edge);
            count += UmapSchedule.Fires(step, epoch) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Appends what acts of the sixteen edges from <paramref name="edge"/> on that lie before <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int List512(Vector512<uint> epochs, int edge, int end, int count)
    {
        Vector512<uint> step = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_edges.Steps), (nuint)edge);
        Vector512<int> tail = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_edges.Tails), (nuint)edge);
        Vector512<uint> acts =
            Vector512.LessThan((epochs * step) & Vector512.Create(UmapSchedule.FullStep - 1), step)
            & Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(end - edge)).AsUInt32();
        Avx512F.Compress(Vector512<uint>.Zero, acts, step).StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_steps), (nuint)count);
        Avx512F
            .Compress(Vector512<int>.Zero, acts.AsInt32(), tail)
            .StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(_tails), (nuint)count);
        return count + BitOperations.PopCount(acts.ExtractMostSignificantBits());
    }
}
