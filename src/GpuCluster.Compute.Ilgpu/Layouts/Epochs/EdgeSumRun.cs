using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Layouts.Umap;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>Launches the two kernels of <see cref="EdgeSums{TSum,TSums}"/> for each round of an epoch, and holds the sums.</summary>
internal sealed class EdgeSumRun<TSum> : IUmapEpochRun
    where TSum : unmanaged
{
    private readonly UmapDeviceData _data;
    private readonly MemoryBuffer1D<TSum, Stride1D.Dense> _moves;
    private readonly Action<Index1D, UmapEdgeViews, ArrayView<Float4>, ArrayView<TSum>, UmapSubBatch> _add;
    private readonly Action<Index1D, ArrayView<Float4>, ArrayView<TSum>, ArrayView<byte>, UmapSubBatch> _move;

    /// <summary>Loads the kernels and allocates 3 n sums of 0.</summary>
    /// <param name="device">Its group size is the one to launch with.</param>
    /// <param name="data">Outlives this.</param>
    /// <param name="add">The kernel that adds what a round's edges do.</param>
    /// <param name="move">The kernel that moves the points.</param>
    public EdgeSumRun(
        IlgpuDevice device,
        UmapDeviceData data,
        Action<Index1D, UmapEdgeViews, ArrayView<Float4>, ArrayView<TSum>, UmapSubBatch> add,
        Action<Index1D, ArrayView<Float4>, ArrayView<TSum>, ArrayView<byte>, UmapSubBatch> move
    )
    {
        _data = data;
        _add = device.Meter.Counted(device.Accelerator.LoadImplicitlyGroupedStreamKernel(add, device.Shape.GroupSize));
        _move = device.Meter.Counted(device.Accelerator.LoadImplicitlyGroupedStreamKernel(move, device.Shape.GroupSize));
        _moves = DeviceMemory.Allocate<TSum>(device, 3 * data.Positions.Length, "the layout");
        _moves.MemSetToZero();
    }

    /// <inheritdoc/>
    public void Queue(UmapSubBatch epoch)
    {
        for (epoch.Index = 0; epoch.Index < UmapRounds.Count; epoch.Index++)
        {
            int edges = UmapRounds.EdgesOf(epoch.Index, _data.Edges.Count);
            if (edges == 0)
                continue;
            _add(edges, _data.Views, _data.Positions, _moves.View.BaseView, epoch);
            _move(epoch.Count, _data.Positions, _moves.View.BaseView, _data.Pinned, epoch);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _moves.Dispose();
}
