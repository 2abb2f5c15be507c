namespace GpuCluster.Core.Quality;

/// <summary>
/// How far a value lies from the median, in robust standard deviations: the modified z-score of Iglewicz and Hoaglin (1993), "How to Detect
/// and Handle Outliers", who call a value beyond 3.5 an outlier.
/// </summary>
public static class ModifiedZScore
{
    /// <summary>From this score on a value counts as an outlier.</summary>
    public const double Outlier = 3.5;

    // The 0.75 quantile of the normal distribution: the median absolute deviation over this is its standard deviation.
    private const double Consistency = 0.6744897501960817;

    /// <summary>The score of one value.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="median">The median of all values.</param>
    /// <param name="deviation">The median of the absolute deviations from the median, 0 or more.</param>
    /// <returns>Signed; where the deviation is 0, infinite but at the median itself.</returns>
    public static double Of(double value, double median, double deviation)
    {
        double away = value - median;
        return away == 0 ? 0 : Consistency * away / deviation;
    }
}
