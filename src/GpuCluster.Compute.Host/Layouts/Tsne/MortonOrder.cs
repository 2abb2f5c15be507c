using System.Numerics;

namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>
/// Points in the order of a space-filling Z curve: neighbours in the order are near in space, and every cell of an octree is one stretch of
/// it. A code is the interleaved bits of three coordinates in the cloud's bounding cube, 21 of each; sorting is by radix, six passes of 11
/// bits, and leaves points of equal code in their order.
/// </summary>
internal sealed class MortonOrder(int count)
{
    /// <summary>Bits of each coordinate, and levels of an octree over the codes.</summary>
    public const int Levels = 21;

    private const int RadixBits = 11;
    private const int Passes = 6;

    private readonly int[] _histograms = new int[Passes << RadixBits];
    private ulong[] _codes = new ulong[count];
    private ulong[] _otherCodes = new ulong[count];
    private int[] _order = new int[count];
    private int[] _otherOrder = new int[count];

    /// <summary>The codes, ascending.</summary>
    public ReadOnlySpan<ulong> Codes => _codes;

    /// <summary>The points the codes belong to.</summary>
    public ReadOnlySpan<int> Points => _order;

    /// <summary>Sorts the points again.</summary>
    /// <param name="positions">n finite positions.</param>
    public void Sort(ReadOnlySpan<Vector4> positions)
    {
        (Vector4 low, Vector4 high) = (positions[0], positions[0]);
        foreach (Vector4 at in positions)
        {
            low = Vector4.Min(low, at);
            high = Vector4.Max(high, at);
        }

        Vector4 extent = high - low;
        float side = Math.Max(extent.X, Math.Max(extent.Y, extent.Z));
        float scale = side > 0 ? ((1 << Levels) - 1) / side : 0;
        Array.Clear(_histograms);
        for (int i = 0; i < positions.Length; i++)
        {
            Vector4 cell = (positions[i] - low) * scale;
            ulong code = Spread((uint)cell.X) | (Spread((uint)cell.Y) << 1) | (Spread((uint)cell.Z) << 2);
            _codes[i] = code;
            _order[i] = i;
            for (int pass = 0; pass < Passes; pass++)
                _histograms[(pass << RadixBits) + Digit(code, pass)]++;
        }

        for (int pass = 0; pass < Passes; pass++)
            SortBy(pass);
    }

    private static int Digit(ulong code, int pass) => (int)(code >> (pass * RadixBits)) & ((1 << RadixBits) - 1);

    private void SortBy(int pass)
    {
        Span<int> starts = _histograms.AsSpan(pass << RadixBits, 1 << RadixBits);
        int sum = 0;
        foreach (ref int start in starts)
            (start, sum) = (sum, sum + start);
        for (int i = 0; i < _codes.Length; i++)
        {
            int at = starts[Digit(_codes[i], pass)]++;
            _otherCodes[at] = _codes[i];
            _otherOrder[at] = _order[i];
        }

        (_codes, _otherCodes) = (_otherCodes, _codes);
        (_order, _otherOrder) = (_otherOrder, _order);
    }

    /// <summary>The 21 low bits, two zeros between each.</summary>
    private static ulong Spread(uint bits)
    {
        ulong x = Math.Min(bits, (1u << Levels) - 1);
        x = (x | (x << 32)) & 0x001F00000000FFFF;
        x = (x | (x << 16)) & 0x001F0000FF0000FF;
        x = (x | (x << 8)) & 0x100F00F00F00F00F;
        x = (x | (x << 4)) & 0x10C30C30C30C30C3;
        return (x | (x << 2)) & 0x1249249249249249;
    }
}
