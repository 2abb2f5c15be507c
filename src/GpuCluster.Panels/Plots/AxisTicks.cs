using System.Globalization;

namespace GpuCluster.Panels.Plots;

/// <summary>Round numbers along an axis.</summary>
internal static class AxisTicks
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="min">Where the axis begins.</param>
    /// <param name="max">Where it ends, above <paramref name="min"/>.</param>
    /// <param name="count">The largest number of ticks, 1 or more.</param>
    public static IReadOnlyList<double> Linear(double min, double max, int count)
    {
        double range = max - min;
        if (!(range > 0) || !double.IsFinite(range))
            return double.IsFinite(min) ? [min] : [];
        double rough = range / Math.Max(1, count);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = new[] { 1.0, 2, 5, 10 }.Select(factor => factor * power).First(candidate => candidate >= rough * 0.999999);
        long first = (long)Math.Ceiling((min / step) - 1e-9);
        long last = (long)Math.Floor((max / step) + 1e-9);
        return [.. Enumerable.Range(0, (int)Math.Min(1000, last - first + 1)).Select(i => (first + i) * step)];
    }

    /// <summary>Powers of ten; every second, third, ... if there are too many.</summary>
    public static IReadOnlyList<double> Decades(double min, double max, int count)
    {
        int first = (int)Math.Ceiling(Math.Log10(min) - 1e-9);
        int last = (int)Math.Floor(Math.Log10(max) + 1e-9);
        int stride = Math.Max(1, ((last - first) / Math.Max(1, count)) + 1);
        return
        [
            .. Enumerable
                .Range(first, Math.Max(0, last - first + 1))
                .Where(power => (power - first) % stride == 0)
                .Select(power => Math.Pow(10, power)),
        ];
    }

    /// <summary>A number in few characters: 1.5k, 20M, 0.003, 1e-9.</summary>
    public static string Short(double value) =>
        Math.Abs(value) switch
        {
            0 => "0",
            >= 1e9 or < 1e-4 => value.ToString("0.#e0", CultureInfo.InvariantCulture),
            >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + "M",
            >= 1e4 => (value / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
            _ => value.ToString("G3", CultureInfo.InvariantCulture),
        };
}
