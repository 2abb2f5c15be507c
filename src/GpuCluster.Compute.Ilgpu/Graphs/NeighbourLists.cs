using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels.Neighbours;
using GpuCluster.Compute.Ilgpu.Planning;
using GpuCluster.Compute.Ilgpu.Similarity;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Similarity;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Graphs;

/// <summary>
/// The nearest candidates found so far for every sample, on a device: n ascending lists of keys, initially full of sentinels, into which
/// tiles are merged.
/// </summary>
internal sealed class NeighbourLists : IDisposable
{
    /// <summary>The largest k whose list fits in shared memory.</summary>
    private const int GreatestK = MergeTopKernel.LongestList - CandidateLists.Slack;

    private readonly IlgpuDevice _device;
    private readonly int _count;
    private readonly MemoryBuffer1D<ulong, Stride1D.Dense> _keys;

    /// <summary>Allocates empty lists.</summary>
    /// <param name="device">Outlives this.</param>
    /// <param name="count">n.</param>
    /// <param name="length">Keys of a list, 1 to <see cref="MergeTopKernel.LongestList"/>.</param>
    /// <exception cref="UnusableInputException">They are more than a device can count.</exception>
    public NeighbourLists(IlgpuDevice device, int count, int length)
    {
        if ((long)count * length > int.MaxValue)
        {
            throw new UnusableInputException(
                $"{length} candidates of {count} samples are more than a GPU search can keep; use fewer neighbours, or search on the "
                    + "processor"
            )
            {
                Remedies = [new Remedy(Setting.KnnDevice, "host")],
            };
        }

        _device = device;
        _count = count;
        Length = length;
        _keys = DeviceMemory.Allocate<ulong>(device, (long)count * length, "the neighbour lists");
        _keys.MemSet(0xFF);
    }

    /// <summary>Keys of a list.</summary>
    public int Length { get; }

    /// <summary>n x <see cref="Length"/> keys.</summary>
    public ArrayView<ulong> Keys => _keys.View.BaseView;

    /// <summary>Refuses parameters that no search on a device supports.</summary>
    /// <exception cref="UnusableInputException">The metric or the number of neighbours; the message names the remedy.</exception>
    public static void Check(int count, int k, Metric metric)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, count);
        if (k > GreatestK)
        {
            throw new UnusableInputException(
                $"{k} neighbours are more than the {GreatestK} a GPU search can keep; use fewer, or search on the processor"
            )
            {
                Remedies = [new Remedy(Setting.KnnDevice, "host")],
            };
        }

        if (metric is not (Metric.Euclidean or Metric.Cosine))
        {
            throw new UnusableInputException(
                $"a GPU searches neighbours by euclidean distance or cosine, not {metric}; search on the processor"
            )
            {
                Remedies = [new Remedy(Setting.KnnDevice, "host")],
            };
        }
    }

    /// <summary>The lists of the samples, where these are the lists of their rows in another order.</summary>
    /// <param name="order">The sample of each row.</param>
    public NeighbourLists Restored(ReadOnlySpan<int> order)
    {
        using MemoryBuffer1D<int, Stride1D.Dense> samples = DeviceMemory.Upload(_device, order, "the order of the rows");
        NeighbourLists restored = new(_device, _count, Length);
        try
        {
            _device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<ulong>, ArrayView<ulong>, ArrayView<int>, int>(
                RestoreOrderKernel.Run,
                _device.Shape.GroupSize
            )(_count * Length, Keys, restored.Keys, samples.View.BaseView, Length);
            _device.Accelerator.Synchronize();
            return restored;
        }
        catch
        {
            restored.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Measures every candidate again from differences and takes the nearest k; the lists are in another order after that.
    /// </summary>
    /// <param name="rows">The samples, at full width and made ready for the metric.</param>
    /// <param name="k">Neighbours, the sample itself included.</param>
    /// <param name="metric">How distance is measured.</param>
    public KnnGraph Refine(DeviceRows rows, int k, Metric metric)
    {
        Accelerator accelerator = _device.Accelerator;
        int group = _device.Shape.GroupSize;
        using MemoryBuffer1D<int, Stride1D.Dense> neighbours = DeviceMemory.Allocate<int>(_device, (long)_count * k, "the neighbours");
        using MemoryBuffer1D<float, Stride1D.Dense> distances = DeviceMemory.Allocate<float>(_device, (long)_count * k, "the distances");
        accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<ulong>, int, int, int>(
            RefineDistanceKernel.Run,
            group
        )(_count * Length, rows.Values, rows.Centre, Keys, Length, rows.Features, metric == Metric.Cosine ? 1 : 0);
        accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<ulong>, ArrayView<int>, ArrayView<float>, int, int>(
            SortNeighboursKernel.Run,
            group
        )(_count, Keys, neighbours.View.BaseView, distances.View.BaseView, Length, k);
        return new KnnGraph(_count, k, neighbours.GetAsArray1D(), distances.GetAsArray1D());
    }

    public void Dispose() => _keys.Dispose();
}
