using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Umap;
using GpuCluster.Core.Benchmarks;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>
/// A thread for each head, which goes through its actions in sequence: an epoch is a few sub-batches, each a launch of
/// <see cref="UmapHeadsKernel"/> that writes moved heads to a separate buffer and one of <see cref="UmapTailsKernel"/> that copies them
/// back and moves all vertices as tails. The same bits whatever the order of threads.
/// </summary>
internal sealed class VertexSerialEpoch : IUmapEpochVariant
{
    /// <summary>Its name.</summary>
    public const string Id = "vertex-serial";

    public string Name => Id;

    public UmapEpochRule Rule => UmapEpochRule.HeadsInSequence;

    public IUmapEpochRun Prepare(IlgpuDevice device, UmapDeviceData data) => new Run(device, data);

    private sealed class Run : IUmapEpochRun
    {
        private readonly UmapDeviceData _data;
        private readonly MemoryBuffer1D<Float4, Stride1D.Dense> _moved;
        private readonly MemoryBuffer1D<Float4, Stride1D.Dense> _pulls;
        private readonly Action<
            Index1D,
            UmapEdgeViews,
            ArrayView<Float4>,
            ArrayView<Float4>,
            ArrayView<Float4>,
            ArrayView<byte>,
            UmapSubBatch
        > _moveHeads;
        private readonly Action<
            Index1D,
            UmapEdgeViews,
            ArrayView<Float4>,
            ArrayView<Float4>,
            ArrayView<Float4>,
            ArrayView<byte>,
            UmapSubBatch
        > _moveTails;

        public Run(IlgpuDevice device, UmapDeviceData data)
        {
            _data = data;
            _moveHeads = device.Meter.Counted(
                device.Accelerator.LoadImplicitlyGroupedStreamKernel<
                    Index1D,
                    UmapEdgeViews,
                    ArrayView<Float4>,
                    ArrayView<Float4>,
                    ArrayView<Float4>,
                    ArrayView<byte>,
                    UmapSubBatch
                >(UmapHeadsKernel.Run, device.Shape.GroupSize)
            );
            _moveTails = device.Meter.Counted(
                device.Accelerator.LoadImplicitlyGroupedStreamKernel<
                    Index1D,
                    UmapEdgeViews,
                    ArrayView<Float4>,
                    ArrayView<Float4>,
                    ArrayView<Float4>,
                    ArrayView<byte>,
                    UmapSubBatch
                >(UmapTailsKernel.Run, device.Shape.GroupSize)
            );
            _moved = DeviceMemory.Allocate<Float4>(device, data.Edges.SubBatchStart[1], "the layout");
            try
            {
                _pulls = DeviceMemory.Allocate<Float4>(device, data.Edges.Count, "the layout");
            }
            catch
            {
                _moved.Dispose();
                throw;
            }
        }

        public void Queue(UmapSubBatch epoch)
        {
            int[] starts = _data.Edges.SubBatchStart;
            epoch.SubBatches = starts.Length - 1;
            for (int batch = 0; batch < epoch.SubBatches; batch++)
            {
                (epoch.Index, epoch.First, epoch.End) = (batch, starts[batch], starts[batch + 1]);
                _moveHeads(
                    epoch.End - epoch.First,
                    _data.Views,
                    _data.Positions,
                    _moved.View.BaseView,
                    _pulls.View.BaseView,
                    _data.Pinned,
                    epoch
                );
                _moveTails(epoch.Count, _data.Views, _data.Positions, _moved.View.BaseView, _pulls.View.BaseView, _data.Pinned, epoch);
            }
        }

        public void Dispose()
        {
            _moved.Dispose();
            _pulls.Dispose();
        }
    }
}
