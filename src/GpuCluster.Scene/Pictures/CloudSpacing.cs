using System.Numerics;

namespace GpuCluster.Scene.Pictures;

/// <summary>The typical distance of neighbours in a cloud.</summary>
public static class CloudSpacing
{
    private const int Neighbour = 4;
    private const int MostPoints = 65536;
    private const int MostQueries = 64;

    /// <summary>
    /// The median distance of a point to its 4th neighbour, over 64 points in even steps. Above 65,536 points it searches only that many,
    /// in even steps; as a share f of the points is less dense, it scales distances by the d-th root of f in d dimensions. About 4 million
    /// distances at most, some milliseconds.
    /// </summary>
    /// <param name="positions">n positions (x, y, z, unused); those that are not finite are left out.</param>
    /// <param name="isFlat">Whether the layout has two dimensions.</param>
    /// <returns>0 or more; 0 where there are not five points, or most lie on each other.</returns>
    public static float Of(ReadOnlySpan<Vector4> positions, bool isFlat)
    {
        int step = Math.Max(1, (positions.Length + MostPoints - 1) / MostPoints);
        var points = new List<Vector3>(Math.Min(positions.Length, MostPoints));
        for (int i = 0; i < positions.Length; i += step)
        {
            Vector3 point = positions[i].AsVector3();
            if (float.IsFinite(point.X) && float.IsFinite(point.Y) && float.IsFinite(point.Z))
                points.Add(point);
        }

        if (points.Count <= Neighbour)
            return 0;
        int queryStep = Math.Max(1, points.Count / MostQueries);
        var distances = new List<float>();
        for (int query = 0; query < points.Count; query += queryStep)
            distances.Add(ToNeighbour(points, query));
        distances.Sort();
        float thinning = MathF.Pow(step, isFlat ? -1 / 2f : -1 / 3f);
        return distances[distances.Count / 2] * thinning;
    }

    private static float ToNeighbour(List<Vector3> points, int query)
    {
        // The squares of the four least distances so far, ascending.
        Vector4 least = new(float.PositiveInfinity);
        Vector3 at = points[query];
        for (int i = 0; i < points.Count; i++)
        {
            float square = Vector3.DistanceSquared(at, points[i]);
            if (square >= least.W || i == query)
                continue;
            least = square < least.X ? new Vector4(square, least.X, least.Y, least.Z)
                : square < least.Y ? new Vector4(least.X, square, least.Y, least.Z)
                : square < least.Z ? new Vector4(least.X, least.Y, square, least.Z)
                : least with { W = square };
        }

        return MathF.Sqrt(least.W);
    }
}
