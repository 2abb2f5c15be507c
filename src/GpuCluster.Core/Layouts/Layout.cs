using System.Numerics;

namespace GpuCluster.Core.Layouts;

/// <summary>Where n samples lie in 2 or 3 dimensions. Coordinate j of sample i is at i * dims + j.</summary>
/// <param name="Count">n.</param>
/// <param name="Dims">2 or 3.</param>
/// <param name="Values">Length n x dims, finite.</param>
public sealed record Layout(int Count, int Dims, float[] Values)
{
    /// <summary>The coordinates of one sample.</summary>
    public ReadOnlySpan<float> Of(int sample) => Values.AsSpan(sample * Dims, Dims);

    /// <summary>A layout of what a renderer is given.</summary>
    /// <param name="positions">n positions (x, y, z, 0).</param>
    /// <param name="dims">2 or 3: how many of the coordinates.</param>
    public static Layout FromPositions(ReadOnlySpan<Vector4> positions, int dims)
    {
        var values = new float[positions.Length * dims];
        for (var i = 0; i < values.Length; i++) values[i] = positions[i / dims][i % dims];
        return new Layout(positions.Length, dims, values);
    }
}
