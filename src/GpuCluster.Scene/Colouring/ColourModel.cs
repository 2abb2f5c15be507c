using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Colouring;

/// <summary>Which colouring is chosen, and the colours it gives.</summary>
/// <remarks>Frame thread, but for <see cref="PositionsChanged"/>, which the layout thread calls; they meet in the lock of <see cref="CloudPositions"/>.</remarks>
public sealed class ColourModel
{
    private readonly CloudPositions _cloud;
    private readonly IColouring[] _colourings;
    private volatile IColouring _current;
    private volatile PointColours _colours;

    /// <summary>The colourings that the samples allow; the first is chosen: classes, or one colour where there are none.</summary>
    public ColourModel(SampleFacts facts, CloudPositions cloud)
    {
        _cloud = cloud;
        SampleLabels? labels = facts.Labels;
        bool isLabeled = labels is not null && labels.ClassOf.AsSpan().ContainsAnyInRange(0, int.MaxValue);
        _colourings = isLabeled
            ? [new LabelColouring(labels!), new DensityColouring(), new OrderColouring(facts.Count), new UniformColouring()]
            : [new UniformColouring(), new DensityColouring(), new OrderColouring(facts.Count)];
        _current = _colourings[0];
        _colours = _current.Colour(new Vector4[facts.Count]);
    }

    /// <summary>Changes whenever the colouring does; colours that follow the positions change with <see cref="CloudPositions.Version"/>.</summary>
    public long Version { get; private set; }

    /// <summary>What the colours mean now.</summary>
    public Legend Legend => _current.Legend;

    /// <summary>The colour of every point.</summary>
    public PointColours Colours => _colours;

    /// <summary>Chooses the next colouring, after the last the first.</summary>
    public void Next()
    {
        _cloud.Read(positions =>
        {
            IColouring next = _colourings[(Array.IndexOf(_colourings, _current) + 1) % _colourings.Length];
            _colours = next.Colour(positions);
            _current = next;
        });
        Version++;
    }

    /// <summary>Layout thread, under the cloud's lock: colours by the new positions where the colouring asks for it.</summary>
    public void PositionsChanged(ReadOnlySpan<Vector4> positions)
    {
        if (_current.DependsOnPositions)
            _colours = _current.Colour(positions);
    }
}
