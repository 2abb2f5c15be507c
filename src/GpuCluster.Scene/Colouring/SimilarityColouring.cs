using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// Colour by the cosine with one sample. The scale runs from the 2nd percentile of all others to the 99.8th: it shows the order of the near
/// samples, whatever the range of the data's cosines.
/// </summary>
public sealed class SimilarityColouring : IColouring
{
    private readonly float[] _cosines;
    private readonly ColourScale _scale;

    /// <param name="name">The display name of the compared sample.</param>
    /// <param name="cosines">Length n, -1 to 1. Not written afterwards.</param>
    public SimilarityColouring(string name, float[] cosines)
    {
        _cosines = cosines;
        _scale = ColourScale.Between(cosines, 0.02f, 0.998f);
        Legend = _scale.LegendOf($"cosine with {name}");
    }

    public Legend Legend { get; }

    public bool DependsOnPositions => false;

    public PointColours Colour(ReadOnlySpan<Vector4> positions) => _scale.Colour(_cosines);
}
