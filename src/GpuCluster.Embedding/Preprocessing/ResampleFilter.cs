namespace GpuCluster.Embedding.Preprocessing;

/// <summary>The resampling filters that published models use.</summary>
public enum ResampleFilter
{
    /// <summary>Triangle, support 1.</summary>
    Bilinear,

    /// <summary>Keys' cubic with a = -0.5, support 2 (Keys 1981).</summary>
    Bicubic,

    /// <summary>Sinc within a sinc window of 3 lobes, support 3 (Duchon 1979).</summary>
    Lanczos,
}

/// <summary>The filters' formulas.</summary>
internal static class ResampleFilters
{
    /// <summary>The filter's support, in source pixels at scale 1.</summary>
    public static double Support(this ResampleFilter filter) =>
        filter switch
        {
            ResampleFilter.Bilinear => 1,
            ResampleFilter.Bicubic => 2,
            _ => 3,
        };

    /// <summary>The filter's value.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="x">Distance from the centre, any sign.</param>
    public static double At(this ResampleFilter filter, double x)
    {
        x = Math.Abs(x);
        return filter switch
        {
            _ when x >= filter.Support() => 0,
            ResampleFilter.Bilinear => 1 - x,
            ResampleFilter.Bicubic => x < 1 ? (((1.5 * x) - 2.5) * x * x) + 1 : ((((x - 5) * x) + 8) * x - 4) * -0.5,
            _ => Sinc(x) * Sinc(x / 3),
        };
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
