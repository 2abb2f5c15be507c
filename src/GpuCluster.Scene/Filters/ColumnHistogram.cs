using GpuCluster.Core.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Filters;

/// <summary>How many samples of a column of numbers lie in each of some ranges of equal width.</summary>
/// <remarks>How it works. The range of each sample is kept as a byte, so that a filter is counted in one pass over its samples.</remarks>
public sealed class ColumnHistogram
{
    private const int MaxBins = 48;
    private const byte NoBin = byte.MaxValue;
    private readonly byte[] _binOf;
    private readonly double _width;
    private readonly bool _isWhole;

    /// <param name="column">The column; values that are not finite are in no range.</param>
    public ColumnHistogram(NumericColumn column)
    {
        double[] values = column.Values;
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        bool isWhole = true;
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                continue;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            isWhole &= value == Math.Floor(value);
        }

        IsEmpty = low > high;
        (Low, High) = IsEmpty ? (0, 0) : (low, high);
        _isWhole = isWhole && High - Low < MaxBins;
        int bins =
            IsEmpty || low == high ? 1
            : _isWhole ? (int)(high - low) + 1
            : MaxBins;
        _width = _isWhole ? 1 : (High - Low) / bins;
        _binOf = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            _binOf[i] =
                !double.IsFinite(values[i]) ? NoBin
                : _width > 0 ? (byte)Math.Clamp((values[i] - Low) / _width, 0, bins - 1)
                : (byte)0;
        }

        All = Count(PointSet.All(values.Length), bins);
    }

    /// <summary>Whether no sample has a value.</summary>
    public bool IsEmpty { get; }

    /// <summary>The least value.</summary>
    public double Low { get; }

    /// <summary>The largest value.</summary>
    public double High { get; }

    /// <summary>How many samples lie in each range.</summary>
    public int[] All { get; }

    /// <summary>How many of some samples lie in each range.</summary>
    public int[] Count(PointSet points) => Count(points, All.Length);

    /// <summary>The values between two ranges, both included, as short as they can be written.</summary>
    /// <param name="first">The first range, from 0.</param>
    /// <param name="last">The last range, not before the first.</param>
    public (double Low, double High) RangeOf(int first, int last)
    {
        if (_isWhole)
            return (Low + first, Low + last);
        double digits = Math.Floor(Math.Log10(Math.Max(_width, double.Epsilon))) - 1;
        return (
            first <= 0 ? Low : Rounded(Low + (first * _width), digits),
            last >= All.Length - 1 ? High : Rounded(Low + ((last + 1) * _width), digits)
        );
    }

    /// <summary>Where a value lies on the axis: 0 at its left end, 1 at its right end.</summary>
    public double PlaceOf(double value)
    {
        double span = All.Length * _width;
        return span > 0 ? Math.Clamp((value - Low) / span, 0, 1) : 0;
    }

    /// <summary>The share of the axis that a range takes, from its left to its right edge.</summary>
    public (double Left, double Right) SpanOf((double Low, double High) range) =>
        (
            PlaceOf(range.Low),
            _isWhole ? PlaceOf(range.High + 1)
            : All.Length == 1 ? 1
            : PlaceOf(range.High)
        );

    private static double Rounded(double value, double digits)
    {
        double step = Math.Pow(10, digits);
        double rounded = Math.Round(value / step) * step;
        return digits < 0 && digits > -15 ? Math.Round(rounded, (int)-digits) : rounded;
    }

    private int[] Count(PointSet points, int bins)
    {
        int[] counts = new int[bins];
        foreach (int point in points)
        {
            if (_binOf[point] != NoBin)
                counts[_binOf[point]]++;
        }

        return counts;
    }
}
