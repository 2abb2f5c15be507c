using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuCluster.Compute.Ilgpu.Layouts;

/// <summary>
/// UMAP's optimisation on a device that the caller owns, by the same rule as on the host: an epoch is a few sub-batches, each a launch of
/// <see cref="UmapHeadsKernel"/> that moves its heads aside and one of <see cref="UmapTailsKernel"/> that brings them over and moves all vertices as tails.
/// Nothing leaves the device until somebody asks for positions.
/// </summary>
public sealed class IlgpuUmapStepper : ILayoutStepper
{
    private readonly IlgpuDevice _device;
    private readonly UmapEdges _edges;
    private readonly UmapOptions _options;
    private readonly UmapCurve _curve;
    private readonly Layout _initial;
    private readonly int[] _places;
    private readonly List<MemoryBuffer> _memory = [];
    private readonly UmapEdgeViews _edgeViews;
    private readonly ArrayView<int> _placeView;
    private readonly ArrayView<Quad> _positions;
    private readonly ArrayView<Quad> _moved;
    private readonly ArrayView<Quad> _pulls;
    private readonly ArrayView<Quad> _written;
    private readonly Action<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<Quad>, ArrayView<Quad>, UmapSubBatch> _moveHeads;
    private readonly Action<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<Quad>, ArrayView<Quad>, UmapSubBatch> _moveTails;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<Quad>, ArrayView<Quad>> _scatter;

    /// <summary>Copies the graph to the device and goes to epoch 0.</summary>
    /// <param name="graph">n vertices; its edges in both directions.</param>
    /// <param name="initial">n x dims, where the points start.</param>
    /// <param name="options">What the user set.</param>
    /// <param name="device">Outlives this.</param>
    public IlgpuUmapStepper(LayoutGraph graph, Layout initial, UmapOptions options, IlgpuDevice device)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(initial.Count, graph.Count, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfLessThan(initial.Dims, 2, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial.Dims, 3, nameof(initial));
        _device = device;
        _options = options;
        _initial = initial;
        _curve = UmapCurve.Fit(options.MinDist, options.Spread);
        Epochs = options.EpochsFor(graph.Count);
        _edges = new UmapEdges(graph, Epochs);
        _places = new int[graph.Count];
        for (int place = 0; place < _places.Length; place++)
            _places[_edges.Vertices[place]] = place;
        _moveHeads = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<Quad>, ArrayView<Quad>, UmapSubBatch>(
            UmapHeadsKernel.Run, device.Shape.GroupSize);
        _moveTails = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<Quad>, ArrayView<Quad>, UmapSubBatch>(
            UmapTailsKernel.Run, device.Shape.GroupSize);
        _scatter = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<Quad>, ArrayView<Quad>>(
            ScatterPositionsKernel.Run, device.Shape.GroupSize);
        try
        {
            _edgeViews = new UmapEdgeViews(
                Upload<int>(_edges.RowStart), Upload<int>(_edges.SegmentStart), Upload<int>(_edges.Tails), Upload<int>(_edges.Reverse), Upload<uint>(_edges.Steps), Upload<int>(_edges.Vertices));
            _placeView = Upload<int>(_places);
            _positions = Allocate<Quad>(graph.Count);
            _moved = Allocate<Quad>(_edges.SubBatchStart[1]);
            _pulls = Allocate<Quad>(_edges.Count);
            _written = Allocate<Quad>(graph.Count);
        }
        catch
        {
            Dispose();
            throw;
        }

        Restart();
    }

    public int Count => _initial.Count;

    public int Dims => _initial.Dims;

    public int Epoch { get; private set; }

    public int Epochs { get; }

    public void Step()
    {
        if (Epoch >= Epochs)
            return;
        if (_edges.Count > 0 && Epoch > 0)
        {
            for (int batch = 0; batch + 1 < _edges.SubBatchStart.Length; batch++)
                LaunchSubBatch(batch);
            _device.Accelerator.Synchronize();
        }

        Epoch++;
    }

    public unsafe void WritePositions(Span<Vector4> positions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions.Length, Count, nameof(positions));
        if (Count == 0)
            return;
        if (_device.Accelerator is not CPUAccelerator)
        {
            _scatter(Count, _placeView, _positions, _written);
            _written.CopyToCPU(MemoryMarshal.Cast<Vector4, Quad>(positions[..Count]));
            return;
        }

        // Where the accelerator is the host, the kernel writes straight into the caller's memory, mapped Vulkan memory included.
        fixed (Vector4* target = positions)
        {
            using CPUMemoryBuffer foreign = CPUMemoryBuffer.Create(_device.Accelerator, (nint)target, Count, sizeof(Quad));
            _scatter(Count, _placeView, _positions, foreign.AsArrayView<Quad>(0, Count));
            _device.Accelerator.Synchronize();
        }
    }

    public Layout Read()
    {
        var positions = new Vector4[Count];
        WritePositions(positions);
        var values = new float[Count * Dims];
        for (int i = 0; i < values.Length; i++)
            values[i] = positions[i / Dims][i % Dims];
        return new Layout(Count, Dims, values);
    }

    public void Restart()
    {
        Epoch = 0;
        if (Count == 0)
            return;
        var start = new Quad[Count];
        for (int vertex = 0; vertex < Count; vertex++)
        {
            ReadOnlySpan<float> at = _initial.Of(vertex);
            start[_places[vertex]] = new Quad(at[0], at[1], Dims == 3 ? at[2] : 0, 0);
        }

        _positions.CopyFromCPU(start);
    }

    public void Dispose()
    {
        foreach (MemoryBuffer buffer in _memory)
            buffer.Dispose();
        _memory.Clear();
    }

    private void LaunchSubBatch(int batch)
    {
        var parameters = new UmapSubBatch
        {
            Seed = _options.Seed,
            Epoch = Epoch,
            Count = Count,
            First = _edges.SubBatchStart[batch],
            End = _edges.SubBatchStart[batch + 1],
            SubBatches = _edges.SubBatchStart.Length - 1,
            Index = batch,
            Negatives = _options.NegativeSamples,
            Alpha = UmapSchedule.Alpha(_options.LearningRate, Epoch, Epochs),
            A = (float)_curve.A,
            B = (float)_curve.B,
            Gamma = (float)_options.Repulsion,
        };
        _moveHeads(parameters.End - parameters.First, _edgeViews, _positions, _moved, _pulls, parameters);
        _moveTails(Count, _edgeViews, _positions, _moved, _pulls, parameters);
    }

    private ArrayView<T> Upload<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Keep(DeviceMemory.Upload(_device, values, "the layout"), values.Length);

    private ArrayView<T> Allocate<T>(int length)
        where T : unmanaged => Keep(DeviceMemory.Allocate<T>(_device, length, "the layout"), length);

    private ArrayView<T> Keep<T>(MemoryBuffer1D<T, Stride1D.Dense> buffer, int length)
        where T : unmanaged
    {
        _memory.Add(buffer);
        return buffer.View.BaseView.SubView(0, length);
    }
}
