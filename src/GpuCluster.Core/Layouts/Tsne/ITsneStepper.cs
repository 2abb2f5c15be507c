namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>A layout by t-SNE, whose values can be changed while it runs. Changes count from the next <see cref="ILayoutStepper.Step"/> on.</summary>
public interface ITsneStepper : IContinuingStepper
{
    /// <summary>What the next epoch runs with.</summary>
    TsneOptions Options { get; }

    /// <summary>
    /// Changes learning rate, exaggeration or theta. Perplexity, dimensions and seed belong to the graph and to the initial layout: a value of them that differs is refused. Numbers of epochs
    /// count from the next <see cref="ILayoutStepper.Restart"/> on.
    /// </summary>
    /// <exception cref="ArgumentException">An impossible value; the message says which and why.</exception>
    void Steer(TsneOptions options);

    /// <summary>The Kullback-Leibler divergence of the present layout in nats: the sum over edges of p ln(p / q), p without exaggeration. 0 for fewer than two points.</summary>
    double Divergence();
}
