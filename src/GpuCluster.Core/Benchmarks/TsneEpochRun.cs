using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;

namespace GpuCluster.Core.Benchmarks;

/// <summary>Epochs of t-SNE on made-up probabilities, one a run, whichever device computes them.</summary>
public sealed class TsneEpochRun : IKernelRun
{
    /// <summary>
    /// Operations of a pair: the difference 3, its square 5, the similarity 4 with its root as one, mass, sum and push 3, the three
    /// components 6.
    /// </summary>
    private const double OperationsOfPair = 21;

    /// <summary>Values of a point that an epoch reads or writes: position, velocity, gains and push in and out.</summary>
    private const double ValuesOfPoint = 8 * 4;

    private readonly LayoutGraph _graph;
    private readonly Layout _initial;
    private readonly TsneOptions _options;
    private readonly ITsneStepper _stepper;

    /// <param name="size">n, and 2 or 3 dimensions.</param>
    /// <param name="seed">Of the probabilities and the cloud.</param>
    /// <param name="theta">How coarsely distant points are grouped; 0: every pair is summed.</param>
    /// <param name="create">Makes the stepper, which is owned from then on.</param>
    public TsneEpochRun(KernelSize size, ulong seed, double theta, Func<LayoutGraph, Layout, TsneOptions, ITsneStepper> create)
    {
        _graph = SyntheticGraph.Probabilities(size.N, seed);
        _initial = SyntheticGraph.Cloud(size, seed);
        _options = new TsneOptions
        {
            Dims = size.D,
            Theta = theta,
            Seed = seed,
        };
        _stepper = create(_graph, _initial, _options);
    }

    /// <summary>
    /// Those of all ordered pairs if every pair is summed; NaN if distant points are grouped, as the number of terms then depends on the
    /// layout.
    /// </summary>
    public double Operations => _options.Theta == 0 ? OperationsOfPair * _initial.Count * _initial.Count : double.NaN;

    /// <summary>The state of the points, and the edges.</summary>
    public double Bytes => sizeof(float) * ((ValuesOfPoint * _initial.Count) + (2.0 * _graph.EdgeCount));

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_stepper.Epoch >= _stepper.Epochs)
            _stepper.Restart();

        _stepper.Step();
        _stepper.Finish();
    }

    /// <inheritdoc/>
    /// <remarks>The error of the first epoch from the start.</remarks>
    public double MaxRelativeError()
    {
        _stepper.Restart();
        _stepper.Step();
        return TsneEpochReference.MaxRelativeError(_graph, _options, _initial, _stepper.Read());
    }

    /// <inheritdoc/>
    public void Dispose() => _stepper.Dispose();
}
