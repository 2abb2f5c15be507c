namespace GpuCluster.Compute.Host.Copies;

/// <summary>
/// Whether two pictures are copies of one: aligns them, then compares all of what both show. Each step costs more than the one before, and
/// most pairs end early.
/// </summary>
/// <remarks>
/// What is left between two copies comes from shifts by parts of a pixel, from another sharpness and from JPEG: it grows with the slopes of
/// a picture. So the limits are relative to its roughness: a drawing of thin lines may differ more than a smooth one. They come from the
/// measured set of the tests (tests/GpuCluster.Benchmarks/README.md). Of 100 copies of drawings 93 or more lose up to 0.02 by the squared
/// roughness, different garments and digits 0.028 or more; of photos 0.03 and 0.14. In the worst block: 0.57, 0.65; 0.6, 1.8.
/// </remarks>
internal static class PairCheck
{
    /// <summary>The correlation of the aligned values below which pictures are no copies, however rough they are.</summary>
    public const double MinCorrelation = 0.97;

    /// <summary>What the correlation of drawings may lack to 1, by the squared roughness.</summary>
    private const double MaxLossOfDrawings = 0.02;

    /// <summary>The largest difference in a block of drawings, by its contrast and the roughness.</summary>
    private const double MaxBlockOfDrawings = 0.58;

    /// <summary>As of drawings. Different photos, even of one place, are less alike than different drawings.</summary>
    private const double MaxLossOfPhotos = 0.04;

    /// <summary>As of drawings.</summary>
    private const double MaxBlockOfPhotos = 0.9;

    /// <summary>Aligned before it is fitted, a copy correlates at least so.</summary>
    private const double MinStart = 0.75;

    /// <summary>Aligned by every second pixel, a copy correlates at least so.</summary>
    private const double MinRough = 0.94;

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

    /// <summary>Whether two may be copies, by every second pixel of small views.</summary>
    public static bool MayBe(PictureView one, PictureView other)
    {
        (PictureView bright, PictureView dark) = InOrder(one, other);
        return TryRough(bright, dark, out _);
    }

    /// <summary>Compares two views of the whole frames, or two of the contents.</summary>
    /// <param name="one">A view.</param>
    /// <param name="other">A view of the same kind.</param>
    /// <param name="isDrawing">Whether one of them shows a drawing on one colour.</param>
    /// <returns>The correlation, or null where they are no copies.</returns>
    public static double? Of(PictureView one, PictureView other, bool isDrawing)
    {
        (PictureView bright, PictureView dark) = InOrder(one, other);
        if (!TryRough(bright, dark, out Alignment rough))
            return null;
        Alignment fit = AlignmentFit.Run(bright, dark, rough, stride: 1);
        if (!IsPlausible(fit.FrameIn(bright, dark)))
            return null;
        Agreement agreement = Agreement.Of(bright, dark, fit);
        double roughness = Math.Min(bright.Roughness(), dark.Roughness());
        return
            agreement.Correlation >= MinCorrelation
            && 1 - agreement.Correlation <= (isDrawing ? MaxLossOfDrawings : MaxLossOfPhotos) * roughness * roughness
            && agreement.WorstBlock <= (isDrawing ? MaxBlockOfDrawings : MaxBlockOfPhotos) * roughness
            && agreement.Common >= MinCommon
            ? Math.Min(1, agreement.Correlation)
            : null;
    }

    private static (PictureView Bright, PictureView Dark) InOrder(PictureView one, PictureView other) =>
        one.Brightness >= other.Brightness ? (one, other) : (other, one);

    private static bool TryRough(PictureView bright, PictureView dark, out Alignment rough)
    {
        rough = default;
        double start = MinStart;
        foreach (Alignment guess in Guesses(bright, dark))
        {
            double correlation = Agreement.CorrelationOf(bright, dark, guess);
            if (correlation > start)
                (rough, start) = (guess, correlation);
        }

        if (start <= MinStart)
            return false;
        rough = AlignmentFit.Run(bright, dark, rough, stride: 2);
        return Agreement.CorrelationOf(bright, dark, rough) >= MinRough;
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
            || (frame.Left <= Rim && frame.Top <= Rim && frame.Left + frame.Width >= 1 - Rim && frame.Top + frame.Height >= 1 - Rim)
        );
}
