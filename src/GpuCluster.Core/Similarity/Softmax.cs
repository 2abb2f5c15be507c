namespace GpuCluster.Core.Similarity;

/// <summary>
/// Probabilities from cosines, as in CLIP: p(j) = exp(s c(j)) / sum over i of exp(s c(i)), where s is the scale the model was trained to.
/// </summary>
public static class Softmax
{
    /// <summary>Replaces cosines by probabilities.</summary>
    /// <param name="values">One or more finite cosines; receives as many values in 0..1 that sum to 1.</param>
    /// <param name="scale">s, finite and 0 or more; 0 makes all alike.</param>
    public static void Apply(Span<float> values, double scale)
    {
        // Subtracting the greatest prevents overflow and makes its exponential exactly 1.
        double greatest = double.NegativeInfinity,
            sum = 0;
        foreach (float value in values)
            greatest = Math.Max(greatest, value);
        foreach (float value in values)
            sum += Math.Exp(scale * (value - greatest));
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(Math.Exp(scale * (values[i] - greatest)) / sum);
    }
}
