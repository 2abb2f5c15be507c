using System.Buffers;
using System.Numerics;

namespace GpuCluster.Scene.Samples;

/// <summary>
/// The points that a framing of the cloud must show: at most 8,192 in even steps, without strays outside the bounds' radius. Immutable.
/// </summary>
public sealed class CloudInliers
{
    private const int MaxSamples = 8192;

    private readonly Vector3[] _points;

    private CloudInliers(Vector3[] points) => _points = points;

    /// <summary>No points.</summary>
    public static CloudInliers None { get; } = new([]);

    /// <summary>The points.</summary>
    public ReadOnlySpan<Vector3> Points => _points;

    /// <summary>Takes them from positions (x, y, z, unused).</summary>
    /// <param name="positions">n positions; those that are not finite are left out.</param>
    /// <param name="bounds">Their bounds.</param>
    public static CloudInliers Of(ReadOnlySpan<Vector4> positions, CloudBounds bounds)
    {
        int step = EvenSteps.Of(positions.Length, MaxSamples);
        Vector3[] rented = ArrayPool<Vector3>.Shared.Rent(MaxSamples);
        int count = 0;
        for (int i = 0; i < positions.Length; i += step)
        {
            Vector3 point = positions[i].AsVector3();

            // Also false where the position is not finite.
            if (Vector3.Distance(point, bounds.Centre) <= bounds.Radius)
                rented[count++] = point;
        }

        Vector3[] points = rented[..count];
        ArrayPool<Vector3>.Shared.Return(rented);
        return new CloudInliers(points);
    }
}
