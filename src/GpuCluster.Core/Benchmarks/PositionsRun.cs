using System.Numerics;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Core.Benchmarks;

/// <summary>Writes a layout's positions, in sample order, to the memory that is drawn from.</summary>
public sealed class PositionsRun : IKernelRun
{
    private readonly IUmapStepper _stepper;
    private readonly Vector4[] _positions;

    /// <param name="size">n, and 2 or 3 dimensions.</param>
    /// <param name="seed">Of the cloud.</param>
    /// <param name="create">Makes the stepper, which is owned from then on.</param>
    public PositionsRun(KernelSize size, ulong seed, Func<LayoutGraph, Layout, UmapOptions, IUmapStepper> create)
    {
        _stepper = create(
            new LayoutGraph(new int[size.N + 1], [], []),
            SyntheticGraph.Cloud(size, seed),
            new UmapOptions { Dims = size.D }
        );
        _positions = new Vector4[size.N];
    }

    /// <inheritdoc/>
    public double Operations => 0;

    /// <summary>Positions read and written, and where each goes.</summary>
    public double Bytes => _positions.Length * ((2.0 * 4 * sizeof(float)) + sizeof(int));

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _stepper.WriteTo(new HostPositions(_positions));
    }

    /// <summary>0 if every position arrived bit for bit, else infinite: nothing is computed on the way.</summary>
    public double MaxRelativeError()
    {
        Layout expected = _stepper.Initial;
        for (int sample = 0; sample < _positions.Length; sample++)
        {
            if (_positions[sample] != expected.PositionOf(sample))
                return double.PositiveInfinity;
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _stepper.Dispose();
}
