using GpuCluster.Core.Graphs;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// How far a layout by UMAP is on its schedule, and what its next epoch runs with. Every stepper has one, so that all are steered alike.
/// </summary>
public sealed class UmapCourse
{
    /// <summary>At epoch 0.</summary>
    /// <param name="graph">n vertices; its edges in both directions.</param>
    /// <param name="initial">n x dims, where the points start; dims is 2 or 3.</param>
    /// <param name="options">What the layout starts with.</param>
    /// <exception cref="ArgumentException">A value cannot be, or the initial layout does not go with the graph.</exception>
    public UmapCourse(LayoutGraph graph, Layout initial, UmapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(initial.Count, graph.Count, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfLessThan(initial.Dims, 2, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial.Dims, 3, nameof(initial));
        UmapLimits.ThrowIfImpossible(options);
        (Graph, Initial, Options) = (graph, initial, options);
        Curve = UmapCurve.Fit(options.MinDist, options.Spread);
        Epochs = options.EpochsFor(graph.Count);
    }

    /// <inheritdoc cref="IUmapStepper.Graph"/>
    public LayoutGraph Graph { get; }

    /// <inheritdoc cref="IUmapStepper.Initial"/>
    public Layout Initial { get; }

    /// <inheritdoc cref="IUmapStepper.Options"/>
    public UmapOptions Options { get; private set; }

    /// <summary>a and b of the present least distance and spread.</summary>
    public UmapCurve Curve { get; private set; }

    /// <inheritdoc cref="ILayoutStepper.Epoch"/>
    public int Epoch { get; private set; }

    /// <inheritdoc cref="ILayoutStepper.Epochs"/>
    public int Epochs { get; private set; }

    /// <summary>The step length of the next epoch.</summary>
    public float Alpha => UmapSchedule.Alpha(Options.LearningRate, Epoch, Epochs);

    /// <summary>An epoch is done.</summary>
    public void Advance() => Epoch++;

    /// <summary>Back to epoch 0 of the present options.</summary>
    /// <returns>
    /// Whether <see cref="Epochs"/> changed, which decides which edges ever act: <see cref="UmapEdges"/> must be made again.
    /// </returns>
    public bool Restart() => Begin(Options.EpochsFor(Graph.Count), 0);

    /// <inheritdoc cref="IContinuingStepper.Continue"/>
    /// <returns>As of <see cref="Restart"/>.</returns>
    public bool Continue(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return Begin(epochs, 0);
    }

    /// <summary>Goes to where an earlier layout of the same graph and options stopped.</summary>
    /// <param name="reached">Its <see cref="UmapProgress.Positions"/> are the stepper's to place.</param>
    /// <returns>As of <see cref="Restart"/>.</returns>
    /// <exception cref="ArgumentException">Other points than the stepper's, or an epoch beyond the schedule.</exception>
    public bool Resume(UmapProgress reached)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(reached.Positions.Count, Initial.Count, nameof(reached));
        ArgumentOutOfRangeException.ThrowIfNotEqual(reached.Positions.Dims, Initial.Dims, nameof(reached));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reached.Epoch, reached.Epochs, nameof(reached));
        return Begin(reached.Epochs, reached.Epoch);
    }

    /// <inheritdoc cref="IUmapStepper.Steer"/>
    public void Steer(UmapOptions options)
    {
        UmapLimits.ThrowIfUnsteerable(Options, options);
        if (options.MinDist != Options.MinDist || options.Spread != Options.Spread)
            Curve = UmapCurve.Fit(options.MinDist, options.Spread);
        Options = options;
    }

    private bool Begin(int epochs, int epoch)
    {
        bool changed = epochs != Epochs;
        (Epochs, Epoch) = (epochs, epoch);
        return changed;
    }
}
