using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels.Graphs;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Graphs;

/// <summary>
/// UMAP's fuzzy graph on a device that the caller owns. How it works: one thread a sample finds rho and sigma, one a directed edge its
/// strength; then the union is built as compressed rows in three passes: count each row's neighbours, add the counts up (on the host: n
/// integers), fill the rows in any order, sort each row. Only sorting fixes the order, so the result does not depend on timing.
/// </summary>
public sealed class IlgpuFuzzyGraphBuilder : IFuzzyGraphBuilder
{
    private readonly IlgpuDevice _device;
    private readonly Action<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>, int, float, float> _scales;
    private readonly Action<
        Index1D,
        ArrayView<int>,
        ArrayView<float>,
        ArrayView<float>,
        ArrayView<float>,
        ArrayView<float>,
        int
    > _strengths;
    private readonly Action<Index1D, DeviceEdges, ArrayView<int>> _degrees;
    private readonly Action<Index1D, DeviceEdges, ArrayView<int>, ArrayView<int>, ArrayView<ulong>> _fill;
    private readonly Action<Index1D, ArrayView<int>, ArrayView<ulong>, ArrayView<int>, ArrayView<float>> _sort;

    /// <summary>Compiles the kernels.</summary>
    /// <param name="device">Outlives this.</param>
    public IlgpuFuzzyGraphBuilder(IlgpuDevice device)
    {
        _device = device;
        int group = device.Shape.GroupSize;
        _scales = device.Accelerator.LoadImplicitlyGroupedStreamKernel<
            Index1D,
            ArrayView<float>,
            ArrayView<float>,
            ArrayView<float>,
            int,
            float,
            float
        >(SmoothKnnDistanceKernel.Run, group);
        _strengths = device.Accelerator.LoadImplicitlyGroupedStreamKernel<
            Index1D,
            ArrayView<int>,
            ArrayView<float>,
            ArrayView<float>,
            ArrayView<float>,
            ArrayView<float>,
            int
        >(MembershipStrengthKernel.Run, group);
        _degrees = device.Accelerator.LoadImplicitlyGroupedStreamKernel<Index1D, DeviceEdges, ArrayView<int>>(UnionDegreeKernel.Run, group);
        _fill = device.Accelerator.LoadImplicitlyGroupedStreamKernel<
            Index1D,
            DeviceEdges,
            ArrayView<int>,
            ArrayView<int>,
            ArrayView<ulong>
        >(UnionFillKernel.Run, group);
        _sort = device.Accelerator.LoadImplicitlyGroupedStreamKernel<
            Index1D,
            ArrayView<int>,
            ArrayView<ulong>,
            ArrayView<int>,
            ArrayView<float>
        >(SortRowsKernel.Run, group);
    }

    public LayoutGraph Build(KnnGraph knn, IStageProgress progress, CancellationToken cancellation)
    {
        int count = knn.Count,
            directed = checked(knn.Count * knn.K);
        if (count == 0)
            return new LayoutGraph([0], [], []);
        using var neighbours = DeviceMemory.Upload<int>(_device, knn.Neighbours, "the neighbours");
        using var distances = DeviceMemory.Upload<float>(_device, knn.Distances, "the distances");
        using var rho = DeviceMemory.Allocate<float>(_device, count, "rho");
        using var sigma = DeviceMemory.Allocate<float>(_device, count, "sigma");
        using var strengths = DeviceMemory.Allocate<float>(_device, directed, "the strengths");
        _scales(
            count,
            distances.View.BaseView,
            rho.View.BaseView,
            sigma.View.BaseView,
            knn.K,
            SmoothKnnDistance.Target(knn.K),
            Mean(knn.Distances)
        );
        _strengths(
            directed,
            neighbours.View.BaseView,
            distances.View.BaseView,
            rho.View.BaseView,
            sigma.View.BaseView,
            strengths.View.BaseView,
            knn.K
        );
        var edges = new DeviceEdges(neighbours.View.BaseView, strengths.View.BaseView, knn.K);
        using var degrees = DeviceMemory.Allocate<int>(_device, count, "the degrees");
        degrees.MemSetToZero();
        _degrees(directed, edges, degrees.View.BaseView);
        int[] rowStart = RunningTotals(degrees.GetAsArray1D());
        progress.Report(0.5);
        cancellation.ThrowIfCancellationRequested();

        int all = rowStart[count];
        using var starts = DeviceMemory.Upload<int>(_device, rowStart, "the row starts");
        using var keys = DeviceMemory.Allocate<ulong>(_device, all, "the edges");
        using var heads = DeviceMemory.Allocate<int>(_device, all, "the edges");
        using var weights = DeviceMemory.Allocate<float>(_device, all, "the edges");
        degrees.MemSetToZero();
        _fill(directed, edges, starts.View.BaseView, degrees.View.BaseView, keys.View.BaseView);
        _sort(count, starts.View.BaseView, keys.View.BaseView, heads.View.BaseView, weights.View.BaseView);
        var graph = new LayoutGraph(rowStart, heads.GetAsArray1D()[..all], weights.GetAsArray1D()[..all]);
        progress.Report(1);
        return graph;
    }

    public void Dispose()
    {
        // The device belongs to the caller, and memory lives only within a build.
    }

    private static float Mean(float[] distances)
    {
        double sum = 0;
        foreach (float distance in distances)
            sum += distance;
        return (float)(sum / distances.Length);
    }

    private static int[] RunningTotals(int[] counts)
    {
        var totals = new int[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++)
            totals[i + 1] = checked(totals[i] + counts[i]);
        return totals;
    }
}
