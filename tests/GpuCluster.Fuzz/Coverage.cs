using SharpFuzz.Common;

namespace GpuCluster.Fuzz;

/// <summary>
/// The branches that an input takes, counted by the code that SharpFuzz puts into an assembly; of an assembly as the compiler made it,
/// none are counted. Threads of libraries share the counters, so a branch may be missed or seen twice: the counters choose inputs, they
/// decide nothing.
/// </summary>
internal sealed unsafe class Coverage
{
    private const int Branches = 1 << 16;

    // Pinned: the program writes through a pointer.
    private readonly byte[] _taken = GC.AllocateArray<byte>(Branches, pinned: true);
    private readonly byte[] _known = new byte[Branches];

    public Coverage()
    {
        fixed (byte* taken = _taken)
            Trace.SharedMem = taken;
    }

    /// <summary>Branches that any input took.</summary>
    public int Known => _known.Count(each => each != 0);

    /// <summary>Forgets the branches of the last input.</summary>
    public void Begin()
    {
        Array.Clear(_taken);
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input took a branch that none took before, or took it a new number of times, by powers of two.</summary>
    public bool AddsToKnown()
    {
        bool isNew = false;
        for (int at = _taken.AsSpan().IndexOfAnyExcept((byte)0); at < Branches; at++)
        {
            if (at < 0)
                break;
            if (_taken[at] == 0)
                continue;
            byte times = (byte)(1 << Math.Min(7, (int)Math.Log2(_taken[at])));
            isNew |= (_known[at] & times) == 0;
            _known[at] |= times;
        }

        return isNew;
    }
}
