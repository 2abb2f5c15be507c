using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Colouring;

/// <summary>Colour by a column of numbers, on a scale from its 2nd to its 98th percentile; points without a value are grey.</summary>
public sealed class NumericColouring : IColouring
{
    private readonly float[] _values;
    private readonly ColourScale _scale;

    public NumericColouring(NumericColumn column)
    {
        double origin = OriginOf(column.Values);
        _values = Array.ConvertAll(column.Values, value => (float)(value - origin));
        _scale = ColourScale.Between(_values, 0.02f, 0.98f);
        Legend = _scale.LegendOf(column.Name, _values.Count(float.IsNaN), origin);
    }

    public Legend Legend { get; }

    public bool DependsOnPositions => false;

    public PointColours Colour(ReadOnlySpan<Vector4> positions) => _scale.Colour(_values);

    // Numbers far from zero and close to each other, as times are, would be equal as floats.
    private static double OriginOf(double[] values)
    {
        (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values.Where(double.IsFinite))
            (low, high) = (Math.Min(low, value), Math.Max(high, value));

        return double.IsFinite(low) && high - low < Math.Min(Math.Abs(low), Math.Abs(high)) ? low : 0;
    }
}
