using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>How often the nearest known points of a layout vote for a new point's own class.</summary>
public static class NewPointAccuracy
{
    /// <summary>Measures it over the new samples that have a label.</summary>
    /// <param name="known">Where n known samples are.</param>
    /// <param name="knownClasses">Their classes, -1 for none.</param>
    /// <param name="fresh">Where m new samples are.</param>
    /// <param name="freshClasses">Their classes, of the same numbers, -1 for none.</param>
    /// <param name="k">Known samples that vote; a tied vote goes to the lowest class.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>0 to 1, or null where no new sample has a label or fewer than k known ones do.</returns>
    public static double? Measure(Layout known, int[] knownClasses, Layout fresh, int[] freshClasses, int k, CancellationToken cancellation)
    {
        int[] voters = [.. Enumerable.Range(0, known.Count).Where(i => knownClasses[i] >= 0)];
        int[] asked = [.. Enumerable.Range(0, fresh.Count).Where(i => freshClasses[i] >= 0)];
        if (asked.Length == 0 || voters.Length < k)
            return null;

        // The new points are one group: no neighbours of each other.
        int[] classOf = [.. voters.Select(i => knownClasses[i]), .. asked.Select(i => freshClasses[i])];
        float[] values = [.. voters.SelectMany(i => known.Of(i).ToArray()), .. asked.SelectMany(i => fresh.Of(i).ToArray())];
        int[] groups = new int[classOf.Length];
        groups.AsSpan(voters.Length).Fill(1);
        int[] points = [.. Enumerable.Range(voters.Length, asked.Length)];
        int[] neighbours = new LayoutKdTree(new Layout(classOf.Length, known.Dims, values)).NearestOf(points, k, cancellation, groups);
        int[] votes = new int[classOf.Max() + 1];
        int right = 0;
        for (int i = 0; i < points.Length; i++)
            right += KnnAccuracy.Winner(neighbours.AsSpan(i * k, k), classOf, votes) == classOf[points[i]] ? 1 : 0;

        return (double)right / points.Length;
    }
}
