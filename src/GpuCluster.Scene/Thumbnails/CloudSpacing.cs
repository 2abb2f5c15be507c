using System.Numerics;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Thumbnails;

/// <summary>The typical distance of neighbours in a cloud.</summary>
public static class CloudSpacing
{
    private const int Neighbour = 4;
    private const int MaxPoints = 65536;
    private const int MaxQueries = 64;

    /// <summary>
    /// The median distance of a point to its 4th neighbour, over 64 points in even steps. Above 65,536 points it searches only that many,
    /// in even steps; as a share f of the points is less dense, it scales distances by the d-th root of f in d dimensions. About 4 million
    /// distances at most, some milliseconds.
    /// </summary>
    /// <param name="positions">n positions (x, y, z, unused); <see cref="CloudBounds.Counts"/> says which are left out.</param>
    /// <param name="isFlat">Whether the layout has two dimensions.</param>
    /// <returns>0 or more; 0 where there are not five points, or most lie on each other.</returns>
    public static float Of(ReadOnlySpan<Vector4> positions, bool isFlat)
    {
        int step = Math.Max(1, (positions.Length + MaxPoints - 1) / MaxPoints);
        List<Vector3> points = new(Math.Min(positions.Length, MaxPoints));
        for (int i = 0; i < positions.Length; i += step)
        {
            Vector3 point = positions[i].AsVector3();
            if (CloudBounds.Counts(point))
                points.Add(point);
        }

        if (points.Count <= Neighbour)
            return 0;
        int queryStep = Math.Max(1, points.Count / MaxQueries);
        List<float> distances = new();
        for (int query = 0; query < points.Count; query += queryStep)
            distances.Add(ToNeighbour(points, query));
        distances.Sort();
        float thinning = MathF.Pow(step, isFlat ? -1 / 2f : -1 / 3f);
        return distances[distances.Count / 2] * thinning;
    }

    private static float ToNeighbour(List<Vector3> points, int query)
    {
        // The squares of the four least distances so far, ascending.
        Vector4 min = new(float.PositiveInfinity);
        Vector3 at = points[query];
        for (int i = 0; i < points.Count; i++)
        {
            float square = Vector3.DistanceSquared(at, points[i]);
            if (square >= min.W || i == query)
                continue;
            min =
                square < min.X ? new Vector4(square, min.X, min.Y, min.Z)
                : square < min.Y ? new Vector4(min.X, square, min.Y, min.Z)
                : square < min.Z ? new Vector4(min.X, min.Y, square, min.Z)
                : min with { W = square };
        }

        return MathF.Sqrt(min.W);
    }
}
