using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Colouring;

/// <summary>A way to colour the points. Implementations have no visible state and are thread-safe.</summary>
public interface IColouring
{
    /// <summary>What the colours mean.</summary>
    Legend Legend { get; }

    /// <summary>True where colours change as the points move.</summary>
    bool DependsOnPositions { get; }

    /// <summary>Colours every point.</summary>
    /// <param name="positions">The n positions (x, y, z, unused); all zero before the first epoch.</param>
    PointColours Colour(ReadOnlySpan<Vector4> positions);
}
