namespace GpuCluster.Compute.Host.Copies;

/// <summary>Whether two pictures are copies of one: aligns them, then compares all of what both show.</summary>
/// <param name="MinCorrelation">The correlation of the aligned values from which on they are.</param>
/// <param name="MaxBlock">The largest difference in one block, by the contrast of the picture, up to which they are.</param>
internal sealed record PairCheck(double MinCorrelation, double MaxBlock)
{
    /// <summary>Aligned before it is fitted, a copy correlates at least so.</summary>
    private const double MinStart = 0.6;

    /// <summary>How far a crop may be beyond the frame that it was cut from: rounding to pixels.</summary>
    private const double Rim = 0.03;

    /// <summary>How much larger or smaller the frame of a crop may be.</summary>
    private const double MaxScale = 1.25;

    /// <summary>How much more it may change across than down.</summary>
    private const double MaxStretch = 1.06;

    /// <summary>The share that both have to show.</summary>
    private const double MinCommon = 0.6;

    /// <summary>Crops that are tried: none, and 5 % at each side of one or the other.</summary>
    private static readonly double[] Scales = [1, 1 / 0.9, 0.9];

    /// <summary>Compares two views of the whole frames, or two of the contents.</summary>
    /// <returns>The correlation, or null where they are no copies.</returns>
    public double? Of(PictureView one, PictureView other)
    {
        bool isFirstBrighter = Sum(one) >= Sum(other);
        (PictureView bright, PictureView dark) = isFirstBrighter ? (one, other) : (other, one);
        Alignment best = default;
        double start = MinStart;
        foreach (Alignment guess in Guesses(bright, dark))
        {
            double correlation = Agreement.Of(bright, dark, guess).Correlation;
            if (correlation > start)
                (best, start) = (guess, correlation);
        }

        if (start <= MinStart)
            return null;
        Alignment fit = AlignmentFit.Run(bright, dark, best);
        if (!IsPlausible(fit.FrameIn(bright, dark)))
            return null;
        Agreement agreement = Agreement.Of(bright, dark, fit);
        return agreement.Correlation >= MinCorrelation && agreement.WorstBlock <= MaxBlock && agreement.Common >= MinCommon
            ? Math.Min(1, agreement.Correlation)
            : null;
    }

    public (double, Agreement, bool) Explain(PictureView one, PictureView other)
    {
        bool isFirstBrighter = Sum(one) >= Sum(other);
        (PictureView bright, PictureView dark) = isFirstBrighter ? (one, other) : (other, one);
        (Alignment best, double start) = (default, -1);
        foreach (Alignment guess in Guesses(bright, dark))
        {
            double correlation = Agreement.Of(bright, dark, guess).Correlation;
            if (correlation > start)
                (best, start) = (guess, correlation);
        }

        Alignment fit = AlignmentFit.Run(bright, dark, best);
        FrameBox box = fit.FrameIn(bright, dark);
        return (start, Agreement.Of(bright, dark, fit), IsPlausible(box));
    }

    private static Alignment[] Guesses(PictureView bright, PictureView dark) =>
        bright.Ground is not null && dark.Ground is not null
            ? [Alignment.OfWindows(dark), .. Array.ConvertAll(Scales, scale => Alignment.OfFrames(bright, dark, scale))]
            : Array.ConvertAll(Scales, scale => Alignment.OfFrames(bright, dark, scale));

    // One frame lies in the other, and both have nearly the same proportions.
    private static bool IsPlausible(FrameBox frame) =>
        frame.Width is > 1 / MaxScale and < MaxScale
        && frame.Height is > 1 / MaxScale and < MaxScale
        && frame.Width / frame.Height is > 1 / MaxStretch and < MaxStretch
        && (
            frame.Margin >= -Rim
            || (
                frame.Left <= Rim && frame.Top <= Rim && frame.Left + frame.Width >= 1 - Rim && frame.Top + frame.Height >= 1 - Rim
            )
        );

    private static long Sum(PictureView view)
    {
        long sum = 0;
        foreach (byte value in view.Rgb)
            sum += value;
        return sum;
    }
}
