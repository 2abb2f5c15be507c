using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Similarity;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Similarity;

/// <summary>Mean unit rows on a device.</summary>
internal sealed class DeviceMeanRows : IMeanRows
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _values;

    /// <summary>Allocates the rows without filling them.</summary>
    /// <param name="owner">The object that computes them.</param>
    /// <param name="device">Where.</param>
    /// <param name="count">m.</param>
    /// <param name="features">d.</param>
    public DeviceMeanRows(IlgpuCosineSimilarity owner, IlgpuDevice device, int count, int features)
    {
        Owner = owner;
        Count = count;
        _values = DeviceMemory.Allocate<float>(device, (long)count * features, "mean rows");
    }

    public int Count { get; }

    /// <summary>The object that computed them.</summary>
    public IlgpuCosineSimilarity Owner { get; }

    /// <summary>m x d, row-major.</summary>
    public ArrayView<float> Values => _values.View.BaseView;

    public void Dispose() => _values.Dispose();
}
