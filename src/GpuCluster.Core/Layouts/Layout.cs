using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuCluster.Core.Layouts;

/// <summary>The positions of n samples in 2 or 3 dimensions. Coordinate j of sample i is at i * dims + j.</summary>
/// <param name="Count">n.</param>
/// <param name="Dims">2 or 3.</param>
/// <param name="Values">Length n x dims, finite.</param>
public sealed record Layout(int Count, int Dims, float[] Values)
{
    /// <summary>The coordinates of one sample.</summary>
    public ReadOnlySpan<float> Of(int sample) => Values.AsSpan(sample * Dims, Dims);

    /// <summary>One sample as renderers use it: (x, y, z, 0); z is 0 in 2-D.</summary>
    public Vector4 PositionOf(int sample)
    {
        ReadOnlySpan<float> at = Of(sample);
        return new Vector4(at[0], at[1], Dims == 3 ? at[2] : 0, 0);
    }

    /// <summary>The positions of some of the samples, copied.</summary>
    /// <param name="samples">Which, in the order wanted.</param>
    public Layout Pick(IReadOnlyList<int> samples) => new(samples.Count, Dims, [.. samples.SelectMany(sample => Of(sample).ToArray())]);

    /// <summary>A layout from a renderer's positions.</summary>
    /// <param name="positions">n positions (x, y, z, 0).</param>
    /// <param name="dims">2 or 3: how many of the coordinates.</param>
    public static Layout FromPositions(ReadOnlySpan<Vector4> positions, int dims)
    {
        float[] values = new float[positions.Length * dims];
        ReadOnlySpan<float> coordinates = MemoryMarshal.Cast<Vector4, float>(positions);
        for (int i = 0; i < positions.Length; i++)
            coordinates.Slice(4 * i, dims).CopyTo(values.AsSpan(i * dims));
        return new Layout(positions.Length, dims, values);
    }
}
