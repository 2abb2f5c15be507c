using System.Numerics;
using GpuCluster.Core.Layouts;

namespace GpuCluster.App.Shares;

/// <summary>
/// The points of a page: which samples, in which order, and where. The widest axis of the layout goes from -0.5 to 0.5, the others have its
/// scale. Points are sorted along a Z curve of the finished layout, so that near points share an atlas of pictures, every k-th point is an
/// even choice, and what changes little from one to the next packs well.
/// </summary>
internal sealed class PagePoints
{
    private const int Axes = 3;

    /// <summary>Bits of an axis in the code that points are sorted by; the sample's number follows in the lower bits.</summary>
    private const int CurveBits = 13;
    private const int SampleBits = 64 - (Axes * CurveBits);

    private readonly Vector3 _middle;
    private readonly double _extent;

    /// <summary>Sorts the shown samples of a layout.</summary>
    /// <param name="layout">n positions.</param>
    /// <param name="isShown">Whether a sample, 0 to n - 1, is on the page.</param>
    public PagePoints(Layout layout, Func<int, bool> isShown)
    {
        List<int> shown = [.. Enumerable.Range(0, layout.Count).Where(isShown)];
        (Vector3 low, Vector3 high) = (new Vector3(float.PositiveInfinity), new Vector3(float.NegativeInfinity));
        foreach (int sample in shown)
        {
            Vector3 at = layout.PositionOf(sample).AsVector3();
            (low, high) = (Vector3.Min(low, at), Vector3.Max(high, at));
        }

        _middle = (low / 2) + (high / 2);
        for (int axis = 0; axis < Axes; axis++)
            _extent = Math.Max(_extent, (double)high[axis] - low[axis]);
        ulong[] keys = [.. shown.Select(sample => Code(Words(layout.PositionOf(sample).AsVector3())) | (uint)sample)];
        Array.Sort(keys);
        Samples = Array.ConvertAll(keys, key => (int)(key & ((1UL << SampleBits) - 1)));
        Positions = [.. Samples.SelectMany(sample => Words(layout.PositionOf(sample).AsVector3()))];
    }

    /// <summary>Length m: the sample of each point.</summary>
    public int[] Samples { get; }

    /// <summary>Length 3 m: x, y, z of each point, 0 to 65,535 for -0.5 to 0.5.</summary>
    public ushort[] Positions { get; }

    /// <summary>A position of the layout, at any epoch, in the units of the page.</summary>
    public Vector3 OnPage(Vector3 position) => _extent > 0 ? (position - _middle) / (float)_extent : Vector3.Zero;

    private static ulong Code(ushort[] words)
    {
        ulong code = 0;
        for (int bit = 0; bit < CurveBits; bit++)
        {
            for (int axis = 0; axis < Axes; axis++)
                code |= (ulong)((words[axis] >> (16 - CurveBits + bit)) & 1) << ((Axes * bit) + axis);
        }

        return code << SampleBits;
    }

    private ushort[] Words(Vector3 position)
    {
        Vector3 at = OnPage(position);
        return [Word(at.X), Word(at.Y), Word(at.Z)];
        static ushort Word(float value) => (ushort)Math.Clamp(Math.Round((value + 0.5) * ushort.MaxValue), 0, ushort.MaxValue);
    }
}
