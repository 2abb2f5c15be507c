using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>How far two aligned views agree.</summary>
/// <param name="Correlation">Of all values of the common part, colours included; 0 where there is next to no contrast.</param>
/// <param name="WorstBlock">The largest difference within a block, by the contrast of the whole or, where that is higher, of the block:
/// root mean squares.</param>
/// <param name="Common">The share of the brighter view that the other covers.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Agreement(double Correlation, double WorstBlock, double Common)
{
    /// <summary>Blocks along a side.</summary>
    private const int Blocks = 8;

    /// <summary>Values beyond noise: less contrast says nothing.</summary>
    private const double MinContrast = 3;

    /// <summary>The correlation of the brightness at every second pixel across and down.</summary>
    /// <param name="bright">The brighter view.</param>
    /// <param name="dark">The darker view.</param>
    /// <param name="fit">Their alignment.</param>
    /// <returns>-1 to 1; 0 where there is next to no contrast.</returns>
    public static double CorrelationOf(PictureView bright, PictureView dark, Alignment fit)
    {
        ViewSampler sampler = ViewSampler.OfLuma(dark);
        int edge = bright.Edge;
        PairSums sums = default;
        for (int y = 1; y < edge; y += 2)
        {
            double v = fit.Y + (fit.ScaleY * (((y + 0.5) / edge) - 0.5));
            for (int x = 1; x < edge; x += 2)
            {
                if (sampler.TryRead(fit.X + (fit.ScaleX * (((x + 0.5) / edge) - 0.5)), v, out double value, out _, out _))
                    sums.Add(bright.Luma[(y * edge) + x], Math.Clamp((fit.Gain * value) + fit.Offset, 0, 255));
            }
        }

        return sums.Correlation;
    }

    /// <summary>Measures.</summary>
    /// <param name="bright">The brighter view.</param>
    /// <param name="dark">The darker view.</param>
    /// <param name="fit">Their alignment.</param>
    public static Agreement Of(PictureView bright, PictureView dark, Alignment fit)
    {
        int edge = bright.Edge;
        PairSums sums = default;
        Span<BlockSums> blocks = stackalloc BlockSums[Blocks * Blocks];
        blocks.Clear();
        for (int c = 0; c < 3; c++)
        {
            ViewSampler sampler = ViewSampler.OfColour(dark, c);
            for (int y = 0; y < edge; y++)
            {
                double v = fit.Y + (fit.ScaleY * (((y + 0.5) / edge) - 0.5));
                for (int x = 0; x < edge; x++)
                {
                    if (!sampler.TryRead(fit.X + (fit.ScaleX * (((x + 0.5) / edge) - 0.5)), v, out double value, out _, out _))
                        continue;
                    double b = Math.Clamp((fit.Gain * value) + fit.Offset, 0, 255),
                        a = bright.Rgb[(((y * edge) + x) * 3) + c];
                    blocks[(y * Blocks / edge * Blocks) + (x * Blocks / edge)].Add(a, a - b);
                    sums.Add(a, b);
                }
            }
        }

        double common = sums.Count / (3.0 * edge * edge);
        if (!sums.HasContrast)
            return new Agreement(0, double.PositiveInfinity, common);
        double worst = 0;
        int full = 3 * edge * edge / (Blocks * Blocks);
        foreach (ref readonly BlockSums block in blocks)
        {
            // Of a block at the rim little may be common.
            if (block.Count > full / 3)
                worst = Math.Max(worst, block.Error / Math.Max(sums.Variance, block.Variance));
        }

        return new Agreement(sums.Correlation, Math.Sqrt(worst), common);
    }

    /// <summary>The sums of pairs of values.</summary>
    private struct PairSums
    {
        private double _first;
        private double _second;
        private double _firstSquares;
        private double _secondSquares;
        private double _products;

        public int Count { get; private set; }

        /// <summary>Of the first values.</summary>
        public readonly double Variance => (_firstSquares / Count) - (_first / Count * _first / Count);

        public readonly bool HasContrast => Count > 0 && Math.Min(Variance, OtherVariance) >= MinContrast * MinContrast;

        public readonly double Correlation =>
            HasContrast ? ((_products / Count) - (_first / Count * _second / Count)) / Math.Sqrt(Variance * OtherVariance) : 0;

        private readonly double OtherVariance => (_secondSquares / Count) - (_second / Count * _second / Count);

        public void Add(double first, double second)
        {
            Count++;
            _first += first;
            _second += second;
            _firstSquares += first * first;
            _secondSquares += second * second;
            _products += first * second;
        }
    }

    /// <summary>The sums of one block.</summary>
    private struct BlockSums
    {
        private double _sum;
        private double _squares;
        private double _errors;

        public int Count { get; private set; }

        public readonly double Error => _errors / Count;

        public readonly double Variance => (_squares / Count) - (_sum / Count * _sum / Count);

        public void Add(double value, double error)
        {
            Count++;
            _sum += value;
            _squares += value * value;
            _errors += error * error;
        }
    }
}
