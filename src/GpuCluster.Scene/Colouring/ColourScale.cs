using System.Globalization;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// Numbers to colours of <see cref="PerceptualRamp"/>: linear from a low to a high value; values beyond take the colour of that end.
/// </summary>
/// <param name="Low">The value at the dark end.</param>
/// <param name="High">The value at the light end; as low as <paramref name="Low"/> where all values are equal.</param>
public readonly record struct ColourScale(float Low, float High)
{
    /// <summary>Values measured for the range at most: enough for a percentile, and sorted in some milliseconds.</summary>
    private const int MaxSamples = 65536;
    private const int Steps = 5;

    /// <summary>The scale between two quantiles of the values, so that a few extremes do not flatten all others.</summary>
    /// <param name="values">Those that are not finite do not count; at most 65,536 in even steps are looked at.</param>
    /// <param name="low">0 to 1.</param>
    /// <param name="high">0 to 1.</param>
    public static ColourScale Between(ReadOnlySpan<float> values, float low, float high)
    {
        int step = EvenSteps.Of(values.Length, MaxSamples);
        List<float> samples = new(Math.Min(values.Length, MaxSamples));
        for (int i = 0; i < values.Length; i += step)
        {
            if (float.IsFinite(values[i]))
                samples.Add(values[i]);
        }

        if (samples.Count == 0)
            return new ColourScale(0, 0);
        samples.Sort();
        return new ColourScale(samples[(int)MathF.Round(low * (samples.Count - 1))], samples[(int)MathF.Round(high * (samples.Count - 1))]);
    }

    /// <summary>The colours of values, grey where there is none (NaN).</summary>
    public PointColours Colour(ReadOnlySpan<float> values)
    {
        uint[] ramp = PerceptualRamp.Table();
        uint[] colours = new uint[values.Length];

        // An empty range maps every value to the middle. Halved first: the difference of two finite values need not be finite.
        float halfRange = (High / 2) - (Low / 2);
        float scale = halfRange > 0 ? (PerceptualRamp.TableLength - 1) / 2f / halfRange : 0;
        float origin = halfRange > 0 ? 0.5f : PerceptualRamp.TableLength / 2;
        for (int i = 0; i < colours.Length; i++)
        {
            float value = values[i];
            float place = ((Math.Clamp(value, Low, Math.Max(Low, High)) - Low) * scale) + origin;
            colours[i] = float.IsNaN(value) ? LabelPalette.Unlabeled : ramp[(int)Math.Clamp(place, 0, PerceptualRamp.TableLength - 1)];
        }

        return new PointColours(colours);
    }

    /// <summary>The scale as a legend: five values from high to low, then how many points have none.</summary>
    /// <param name="title">What the values are.</param>
    /// <param name="without">Points without a value.</param>
    /// <param name="origin">What was subtracted from the values.</param>
    public Legend LegendOf(string title, int without = 0, double origin = 0)
    {
        string format = $"G{DigitsOf(origin)}";
        List<LegendEntry> entries = new();
        int steps = High > Low ? Steps : 1;
        for (int i = steps - 1; i >= 0; i--)
        {
            float t = steps == 1 ? 0.5f : (float)i / (steps - 1);
            double value = origin + Low + (t * ((double)High - Low));
            entries.Add(new LegendEntry(value.ToString(format, CultureInfo.InvariantCulture), PerceptualRamp.At(t), 0));
        }

        if (without > 0)
            entries.Add(new LegendEntry("no value", LabelPalette.Unlabeled, without));
        return new Legend(title, entries, IsScale: true);
    }

    // As many digits as tell two entries apart.
    private int DigitsOf(double origin)
    {
        const int MinDigits = 4,
            MaxDigits = 15;
        double range = (double)High - Low;
        if (origin == 0)
            return MinDigits;
        double digits = MinDigits + Math.Ceiling(Math.Log10(Math.Abs(origin) / range));
        return range > 0 ? (int)Math.Clamp(digits, MinDigits, MaxDigits) : MaxDigits;
    }
}
