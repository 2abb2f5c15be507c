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

    /// <summary>Measures.</summary>
    /// <param name="bright">The brighter view.</param>
    /// <param name="dark">The darker view.</param>
    /// <param name="fit">Their alignment.</param>
    public static Agreement Of(PictureView bright, PictureView dark, Alignment fit)
    {
        int edge = bright.Edge,
            count = 0;
        double sumA = 0,
            sumB = 0,
            squaresA = 0,
            squaresB = 0,
            products = 0;
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
                    double b = Math.Min(255, (fit.Gain * value) + fit.Offset),
                        a = bright.Rgb[(((y * edge) + x) * 3) + c];
                    blocks[(y * Blocks / edge * Blocks) + (x * Blocks / edge)].Add(a, a - b);
                    count++;
                    sumA += a;
                    sumB += b;
                    squaresA += a * a;
                    squaresB += b * b;
                    products += a * b;
                }
            }
        }

        if (count == 0)
            return default;
        double varianceA = (squaresA / count) - (sumA / count * sumA / count),
            varianceB = (squaresB / count) - (sumB / count * sumB / count);
        double common = count / (3.0 * edge * edge);
        if (varianceA < MinContrast * MinContrast || varianceB < MinContrast * MinContrast)
            return new Agreement(0, double.PositiveInfinity, common);
        double worst = 0;
        int full = 3 * edge * edge / (Blocks * Blocks);
        foreach (ref readonly BlockSums block in blocks)
        {
            // Of a block at the rim little may be common.
            if (block.Count > full / 3)
                worst = Math.Max(worst, block.Error / Math.Max(varianceA, block.Variance));
        }

        double covariance = (products / count) - (sumA / count * sumB / count);
        return new Agreement(covariance / Math.Sqrt(varianceA * varianceB), Math.Sqrt(worst), common);
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
