using System.Numerics;

namespace GpuCluster.Scene.Samples;

/// <summary>
/// At most 4,096 of the points, in even steps: enough to estimate the distance to the cloud and its density at a place. Immutable.
/// </summary>
public sealed class CloudSamples
{
    private const int MaxSamples = 4096;

    /// <summary>The neighbour whose distance gives the local scale: that of the first would jump from point to point.</summary>
    private const int Neighbour = 8;

    private readonly Vector3[] _points;

    private CloudSamples(Vector3[] points) => _points = points;

    /// <summary>No points.</summary>
    public static CloudSamples None { get; } = new([]);

    /// <summary>Takes samples of positions (x, y, z, unused); <see cref="CloudBounds.Counts"/> says which are left out.</summary>
    public static CloudSamples Of(ReadOnlySpan<Vector4> positions)
    {
        int step = EvenSteps.Of(positions.Length, MaxSamples);
        List<Vector3> points = new(Math.Min(positions.Length, MaxSamples));
        for (int i = 0; i < positions.Length; i += step)
        {
            Vector3 point = positions[i].AsVector3();
            if (CloudBounds.Counts(point))
                points.Add(point);
        }

        return new CloudSamples([.. points]);
    }

    /// <summary>
    /// The local scale at a place: the distance to its 8th nearest sample, or to the farthest if there are fewer. Far away it is the
    /// distance to the cloud; within it, the distance between points.
    /// </summary>
    /// <returns>World units; infinite where there are no samples.</returns>
    public float ScaleAt(Vector3 place)
    {
        if (_points.Length == 0)
            return float.PositiveInfinity;
        int kept = Math.Min(Neighbour, _points.Length);
        Span<float> nearest = stackalloc float[kept];
        nearest.Fill(float.PositiveInfinity);
        foreach (Vector3 point in _points)
        {
            float square = Vector3.DistanceSquared(point, place);
            if (!(square < nearest[^1]))
                continue;
            int at = kept - 1;
            for (; at > 0 && nearest[at - 1] > square; at--)
                nearest[at] = nearest[at - 1];
            nearest[at] = square;
        }

        return MathF.Sqrt(nearest[^1]);
    }
}
