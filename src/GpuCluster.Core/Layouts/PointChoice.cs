using System.Numerics;
using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Layouts;

/// <summary>Checks the points of a layout that are to be moved or pinned.</summary>
public static class PointChoice
{
    /// <summary>Throws if a point is not in the layout or is listed twice.</summary>
    /// <param name="points">Indices.</param>
    /// <param name="count">n.</param>
    /// <param name="name">The parameter's name.</param>
    public static void ThrowIfInvalid(ReadOnlySpan<int> points, int count, [CallerArgumentExpression(nameof(points))] string? name = null)
    {
        bool[] chosen = new bool[points.IsEmpty ? 0 : count];
        foreach (int point in points)
        {
            if (point < 0 || point >= count)
                throw new ArgumentException($"there is no point {point} among {count}", name);
            if (chosen[point])
                throw new ArgumentException($"point {point} was given twice", name);
            chosen[point] = true;
        }
    }

    /// <summary>Throws if the points are invalid, or if their new positions differ in number or are not finite.</summary>
    public static void ThrowIfInvalid(
        ReadOnlySpan<int> points,
        int count,
        ReadOnlySpan<Vector3> positions,
        [CallerArgumentExpression(nameof(points))] string? name = null
    )
    {
        ThrowIfInvalid(points, count, name);
        ArgumentOutOfRangeException.ThrowIfNotEqual(positions.Length, points.Length, nameof(positions));
        for (int i = 0; i < positions.Length; i++)
        {
            Vector3 at = positions[i];
            if (!float.IsFinite(at.X) || !float.IsFinite(at.Y) || !float.IsFinite(at.Z))
                throw new ArgumentException($"point {points[i]} cannot be at {at}", nameof(positions));
        }
    }
}
