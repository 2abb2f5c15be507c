using System.Numerics;

namespace GpuCluster.Scene.Cameras;

/// <summary>
/// Where the cloud ends: for each of a fixed set of directions, evenly spread over the sphere, the point that lies farthest that way. A picture that holds these holds
/// the cloud, whatever side it is seen from, at a thousandth of the cost of asking every point. Strays outside the bounds' radius are left out.
/// </summary>
public sealed class CloudOutline
{
    private const int Directions = 96;
    private const int MostSamples = 8192;
    private readonly Vector3[] _points;

    private CloudOutline(Vector3[] points) => _points = points;

    /// <summary>Where there are no points yet: the middle of <see cref="CloudBounds.Unit"/>.</summary>
    public static CloudOutline None { get; } = new([]);

    /// <summary>The extreme points; fewer than the directions, as one point can be the farthest in several.</summary>
    public ReadOnlySpan<Vector3> Points => _points;

    /// <summary>Measures positions (x, y, z, unused), at most 8,192 of them in even steps.</summary>
    /// <param name="positions">n positions; those that are not finite are left out.</param>
    /// <param name="bounds">Their bounds.</param>
    public static CloudOutline Of(ReadOnlySpan<Vector4> positions, CloudBounds bounds)
    {
        int step = Math.Max(1, (positions.Length + MostSamples - 1) / MostSamples);
        Span<float> farthest = stackalloc float[Directions];
        Span<int> at = stackalloc int[Directions];
        farthest.Fill(float.NegativeInfinity);
        at.Fill(-1);
        ReadOnlySpan<Vector3> directions = EvenDirections();
        for (int i = 0; i < positions.Length; i += step)
        {
            Vector3 offset = positions[i].AsVector3() - bounds.Center;

            // Also false where the position is not finite.
            if (!(offset.Length() <= bounds.Radius))
                continue;
            for (int d = 0; d < Directions; d++)
            {
                float reach = Vector3.Dot(offset, directions[d]);
                if (reach > farthest[d])
                    (farthest[d], at[d]) = (reach, i);
            }
        }

        HashSet<int> extremes = [];
        foreach (int i in at)
        {
            if (i >= 0)
                extremes.Add(i);
        }

        var points = new List<Vector3>(extremes.Count);
        foreach (int i in extremes)
            points.Add(positions[i].AsVector3());
        return new CloudOutline([.. points]);
    }

    /// <summary>A Fibonacci spiral over the sphere: no two directions are close and none is preferred.</summary>
    private static Vector3[] EvenDirections()
    {
        var directions = new Vector3[Directions];
        float golden = MathF.PI * (3 - MathF.Sqrt(5));
        for (int i = 0; i < Directions; i++)
        {
            float y = 1 - (2 * (i + 0.5f) / Directions);
            float ring = MathF.Sqrt(1 - (y * y));
            (float sin, float cos) = MathF.SinCos(golden * i);
            directions[i] = new Vector3(ring * cos, y, ring * sin);
        }

        return directions;
    }
}
