namespace GpuCluster.Compute.Host.Copies;

/// <summary>
/// Fits an alignment by least squares: Gauss-Newton steps on place, size, gain and offset together (Lucas and Kanade 1981; the inverse
/// problem of Baker and Matthews 2004, section 2). It converges from a pixel or two.
/// </summary>
internal static class AlignmentFit
{
    private const int Unknowns = 6;
    private const int MaxSteps = 12;

    /// <summary>A step of less changes no verdict, in pixels.</summary>
    private const double Small = 0.01;

    /// <summary>The longest step, in pixels: the slopes are true only near by.</summary>
    private const double MaxStep = 1.5;

    /// <summary>From here on a value may have been cut at 255.</summary>
    private const double Cut = 250;

    /// <summary>Improves an alignment.</summary>
    /// <param name="bright">The brighter view.</param>
    /// <param name="dark">The darker view.</param>
    /// <param name="start">Within a pixel or two of the right one.</param>
    /// <param name="stride">1 for every pixel, 2 for every second across and down.</param>
    public static Alignment Run(PictureView bright, PictureView dark, Alignment start, int stride)
    {
        ViewSampler sampler = ViewSampler.OfLuma(dark);
        Span<double> matrix = stackalloc double[Unknowns * Unknowns];
        Span<double> vector = stackalloc double[Unknowns];
        Alignment fit = start;
        for (int step = 0; step < MaxSteps; step++)
        {
            Sum(bright, sampler, fit, stride, matrix, vector);
            if (!Solve(matrix, vector))
                return fit;
            fit = new Alignment(
                fit.X + Limited(vector[0], MaxStep),
                fit.ScaleX + Limited(vector[1], 2 * MaxStep),
                fit.Y + Limited(vector[2], MaxStep),
                fit.ScaleY + Limited(vector[3], 2 * MaxStep),
                Math.Clamp(fit.Gain + vector[4], 0.3, 3),
                fit.Offset + Limited(vector[5], 100)
            );
            if (Math.Max(Math.Max(Math.Abs(vector[0]), Math.Abs(vector[1])), Math.Max(Math.Abs(vector[2]), Math.Abs(vector[3]))) < Small)
                break;
        }

        return fit;
    }

    private static double Limited(double step, double max) => Math.Clamp(step, -max, max);

    // The normal equations of the residual, its slopes by the unknowns, and a damping that keeps what the picture does not show.
    private static void Sum(PictureView bright, ViewSampler dark, Alignment fit, int stride, Span<double> matrix, Span<double> vector)
    {
        matrix.Clear();
        vector.Clear();
        Span<double> slopes = stackalloc double[Unknowns];
        int edge = bright.Edge;
        for (int y = stride / 2; y < edge; y += stride)
        {
            double down = ((y + 0.5) / edge) - 0.5,
                v = fit.Y + (fit.ScaleY * down);
            for (int x = stride / 2; x < edge; x += stride)
            {
                double across = ((x + 0.5) / edge) - 0.5;
                if (!dark.TryRead(fit.X + (fit.ScaleX * across), v, out double value, out double slopeX, out double slopeY))
                    continue;
                double wanted = bright.Luma[(y * edge) + x],
                    predicted = (fit.Gain * value) + fit.Offset;
                // What was cut at white does not show how bright it was.
                if (wanted >= Cut && predicted >= Cut)
                    continue;
                double residual = wanted - predicted;
                slopes[0] = fit.Gain * slopeX;
                slopes[1] = slopes[0] * across;
                slopes[2] = fit.Gain * slopeY;
                slopes[3] = slopes[2] * down;
                slopes[4] = value;
                slopes[5] = 1;
                for (int i = 0; i < Unknowns; i++)
                {
                    vector[i] += slopes[i] * residual;
                    for (int j = i; j < Unknowns; j++)
                        matrix[(i * Unknowns) + j] += slopes[i] * slopes[j];
                }
            }
        }

        double area = edge * edge / (stride * stride);
        ReadOnlySpan<double> damping = [0.5 * area, 0.1 * area, 0.5 * area, 0.1 * area, 2 * area, 0.001 * area];
        for (int i = 0; i < Unknowns; i++)
            matrix[(i * Unknowns) + i] += damping[i];
    }

    // Cholesky's factors of the upper half; the solution replaces the vector.
    private static bool Solve(Span<double> matrix, Span<double> vector)
    {
        for (int i = 0; i < Unknowns; i++)
        {
            for (int k = 0; k < i; k++)
            {
                double factor = matrix[(k * Unknowns) + i];
                for (int j = i; j < Unknowns; j++)
                    matrix[(i * Unknowns) + j] -= factor * matrix[(k * Unknowns) + j];
                vector[i] -= factor * vector[k];
            }

            double pivot = matrix[(i * Unknowns) + i];
            if (!(pivot > 1e-9))
                return false;
            double root = Math.Sqrt(pivot);
            for (int j = i; j < Unknowns; j++)
                matrix[(i * Unknowns) + j] /= root;
            vector[i] /= root;
        }

        for (int i = Unknowns - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < Unknowns; j++)
                vector[i] -= matrix[(i * Unknowns) + j] * vector[j];
            vector[i] /= matrix[(i * Unknowns) + i];
        }

        return true;
    }
}
