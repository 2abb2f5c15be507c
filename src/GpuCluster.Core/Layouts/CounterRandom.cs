using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Layouts;

/// <summary>
/// Random numbers without state: each is a hash of (seed, stream, item, draw), so any thread of any device can compute any of them
/// independently, and a run is repeatable in any order of work. A key is made once for each item (splitmix64's finaliser, Steele, Lea and
/// Flood 2014), then each draw hashes the key plus a Weyl step with the two-multiplication 32-bit mixer "lowbias32" (Wellons 2018, bias
/// 0.17). Not for cryptography.
/// </summary>
public static class CounterRandom
{
    /// <summary>The key of one item's draws.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="stream">The purpose of the draws: an epoch, or a number that a stage defines.</param>
    /// <param name="item">The vertex, edge or row.</param>
    public static uint Key(ulong seed, uint stream, uint item)
    {
        unchecked
        {
            ulong x = Finalise(seed + 0x9E3779B97F4A7C15UL) + (((ulong)stream << 32) | item);
            return (uint)(Finalise(x) >> 32);
        }
    }

    /// <summary>Draw number <paramref name="draw"/> of an item: 32 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(uint key, uint draw)
    {
        unchecked
        {
            uint x = key + (draw * 0x9E3779B9u);
            x ^= x >> 16;
            x *= 0x7FEB352Du;
            x ^= x >> 15;
            x *= 0x846CA68Bu;
            x ^= x >> 16;
            return x;
        }
    }

    /// <summary>An index from 0 to <paramref name="count"/> - 1; the bias is below count / 2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Index(uint bits, int count) => (int)(((ulong)bits * (uint)count) >> 32);

    /// <summary>A float from 0 to below 1, a multiple of 2^-24.</summary>
    public static float Unit(uint bits) => (bits >> 8) * (1f / 16777216f);

    /// <summary>A float from -1 to below 1, a multiple of 2^-23.</summary>
    public static float Symmetric(uint bits) => (2 * Unit(bits)) - 1;

    private static ulong Finalise(ulong x)
    {
        unchecked
        {
            x ^= x >> 30;
            x *= 0xBF58476D1CE4E5B9UL;
            x ^= x >> 27;
            x *= 0x94D049BB133111EBUL;
            x ^= x >> 31;
            return x;
        }
    }
}
