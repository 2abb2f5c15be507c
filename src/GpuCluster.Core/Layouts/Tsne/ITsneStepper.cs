namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>
/// A t-SNE layout whose options can be changed while it runs. Changes take effect at the next <see cref="ILayoutStepper.Step"/>.
/// </summary>
public interface ITsneStepper : IContinuingStepper
{
    /// <summary>The options of the next epoch.</summary>
    TsneOptions Options { get; }

    /// <summary>
    /// Changes learning rate, exaggeration or theta. Perplexity, dimensions and seed belong to the graph and to the initial layout:
    /// changing them is refused. Numbers of epochs take effect at the next <see cref="ILayoutStepper.Restart"/>.
    /// </summary>
    /// <exception cref="ArgumentException">An invalid value; the message says which and why.</exception>
    void Steer(TsneOptions options);

    /// <summary>
    /// The Kullback-Leibler divergence of the present layout in nats: the sum over edges of p ln(p / q), p without exaggeration. 0 for
    /// fewer than two points.
    /// </summary>
    double Divergence();
}
