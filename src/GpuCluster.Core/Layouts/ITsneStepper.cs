namespace GpuCluster.Core.Layouts;

/// <summary>A layout by t-SNE.</summary>
public interface ITsneStepper : ILayoutStepper
{
    /// <summary>The effective number of neighbours its probabilities were made for.</summary>
    double Perplexity { get; }

    /// <summary>The Kullback-Leibler divergence of the present layout in nats: the sum over edges of p ln(p / q), p without exaggeration. 0 for fewer than two points.</summary>
    double Divergence();
}
