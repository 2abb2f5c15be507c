namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>The options of t-SNE, within <see cref="TsneLimits"/>. Defaults are scikit-learn's, except for three dimensions.</summary>
public sealed record TsneOptions
{
    /// <summary>2 or 3.</summary>
    public int Dims { get; init; } = 3;

    /// <summary>The effective number of neighbours of a sample, 1 to 1000. Three times as many are searched.</summary>
    public double Perplexity { get; init; } = 30;

    /// <summary>How much stronger attraction is at first, 1 to 100: clusters form while there is room between them.</summary>
    public double Exaggeration { get; init; } = 12;

    /// <summary>Epochs with exaggeration and little momentum, 0 or more.</summary>
    public int ExaggerationEpochs { get; init; } = 250;

    /// <summary>Epochs in all, 0 or more.</summary>
    public int Epochs { get; init; } = 1000;

    /// <summary>Step length, 1e-3 to 1e7, or null for <see cref="TsneSchedule.LearningRate"/>'s.</summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// How coarsely distant points are grouped (Barnes-Hut's theta), 0 (not at all) to <see cref="TsneLimits.MaxTheta"/>.
    /// </summary>
    public double Theta { get; init; } = 0.5;

    /// <summary>Seed of all random numbers.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>
    /// Neighbours to search for each of <paramref name="count"/> samples, the sample itself included: three times the perplexity plus one,
    /// as in scikit-learn, at most all samples.
    /// </summary>
    public int NeighboursFor(int count) => (int)Math.Min(count, Math.Floor(3 * Perplexity) + 2);
}
