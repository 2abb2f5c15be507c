using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Colouring;

/// <summary>One colour for all, if there are no labels or only the shape matters.</summary>
public sealed class UniformColouring : IColouring
{
    /// <summary>A calm light blue that neither the background nor the selection's warm colours hide.</summary>
    private const uint Rgba = 0xFFF0B978;

    public Legend Legend { get; } = new("one colour", []);

    public bool DependsOnPositions => false;

    public PointColours Colour(ReadOnlySpan<Vector4> positions)
    {
        uint[] colours = new uint[positions.Length];
        Array.Fill(colours, Rgba);
        return new PointColours(colours);
    }
}
