using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Compute.Ilgpu.Layouts.Epochs;
using GpuCluster.Compute.Ilgpu.Planning;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Layouts;

/// <summary>
/// UMAP's optimisation on a device that the caller owns. One of <see cref="UmapEpochVariants"/> computes the epochs; the default follows
/// the same rule as the host. An epoch is queued and not waited for; positions leave the device only when they are read.
/// </summary>
public sealed class IlgpuUmapStepper : IUmapStepper
{
    private readonly IlgpuDevice _device;
    private readonly UmapCourse _course;
    private readonly int[] _places;
    private readonly DeviceBuffers _memory;
    private readonly DeviceBuffers _edgeMemory;
    private readonly ArrayView<int> _placeView;
    private readonly ArrayView<Float4> _positions;
    private readonly PositionExit _exit;
    private readonly ArrayView<byte> _pinned;
    private readonly IUmapEpochVariant _variant;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<Float4>, ArrayView<Float4>> _scatter;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<Float4>, ArrayView<Float4>> _place;
    private UmapEdges _edges;
    private UmapEdgeViews _edgeViews;
    private IUmapEpochRun? _run;
    private bool _hasPins;
    private IlgpuUmapLoss? _loss;

    /// <summary>Copies the graph to the device and goes to epoch 0.</summary>
    /// <param name="graph">n vertices; its edges in both directions.</param>
    /// <param name="initial">n x dims initial positions.</param>
    /// <param name="options">The options.</param>
    /// <param name="device">Outlives this.</param>
    /// <param name="reached">The progress of an earlier stepper of the same graph and options, to continue from; null: epoch 0.</param>
    /// <param name="kernel">How epochs are computed, one of <see cref="Kernels"/>; null: the default.</param>
    /// <exception cref="UnusableInputException">No kernel has this name.</exception>
    public IlgpuUmapStepper(
        LayoutGraph graph,
        Layout initial,
        UmapOptions options,
        IlgpuDevice device,
        UmapProgress? reached = null,
        string? kernel = null
    )
    {
        _course = new UmapCourse(graph, initial, options);
        (_variant, _device) = UmapEpochVariants.Named(device, kernel ?? UmapEpochVariants.Default);
        (_memory, _edgeMemory) = (new DeviceBuffers(device, "the layout"), new DeviceBuffers(device, "the layout"));
        _edges = new UmapEdges(graph, Epochs);
        device.Budget.Require(MemoryPlan.Umap(graph.Count, _edges.Count));
        _places = _edges.Places;
        _scatter = device.Meter.Counted(
            device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<Float4>, ArrayView<Float4>>(
                ScatterPositionsKernel.Run,
                device.Shape.GroupSize
            )
        );
        _place = device.Meter.Counted(
            device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<Float4>, ArrayView<Float4>>(
                PlacePointsKernel.Run,
                device.Shape.GroupSize
            )
        );
        try
        {
            _edgeViews = UploadEdges();
            _placeView = _memory.Upload<int>(_places);
            _positions = _memory.Allocate<Float4>(graph.Count);
            _exit = new PositionExit(device, _memory.Allocate<Float4>(graph.Count));
            _pinned = _memory.Allocate<byte>(graph.Count);
            _run = PrepareRun();
        }
        catch
        {
            Dispose();
            throw;
        }

        Restart();
        if (reached is not null)
            Resume(reached);
    }

    /// <summary>The names of the kernels that compute epochs; a group size may follow, as in gather/64.</summary>
    public static IReadOnlyList<string> Kernels => [.. UmapEpochVariants.All.Select(variant => variant.Name)];

    public int Count => Initial.Count;

    public int Dims => Initial.Dims;

    public DeviceIdentity? SharesMemoryOf => _exit.SharesMemoryOf;

    public int Epoch => _course.Epoch;

    public int Epochs => _course.Epochs;

    public LayoutGraph Graph => _course.Graph;

    public Layout Initial => _course.Initial;

    public UmapOptions Options => _course.Options;

    /// <summary>Bytes of positions that were copied from the device to the host so far: 0 where the kernel writes memory of the
    /// host.</summary>
    public long CopiedBytes => _exit.CopiedBytes;

    /// <summary>Refuses an unknown kernel name, before data is read.</summary>
    /// <exception cref="UnusableInputException">No kernel has this name.</exception>
    public static void CheckKernel(IlgpuDevice device, string kernel) => UmapEpochVariants.Named(device, kernel);

    public void Step()
    {
        if (Epoch >= Epochs)
            return;
        if (_edges.Count > 0 && Epoch > 0)
            _run!.Queue(Parameters());
        _course.Advance();
    }

    public void Finish() => _device.Wait();

    public void WriteTo(IPositionTarget target)
    {
        if (Count > 0)
            _exit.Write(target, Count, to => _scatter(Count, _placeView, _positions, to));
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
        if (_course.Restart())
            MakeEdges();
        if (Count == 0)
            return;
        Vector4[] start = new Vector4[Count];
        for (int vertex = 0; vertex < Count; vertex++)
            start[_places[vertex]] = Initial.PositionOf(vertex);
        _positions.CopyFromCPU(MemoryMarshal.Cast<Vector4, Float4>(start));
    }

    public void Steer(UmapOptions options) => _course.Steer(options);

    public void Continue(int epochs)
    {
        if (_course.Continue(epochs))
            MakeEdges();
    }

    public LayoutMoment Keep() => LayoutMoment.Of(this);

    public void GoBackTo(LayoutMoment moment) => Resume(UmapProgress.Of(moment, Dims));

    public void Move(ReadOnlySpan<int> points, ReadOnlySpan<Vector3> positions)
    {
        PointChoice.ThrowIfInvalid(points, Count, positions);
        if (points.IsEmpty)
            return;
        int[] places = new int[points.Length];
        Float4[] targets = new Float4[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            places[i] = _places[points[i]];
            targets[i] = new Float4(positions[i].X, positions[i].Y, Dims == 3 ? positions[i].Z : 0, 0);
        }

        using MemoryBuffer1D<int, Stride1D.Dense> at = DeviceMemory.Upload<int>(_device, places, "moved points");
        using MemoryBuffer1D<Float4, Stride1D.Dense> to = DeviceMemory.Upload<Float4>(_device, targets, "moved points");
        _place(points.Length, at.View.BaseView, to.View.BaseView, _positions);
        _device.Wait();
    }

    public void Pin(ReadOnlySpan<int> points)
    {
        PointChoice.ThrowIfInvalid(points, Count);
        _hasPins = !points.IsEmpty;
        if (!_hasPins)
            return;
        byte[] pinned = new byte[Count];
        foreach (int point in points)
            pinned[_places[point]] = 1;
        _pinned.CopyFromCPU(pinned);
    }

    public LayoutLoss Loss()
    {
        // Most layouts are never asked: the whole graph goes to the device when the first one is.
        _loss ??= new IlgpuUmapLoss(Graph, _placeView, _device);
        return _loss.Of(_positions, Options, _course.Curve);
    }

    public void Dispose()
    {
        _exit?.Dispose();
        _run?.Dispose();
        _loss?.Dispose();
        _edgeMemory.Dispose();
        _memory.Dispose();
    }

    private void Resume(UmapProgress reached)
    {
        if (_course.Resume(reached))
            MakeEdges();
        reached.Place(this);
    }

    /// <summary>Makes the edges for another number of epochs.</summary>
    private void MakeEdges()
    {
        _edges = new UmapEdges(Graph, Epochs);
        _run?.Dispose();
        _run = null;
        _edgeMemory.Dispose();
        _edgeViews = UploadEdges();
        _run = PrepareRun();
    }

    private UmapEdgeViews UploadEdges() =>
        new(
            _edgeMemory.Upload<int>(_edges.RowStart),
            _edgeMemory.Upload<int>(_edges.SegmentStart),
            _edgeMemory.Upload<int>(_edges.Tails),
            _edgeMemory.Upload<int>(_edges.Reverse),
            _edgeMemory.Upload<uint>(_edges.Steps),
            _edgeMemory.Upload<int>(_edges.Vertices)
        );

    private IUmapEpochRun PrepareRun() => _variant.Prepare(_device, new UmapDeviceData(_edges, _edgeViews, _positions, _pinned));

    private UmapSubBatch Parameters() =>
        new()
        {
            Seed = Options.Seed,
            Epoch = Epoch,
            Count = Count,
            Negatives = Options.NegativeSamples,
            Alpha = _course.Alpha,
            A = (float)_course.Curve.A,
            B = (float)_course.Curve.B,
            Gamma = (float)Options.Repulsion,
            HasPins = _hasPins ? 1 : 0,
        };
}
