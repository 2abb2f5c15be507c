using GpuCluster.Compute.Ilgpu.Kernels.Umap;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>A variant that is ready to run on some edges and positions.</summary>
internal interface IUmapEpochRun : IDisposable
{
    /// <summary>Queues the launches of one epoch; the caller waits for them.</summary>
    /// <param name="epoch">The parameters of the epoch. The variant sets the range and the sub-batch.</param>
    void Queue(UmapSubBatch epoch);
}
