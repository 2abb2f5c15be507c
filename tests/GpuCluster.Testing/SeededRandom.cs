namespace GpuCluster.Testing;

/// <summary>Random numbers that depend on a seed, a name and a number alone (SplitMix64), on every machine and version of .NET.</summary>
public sealed class SeededRandom
{
    private ulong _state;

    /// <param name="seed">The seed of a run.</param>
    /// <param name="name">What draws, so that two of one seed draw differently.</param>
    /// <param name="number">The number of the case.</param>
    public SeededRandom(long seed, string name, long number)
    {
        _state = (ulong)seed;
        foreach (char letter in name)
            _state = Next() ^ letter;
        _state = Next() ^ (ulong)number;
        Next();
    }

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number from 0 to <paramref name="end"/> - 1; 0 for an empty range.</summary>
    public int Below(int end) => end <= 1 ? 0 : (int)(Next() % (ulong)end);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool OnceIn(int times) => Below(times) == 0;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];
}
