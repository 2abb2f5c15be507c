using GpuCluster.Core.Layouts;

namespace GpuCluster.Core.Quality;

/// <summary>
/// Outliers that a faulty optimisation threw far out: farther from the median of each axis than five times the 99th percentile of that
/// distance (linear interpolation between ranks).
/// </summary>
public static class LayoutOutliers
{
    private const double Percentile = 0.99;
    private const double Factor = 5;

    /// <summary>Counts them.</summary>
    public static int Count(Layout layout)
    {
        if (layout.Count == 0)
            return 0;

        double[] squares = new double[layout.Count];
        double[] axis = new double[layout.Count];
        for (int j = 0; j < layout.Dims; j++)
        {
            for (int i = 0; i < layout.Count; i++)
                axis[i] = layout.Values[(i * layout.Dims) + j];

            Array.Sort(axis);
            double median = AtShare(axis, 0.5);
            for (int i = 0; i < layout.Count; i++)
                squares[i] += Math.Pow(layout.Values[(i * layout.Dims) + j] - median, 2);
        }

        double[] distances = Array.ConvertAll(squares, Math.Sqrt);
        Array.Sort(distances);
        double limit = Factor * AtShare(distances, Percentile);
        return distances.Count(distance => distance > limit);
    }

    private static double AtShare(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}
