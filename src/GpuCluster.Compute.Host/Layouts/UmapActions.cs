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
        _negatives = new int[max];
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
            int firstAction = count;
            count = ListRow(epoch.Index, _edges.RowStart[place], _edges.RowStart[place + 1], count);
            int entries = count - firstAction;
            for (int action = firstAction; action < count; action++)
            {
                int negatives = UmapSchedule.Negatives(_steps[action], epoch.Index, epoch.Negatives);
                _negatives[action] = negatives;
                entries += negatives;
            }

            _entries[place - first] = entries;
        }

        _start[end - first] = count;
    }

    /// <summary>
    /// Appends the acting edges of a row. Which edges act is as good as random: listed without a branch, as a third of the guesses would be
    /// wrong.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ListRow(int epoch, int edge, int end, int count)
    {
        ref uint steps = ref MemoryMarshal.GetArrayDataReference(_edges.Steps);
        ref int tails = ref MemoryMarshal.GetArrayDataReference(_edges.Tails);
        ref uint toSteps = ref MemoryMarshal.GetArrayDataReference(_steps);
        ref int toTails = ref MemoryMarshal.GetArrayDataReference(_tails);
        if (Avx512F.IsSupported)
        {
            Vector512<uint> epochs = Vector512.Create((uint)epoch);
            for (; edge < end && edge + Vector512<uint>.Count <= _edges.Count; edge += Vector512<uint>.Count)
            {
                Vector512<uint> step = Vector512.LoadUnsafe(ref steps, (nuint)edge);
                Vector512<uint> acts =
                    Vector512.LessThan((epochs * step) & Vector512.Create(UmapSchedule.FullStep - 1), step)
                    & Vector512.LessThan(Vector512<uint>.Indices, Vector512.Create((uint)(end - edge)));
                Avx512F.Compress(Vector512<uint>.Zero, acts, step).StoreUnsafe(ref toSteps, (nuint)count);
                Avx512F
                    .Compress(Vector512<int>.Zero, acts.AsInt32(), Vector512.LoadUnsafe(ref tails, (nuint)edge))
                    .StoreUnsafe(ref toTails, (nuint)count);
                count += System.Numerics.BitOperations.PopCount(acts.ExtractMostSignificantBits());
            }
        }

        for (; edge < end; edge++)
        {
            uint step = Unsafe.Add(ref steps, edge);
            Unsafe.Add(ref toSteps, count) = step;
            Unsafe.Add(ref toTails, count) = Unsafe.Add(ref tails, edge);
            count += UmapSchedule.Fires(step, epoch) ? 1 : 0;
        }

        return count;
    }
}
