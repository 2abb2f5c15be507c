namespace GpuCluster.Core.Layouts;

/// <summary>Where n samples lie in 2 or 3 dimensions. Coordinate j of sample i is at i * dims + j.</summary>
/// <param name="Count">n.</param>
/// <param name="Dims">2 or 3.</param>
/// <param name="Values">Length n x dims, finite.</param>
public sealed record Layout(int Count, int Dims, float[] Values)
{
    /// <summary>The coordinates of one sample.</summary>
    public ReadOnlySpan<float> Of(int sample) => Values.AsSpan(sample * Dims, Dims);
}
