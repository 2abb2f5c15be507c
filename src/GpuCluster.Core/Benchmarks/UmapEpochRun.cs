using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Core.Benchmarks;

/// <summary>Epochs of UMAP on a made-up graph, one a run, whichever device computes them.</summary>
public sealed class UmapEpochRun : IKernelRun
{
    /// <summary>
    /// Operations of a pair: the difference 3, its square 5, bounds 2, a power and its factor 2, numerator and denominator 5, a division 1,
    /// the three components with their clip and step length 12, the sum 3. A power and a division count as one each.
    /// </summary>
    private const double OperationsOfPair = 33;

    /// <summary>Bytes of an acting edge: its tail and its step.</summary>
    private const double BytesOfEdge = 8;

    /// <summary>The epoch in which every edge acts that is at least half as heavy as the heaviest.</summary>
    private const int CheckedEpoch = 2;

    private readonly IUmapStepper _stepper;
    private readonly UmapEpochReference _reference;
    private readonly UmapEpochRule _rule;

    /// <param name="size">n, and 2 or 3 dimensions.</param>
    /// <param name="seed">Of the graph, the cloud and the draws.</param>
    /// <param name="rule">The order of actions in the kernel's epochs.</param>
    /// <param name="create">Makes the stepper, which is owned from then on.</param>
    /// <param name="pinned">Points that stay where they are; null: none.</param>
    /// <param name="orderOf">The order in which a stepper takes the vertices of an initial layout; null: as they are numbered.</param>
    public UmapEpochRun(
        KernelSize size,
        ulong seed,
        UmapEpochRule rule,
        Func<LayoutGraph, Layout, UmapOptions, IUmapStepper> create,
        int[]? pinned = null,
        Func<Layout, int[]>? orderOf = null
    )
    {
        LayoutGraph graph = SyntheticGraph.Create(size.N, seed);
        UmapOptions options = new() { Dims = size.D, Seed = seed };
        _rule = rule;
        Layout initial = SyntheticGraph.Cloud(size, seed);
        _reference = new UmapEpochReference(graph, options, pinned, orderOf?.Invoke(initial));
        _stepper = create(graph, initial, options);
        _stepper.Pin(pinned);
    }

    /// <inheritdoc/>
    public double Operations => OperationsOfPair * _reference.PairsOfEpoch;

    /// <summary>Positions in and out, and the acting edges.</summary>
    public double Bytes => (2.0 * 4 * sizeof(float) * _stepper.Count) + (BytesOfEdge * _reference.Edges);

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_stepper.Epoch >= _stepper.Epochs)
            _stepper.Restart();

        if (_stepper.Epoch == 0)
        {
            // No edge acts in the first epoch.
            _stepper.Step();
        }

        _stepper.Step();
        _stepper.Finish();
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The error of the second epoch in which edges act. In the first almost nothing moves, as only the heaviest edges act, and after it no
    /// two points are near yet. Later epochs magnify rounding: points within a hundredth of each other repel with a thousandfold of their
    /// difference, so that two correct results diverge.
    /// </remarks>
    public double MaxRelativeError()
    {
        _stepper.Restart();
        while (_stepper.Epoch < CheckedEpoch)
            _stepper.Step();

        Layout before = _stepper.Read();
        _stepper.Step();
        return _reference.MaxRelativeError(_rule, CheckedEpoch, before, _stepper.Read());
    }

    /// <inheritdoc/>
    public void Dispose() => _stepper.Dispose();
}
