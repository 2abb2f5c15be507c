using System.Numerics;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// Colour by how far each point moved in an epoch, on average over the last ten or so: settled points are dark, moving points are light.
/// </summary>
/// <param name="cloud">The cloud whose motion is shown.</param>
public sealed class DisplacementColouring(CloudPositions cloud) : IColouring
{
    private volatile Legend _legend = new("displacement per epoch", []);

    /// <summary>As of the last colouring.</summary>
    public Legend Legend => _legend;

    public bool DependsOnPositions => true;

    public PointColours Colour(ReadOnlySpan<Vector4> positions)
    {
        ReadOnlySpan<float> motion = cloud.Motion;
        ColourScale scale = new(0, ColourScale.Between(motion, 0, 0.98f).High);
        _legend = scale.LegendOf("displacement per epoch");
        return scale.Colour(motion);
    }
}
