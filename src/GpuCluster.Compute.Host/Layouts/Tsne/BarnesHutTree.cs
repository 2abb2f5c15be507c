using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>
/// An octree over points in <see cref="MortonOrder"/> (in the plane a quadtree), for Barnes and Hut's approximation: what is far away acts
/// as its centre of mass. How it works: a cell is a stretch of the order whose codes share their first digits; digits that all points of a
/// cell share are skipped, so that every inner cell has two children or more. Cells lie in depth-first order and each knows the cell after
/// its own descendants: a walk needs no stack.
/// </summary>
internal sealed class BarnesHutTree
{
    /// <summary>Points of a leaf at most, unless they coincide.</summary>
    private const int LeafPoints = 16;

    private readonly MortonOrder _order;
    private Cell[] _cells;
    private int _count;

    public BarnesHutTree(int count)
    {
        _order = new MortonOrder(count);
        _cells = new Cell[Math.Max(16, count / 2)];
        Sorted = new Vector4[count];
    }

    /// <summary>The cells, the root first. Empty before <see cref="Build"/>.</summary>
    public ReadOnlySpan<Cell> Cells => _cells.AsSpan(0, _count);

    /// <summary>The points along the curve; w is 1, the mass of a point.</summary>
    public Vector4[] Sorted { get; }

    /// <summary>Which point each of <see cref="Sorted"/> is.</summary>
    public ReadOnlySpan<int> Points => _order.Points;

    /// <summary>Makes the tree of these positions.</summary>
    public void Build(ReadOnlySpan<Vector4> positions)
    {
        _order.Sort(positions);
        MovePoints(positions);
        _count = 0;
        Add(0, positions.Length, 0, out _, out _, out _);
    }

    /// <summary>Takes over where the points are now; the order and the cells stay as they are.</summary>
    public void MovePoints(ReadOnlySpan<Vector4> positions)
    {
        ReadOnlySpan<int> points = _order.Points;
        for (int i = 0; i < points.Length; i++)
            Sorted[i] = positions[points[i]] with { W = 1 };
    }

    private void Add(int first, int end, int level, out Vector4 sum, out Vector4 low, out Vector4 high)
    {
        int index = _count++;
        if (index == _cells.Length)
            Array.Resize(ref _cells, 2 * _cells.Length);
        ReadOnlySpan<ulong> codes = _order.Codes;
        ulong differing = codes[first] ^ codes[end - 1];
        if (end - first <= LeafPoints || differing == 0)
        {
            sum = low = high = Sorted[first];
            for (int i = first + 1; i < end; i++)
            {
                sum += Sorted[i];
                low = Vector4.Min(low, Sorted[i]);
                high = Vector4.Max(high, Sorted[i]);
            }
        }
        else
        {
            // The first digit of three bits in which the cell's points differ.
            level = Math.Max(level, (BitOperations.LeadingZeroCount(differing) - 1) / 3);
            int shift = 3 * (MortonOrder.Levels - 1 - level);
            sum = default;
            low = new Vector4(float.PositiveInfinity);
            high = new Vector4(float.NegativeInfinity);
            for (int at = first; at < end; )
            {
                int next = EndOfDigit(codes, at, end, shift);
                Add(at, next, level + 1, out Vector4 childSum, out Vector4 childLow, out Vector4 childHigh);
                sum += childSum;
                low = Vector4.Min(low, childLow);
                high = Vector4.Max(high, childHigh);
                at = next;
            }
        }

        Vector4 extent = high - low;
        float width = Math.Max(extent.X, Math.Max(extent.Y, extent.Z));
        bool isLeaf = _count == index + 1;
        _cells[index] = new Cell((sum / sum.W) with { W = sum.W }, width * width, _count, isLeaf ? first : -1, end);
    }

    /// <summary>The first place whose digit is not that of <paramref name="first"/>.</summary>
    private static int EndOfDigit(ReadOnlySpan<ulong> codes, int first, int end, int shift)
    {
        ulong digit = codes[first] >> shift;
        (int low, int high) = (first, end);
        while (high - low > 1)
        {
            int middle = (low + high) >>> 1;
            if (codes[middle] >> shift == digit)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    /// <summary>One cell.</summary>
    /// <param name="Centre">The mean of its points, and in w how many there are.</param>
    /// <param name="WidthSquared">The square of the longest side of its points' bounding box.</param>
    /// <param name="Next">The cell after its descendants.</param>
    /// <param name="First">Of a leaf its first point in <see cref="Sorted"/>; -1 of an inner cell.</param>
    /// <param name="End">Of a leaf the place after its last point.</param>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Cell(Vector4 Centre, float WidthSquared, int Next, int First, int End);
}
