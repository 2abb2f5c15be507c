using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Layouts;

/// <summary>
/// Sums <see cref="UmapLoss"/> on a device, with its own copy of all edges there, including those that never act. Used by one thread at a
/// time.
/// </summary>
internal sealed class IlgpuUmapLoss : IDisposable
{
    private readonly IlgpuDevice _device;
    private readonly LayoutGraph _graph;
    private readonly ArrayView<int> _places;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _rowStart;
    private readonly MemoryBuffer1D<int, Stride1D.Dense> _neighbours;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _weights;
    private readonly MemoryBuffer1D<UmapLossPart, Stride1D.Dense> _sums;
    private readonly UmapLossPart[] _parts;
    private readonly Action<
        Index1D,
        ArrayView<int>,
        ArrayView<int>,
        ArrayView<float>,
        ArrayView<int>,
        ArrayView<Float4>,
        ArrayView<UmapLossPart>,
        UmapLossShape
    > _sum;

    /// <param name="graph">Edges in both directions.</param>
    /// <param name="places">The place of each vertex; outlives this.</param>
    /// <param name="device">Outlives this.</param>
    public IlgpuUmapLoss(LayoutGraph graph, ArrayView<int> places, IlgpuDevice device)
    {
        _device = device;
        _graph = graph;
        _places = places;
        _parts = new UmapLossPart[graph.Count];
        _sum = device.Accelerator.LoadImplicitlyGroupedStreamKernel<
            Index1D,
            ArrayView<int>,
            ArrayView<int>,
            ArrayView<float>,
            ArrayView<int>,
            ArrayView<Float4>,
            ArrayView<UmapLossPart>,
            UmapLossShape
        >(UmapLossKernel.Run, device.Shape.GroupSize);
        _rowStart = DeviceMemory.Upload<int>(device, graph.RowStart, "the loss");
        try
        {
            _neighbours = DeviceMemory.Upload<int>(device, graph.Neighbours, "the loss");
            _weights = DeviceMemory.Upload<float>(device, graph.Weights, "the loss");
            _sums = DeviceMemory.Allocate<UmapLossPart>(device, graph.Count, "the loss");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Measures the layout.</summary>
    /// <param name="positions">By place.</param>
    /// <param name="options">Seed, negative samples and the weight of repulsion.</param>
    /// <param name="curve">a and b.</param>
    public LayoutLoss Of(ArrayView<Float4> positions, UmapOptions options, UmapCurve curve)
    {
        if (_graph.EdgeCount == 0)
            return default;
        _sum(
            _graph.Count,
            _rowStart.View.BaseView,
            _neighbours.View.BaseView,
            _weights.View.BaseView,
            _places,
            positions,
            _sums.View.BaseView,
            new UmapLossShape(options.Seed, _graph.Count, (float)curve.A, (float)curve.B)
        );
        _device.Wait();
        _sums.View.BaseView.CopyToCPU(_parts);
        double attraction = 0,
            repulsion = 0;
        foreach (UmapLossPart part in _parts)
        {
            attraction += part.Attraction;
            repulsion += part.Repulsion;
        }

        return UmapLoss.Of(attraction, repulsion, _graph.EdgeCount, options);
    }

    public void Dispose()
    {
        _rowStart.Dispose();
        _neighbours?.Dispose();
        _weights?.Dispose();
        _sums?.Dispose();
    }
}
