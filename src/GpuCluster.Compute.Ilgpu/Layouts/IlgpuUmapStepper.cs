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
/// <see cref="UmapEpochKernel"/> that reads one copy of the positions and writes the other. Nothing leaves the device until somebody asks for positions.
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
    private readonly ArrayView<Quad>[] _positions;
    private readonly ArrayView<Quad> _written;
    private readonly Action<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<Quad>, UmapEpochParameters> _epochKernel;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<Quad>, ArrayView<Quad>> _scatter;
    private int _current;

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
        _epochKernel = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, UmapEdgeViews, ArrayView<Quad>, ArrayView<Quad>, UmapEpochParameters>(
            UmapEpochKernel.Run, device.Shape.GroupSize);
        _scatter = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<Quad>, ArrayView<Quad>>(
            ScatterPositionsKernel.Run, device.Shape.GroupSize);
        try
        {
            _edgeViews = new UmapEdgeViews(
                Upload<int>(_edges.RowStart), Upload<int>(_edges.FirstHigher), Upload<int>(_edges.Tails.AsSpan(0, _edges.Count)), Upload<uint>(_edges.Steps.AsSpan(0, _edges.Count)), Upload<int>(_edges.Vertices));
            _placeView = Upload<int>(_places);
            _positions = [Upload<Quad>(new Quad[graph.Count]), Upload<Quad>(new Quad[graph.Count])];
            _written = Upload<Quad>(new Quad[graph.Count]);
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
            int batches = _edges.SubBatchStart.Length - 1;
            for (int batch = 0; batch < batches; batch++)
                LaunchSubBatch(batch, (batch + batches - 1) % batches);
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
            _scatter(Count, _placeView, _positions[_current], _written);
            _written.CopyToCPU(MemoryMarshal.Cast<Vector4, Quad>(positions[..Count]));
            return;
        }

        // Where the accelerator is the host, the kernel writes straight into the caller's memory, mapped Vulkan memory included.
        fixed (Vector4* target = positions)
        {
            using CPUMemoryBuffer foreign = CPUMemoryBuffer.Create(_device.Accelerator, (nint)target, Count, sizeof(Quad));
            _scatter(Count, _placeView, _positions[_current], foreign.AsArrayView<Quad>(0, Count));
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
        _current = 0;
        if (Count == 0)
            return;
        var start = new Quad[Count];
        for (int vertex = 0; vertex < Count; vertex++)
        {
            ReadOnlySpan<float> at = _initial.Of(vertex);
            start[_places[vertex]] = new Quad(at[0], at[1], Dims == 3 ? at[2] : 0, 0);
        }

        foreach (ArrayView<Quad> copy in _positions)
            copy.CopyFromCPU(start);
    }

    public void Dispose()
    {
        foreach (MemoryBuffer buffer in _memory)
            buffer.Dispose();
        _memory.Clear();
    }

    private void LaunchSubBatch(int batch, int before)
    {
        var parameters = new UmapEpochParameters
        {
            Seed = _options.Seed,
            Epoch = Epoch,
            Count = Count,
            First = _edges.SubBatchStart[batch],
            End = _edges.SubBatchStart[batch + 1],
            CopyFirst = _edges.SubBatchStart[before],
            CopyEnd = before == batch ? _edges.SubBatchStart[before] : _edges.SubBatchStart[before + 1],
            Negatives = _options.NegativeSamples,
            Alpha = UmapSchedule.Alpha(_options.LearningRate, Epoch, Epochs),
            A = (float)_curve.A,
            B = (float)_curve.B,
            Gamma = (float)_options.Repulsion,
        };
        int threads = Math.Max(parameters.End - parameters.First, parameters.CopyEnd - parameters.CopyFirst);
        _epochKernel(threads, _edgeViews, _positions[_current], _positions[1 - _current], parameters);
        _current = 1 - _current;
    }

    private ArrayView<T> Upload<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        MemoryBuffer1D<T, Stride1D.Dense> buffer = DeviceMemory.Upload(_device, values, "the layout");
        _memory.Add(buffer);
        return buffer.View.BaseView.SubView(0, values.Length);
    }
}
