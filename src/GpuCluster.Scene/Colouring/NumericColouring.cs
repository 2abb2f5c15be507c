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
        _values = column.Values;
        _scale = ColourScale.Between(_values, 0.02f, 0.98f);
        Legend = _scale.LegendOf(column.Name, _values.Count(float.IsNaN));
    }

    public Legend Legend { get; }

    public bool DependsOnPositions => false;

    public PointColours Colour(ReadOnlySpan<Vector4> positions) => _scale.Colour(_values);
}
