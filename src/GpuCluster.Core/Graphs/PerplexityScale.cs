namespace GpuCluster.Core.Graphs;

/// <summary>
/// t-SNE's width of a sample's neighbourhood: the beta for which p_j = exp(-beta d_j²) / sum has the entropy ln(perplexity) (van der Maaten
/// and Hinton 2008, section 2), found by bisection as scikit-learn does, but not from 1. In double: the entropy of narrow rows is a small
/// difference.
/// </summary>
public static class PerplexityScale
{
    private const int Iterations = 100;
    private const double Tolerance = 1e-5;

    /// <summary>Finds the probabilities of one sample's neighbours.</summary>
    /// <param name="distances">Distances to the other samples, the sample itself left out; not squared.</param>
    /// <param name="perplexity">1 or more; a row of m equal distances has at most m.</param>
    /// <param name="probabilities">Receives as many values that add up to 1.</param>
    public static void Fit(ReadOnlySpan<float> distances, double perplexity, Span<float> probabilities)
    {
        if (distances.IsEmpty)
            return;
        double min = double.PositiveInfinity,
            max = 0;
        foreach (float distance in distances)
        {
            min = Math.Min(min, (double)distance * distance);
            max = Math.Max(max, (double)distance * distance);
        }

        // From the scale of the distances, so that the same data in another unit takes the same steps.
        double beta = max > 0 ? Math.ScaleB(1, -Math.ILogB(max)) : 1;
        double target = Math.Log(perplexity),
            low = 0,
            high = double.PositiveInfinity,
            sum = 0;
        Span<double> weights = distances.Length <= 512 ? stackalloc double[distances.Length] : new double[distances.Length];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            sum = 0;
            double weighted = 0.0;
            for (int j = 0; j < distances.Length; j++)
            {
                // Distances beyond the nearest's: their exponentials cannot all vanish.
                double beyond = ((double)distances[j] * distances[j]) - min;
                weights[j] = Math.Exp(-beta * beyond);
                sum += weights[j];
                weighted += beyond * weights[j];
            }

            double excess = Math.Log(sum) + (beta * weighted / sum) - target;
            if (Math.Abs(excess) <= Tolerance)
                break;
            if (excess > 0)
                low = beta;
            else
                high = beta;

            beta = double.IsPositiveInfinity(high) ? beta * 2 : (low + high) / 2;
        }

        for (int j = 0; j < distances.Length; j++)
            probabilities[j] = (float)(weights[j] / sum);
    }
}
