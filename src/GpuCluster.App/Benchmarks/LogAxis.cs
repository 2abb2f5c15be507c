using System.Globalization;

namespace GpuCluster.App.Benchmarks;

/// <summary>A logarithmic axis and the values written at it.</summary>
/// <param name="Min">Where it begins, above 0.</param>
/// <param name="Max">Where it ends.</param>
/// <param name="Ticks">Round values between.</param>
internal sealed record LogAxis(double Min, double Max, IReadOnlyList<double> Ticks)
{
    /// <summary>Room beside the outermost values.</summary>
    private const double Margin = 1.3;

    /// <summary>The smallest ratio of the axis's ends, so that values that are nearly equal look nearly equal.</summary>
    private const double MinSpan = 10;

    /// <summary>More ticks than this run into each other.</summary>
    private const int MaxTicks = 9;

    /// <summary>An axis that holds all values.</summary>
    /// <param name="values">One or more, all above 0.</param>
    public static LogAxis Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double min = all.Min() / Margin,
            max = all.Max() * Margin;
        double widening = Math.Sqrt(Math.Max(1, MinSpan / (max / min)));
        (min, max) = (min / widening, max * widening);
        int from = (int)Math.Floor(Math.Log10(min)),
            to = (int)Math.Ceiling(Math.Log10(max));
        double[][] choices =
        [
            [1, 2, 5],
            [1, 3],
            [1],
        ];
        double[] ticks =
        [
            .. choices.Select(steps => Between(steps, 1)).FirstOrDefault(found => found.Count() <= MaxTicks)
                ?? Between([1], ((to - from) / MaxTicks) + 1),
        ];
        return new LogAxis(min, max, ticks);

        IEnumerable<double> Between(double[] steps, int decades) =>
            Enumerable
                .Range(0, ((to - from) / decades) + 1)
                .SelectMany(decade => steps.Select(step => step * Math.Pow(10, from + (decade * decades))))
                .Where(tick => tick >= min && tick <= max);
    }

    /// <summary>Where a value is, 0 to 1.</summary>
    public double ShareOf(double value) => Math.Log(value / Min) / Math.Log(Max / Min);

    /// <summary>A value in few signs.</summary>
    public static string Short(double value) =>
        value switch
        {
            >= 1e9 => Text(value / 1e9) + "G",
            >= 1e6 => Text(value / 1e6) + "M",
            >= 1e4 => Text(value / 1e3) + "k",
            < 1e-3 => value.ToString("0.#e0", CultureInfo.InvariantCulture),
            _ => Text(value),
        };

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
