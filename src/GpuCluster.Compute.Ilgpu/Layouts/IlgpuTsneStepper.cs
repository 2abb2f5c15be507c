using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Tsne;
using GpuCluster.Compute.Ilgpu.Planning;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Streaming;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Layouts;

/// <summary>
/// t-SNE's gradient descent on a device that the caller owns, every pair summed: <see cref="TsneOptions.Theta"/> is ignored. How it works:
/// an epoch is five launches: pushes, their sum, moves, their sum, and subtraction of the mean. An epoch is queued
/// and not waited for; positions leave the device only when they are read.
/// </summary>
public sealed class IlgpuTsneStepper : ITsneStepper
{
    /// <summary>
    /// The number of samples up to which summing every pair on a device pays off: 10^10 pairs an epoch take a GPU of 10 TFLOP/s some 20 ms,
    /// as long as the host's octree. An estimate from counted operations.
    /// </summary>
    public const int MaxSamples = 100_000;

    private readonly IlgpuDevice _device;
    private readonly LayoutGraph _graph;
    private readonly Layout _initial;
    private readonly TsneCourse _course;
    private readonly DeviceBuffers _memory;
    private readonly TsneEdgeViews _edges;
    private readonly ArrayView<Float4> _positions;
    private readonly ArrayView<Float4> _moved;
    private readonly ArrayView<Float4> _pushes;
    private readonly ArrayView<Float4> _velocities;
    private readonly ArrayView<Float4> _gains;
    private readonly ArrayView<Float4> _total;
    private readonly Action<KernelConfig, ArrayView<Float4>, ArrayView<Float4>, int, SpecializedValue<int>> _push;
    private readonly Action<KernelConfig, ArrayView<Float4>, ArrayView<Float4>, int> _sum;
    private readonly Action<
        Index1D,
        TsneEdgeViews,
        ArrayView<Float4>,
        ArrayView<Float4>,
        ArrayView<Float4>,
        ArrayView<Float4>,
        ArrayView<Float4>,
        ArrayView<Float4>,
        TsneEpoch
    > _move;
    private readonly Action<Index1D, ArrayView<Float4>, ArrayView<Float4>, ArrayView<Float4>> _centre;
    private readonly Action<Index1D, ArrayView<Float4>, ArrayView<Float4>> _copy;
    private readonly PositionExit _exit;

    /// <summary>Copies the graph to the device and goes to epoch 0.</summary>
    /// <param name="graph">n vertices; joint probabilities that add up to 1, both directions.</param>
    /// <param name="initial">n x dims initial positions; small, as t-SNE requires.</param>
    /// <param name="options">The options.</param>
    /// <param name="device">Outlives this.</param>
    /// <exception cref="MachineFaultException">The device has too little memory.</exception>
    public IlgpuTsneStepper(LayoutGraph graph, Layout initial, TsneOptions options, IlgpuDevice device)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(initial.Count, graph.Count, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfNotEqual(initial.Dims, options.Dims, nameof(initial));
        (_device, _graph, _initial, _course) = (device, graph, initial, new TsneCourse(options));
        device.Budget.Require(MemoryPlan.Tsne(graph.Count, graph.Neighbours.Length));
        _memory = new DeviceBuffers(device, "the layout");
        Accelerator accelerator = device.Accelerator;
        _push = device.Meter.Counted(
            accelerator.LoadStreamKernel<ArrayView<Float4>, ArrayView<Float4>, int, SpecializedValue<int>>(TsneRepulsionKernel.Run)
        );
        _sum = device.Meter.Counted(accelerator.LoadStreamKernel<ArrayView<Float4>, ArrayView<Float4>, int>(SumFloat4Kernel.Run));
        _move = device.Meter.Counted(
            accelerator.LoadImplicitlyGroupedStreamKernel<
                Index1D,
                TsneEdgeViews,
                ArrayView<Float4>,
                ArrayView<Float4>,
                ArrayView<Float4>,
                ArrayView<Float4>,
                ArrayView<Float4>,
                ArrayView<Float4>,
                TsneEpoch
            >(TsneMoveKernel.Run, device.Shape.GroupSize)
        );
        _centre = device.Meter.Counted(
            accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<Float4>, ArrayView<Float4>, ArrayView<Float4>>(
                CentrePointsKernel.Run,
                device.Shape.GroupSize
            )
        );
        _copy = device.Meter.Counted(
            accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<Float4>, ArrayView<Float4>>(
                CopyPointsKernel.Run,
                device.Shape.GroupSize
            )
        );
        try
        {
            _edges = new TsneEdgeViews(
                _memory.Upload<int>(graph.RowStart),
                _memory.Upload<int>(graph.Neighbours),
                _memory.Upload<float>(graph.Weights)
            );
            (_positions, _moved, _pushes) = (AllocatePoints(), AllocatePoints(), AllocatePoints());
            (_velocities, _gains) = (AllocatePoints(), AllocatePoints());
            _total = _memory.Allocate<Float4>(1);
            // What an epoch moved is used up when it ends: it serves the copy too.
            _exit = new PositionExit(device, _moved);
        }
        catch
        {
            Dispose();
            throw;
        }

        Restart();
    }

    public int Count => _graph.Count;

    public int Dims => _initial.Dims;

    public DeviceIdentity? SharesMemoryOf => _exit.SharesMemoryOf;

    public int Epoch => _course.Epoch;

    public int Epochs => _course.Epochs;

    public TsneOptions Options => _course.Options;

    private float MinSum => (float)TsneLimits.MinSum * Count;

    public void Step()
    {
        if (Epoch >= Epochs)
            return;
        if (Count > 1)
        {
            if (_course.BeginsFresh)
                Rest();
            Push();
            _move(
                Count,
                _edges,
                _positions,
                _pushes,
                _total,
                _velocities,
                _gains,
                _moved,
                new TsneEpoch(Dims, (float)_course.Exaggeration, (float)_course.Momentum, (float)_course.LearningRate(Count), MinSum)
            );
            Sum(_moved);
            _centre(Count, _moved, _total, _positions);
        }

        _course.Advance();
    }

    public void Finish() => _device.Wait();

    public double Divergence()
    {
        if (Count < 2)
            return 0;
        Push();
        Float4[] total = new Float4[1];
        _total.CopyToCPU(total);
        Vector4[] positions = new Vector4[Count];
        WriteTo(new HostPositions(positions));
        return TsneDivergence.Of(_graph, positions, Dims, Math.Max(total[0].W, MinSum));
    }

    public void WriteTo(IPositionTarget target)
    {
        if (Count > 0)
            _exit.Write(target, Count, to => _copy(Count, _positions, to));
    }

    public bool WritesOnDevice(IPositionTarget target) => Count > 0 && _exit.WritesOnDevice(target);

    public Layout Read()
    {
        Vector4[] positions = new Vector4[Count];
        WriteTo(new HostPositions(positions));
        return Layout.FromPositions(positions, Dims);
    }

    public void Restart()
    {
        _course.Restart();
        if (Count == 0)
            return;
        Vector4[] start = new Vector4[Count];
        for (int vertex = 0; vertex < Count; vertex++)
            start[vertex] = _initial.PositionOf(vertex);
        _positions.CopyFromCPU(MemoryMarshal.Cast<Vector4, Float4>(start));
        Rest();
    }

    public void Steer(TsneOptions options) => _course.Steer(options);

    public void Continue(int epochs)
    {
        _course.Continue(epochs);
        Rest();
    }

    public LayoutMoment Keep() => _course.Keep(LayoutMoment.Of(this) with { Velocities = Read(_velocities), Gains = Read(_gains) });

    public void GoBackTo(LayoutMoment moment)
    {
        _course.GoBackTo(moment, Count);
        if (Count == 0)
            return;
        _positions.CopyFromCPU(MemoryMarshal.Cast<Vector4, Float4>(moment.Positions.AsSpan()));
        _velocities.CopyFromCPU(MemoryMarshal.Cast<Vector4, Float4>(moment.Velocities.AsSpan()));
        _gains.CopyFromCPU(MemoryMarshal.Cast<Vector4, Float4>(moment.Gains.AsSpan()));
    }

    public void Dispose()
    {
        _exit?.Dispose();
        _memory.Dispose();
    }

    /// <summary>Resets velocities and gains.</summary>
    private void Rest()
    {
        Float4[] values = new Float4[Count];
        _velocities.CopyFromCPU(values);
        Array.Fill(values, new Float4(1, 1, 1, 1));
        _gains.CopyFromCPU(values);
    }

    /// <summary>Sums the repulsion of each point, and the similarity of all ordered pairs.</summary>
    private void Push()
    {
        int threads = _device.Shape.GroupSize;
        _push(new KernelConfig((Count + threads - 1) / threads, threads), _positions, _pushes, Count, SpecializedValue.New(Dims));
        Sum(_pushes);
    }

    private Vector4[] Read(ArrayView<Float4> values)
    {
        Vector4[] read = new Vector4[Count];
        if (Count > 0)
            values.CopyToCPU(MemoryMarshal.Cast<Vector4, Float4>(read.AsSpan()));
        return read;
    }

    private void Sum(ArrayView<Float4> values) => _sum(new KernelConfig(1, _device.Shape.GroupSize), values, _total, Count);

    private ArrayView<Float4> AllocatePoints() => _memory.Allocate<Float4>(Count);
}
