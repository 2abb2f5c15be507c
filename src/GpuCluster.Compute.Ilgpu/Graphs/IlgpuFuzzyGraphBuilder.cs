using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels.Graphs;
using GpuCluster.Compute.Ilgpu.Planning;
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
        StageMemory plan = MemoryPlan.Graph(count, knn.K);
        progress.Detail($"memory of {_device.Info.Selector}: {plan}");
        _device.Budget.Require(plan);
        using MemoryBuffer1D<int, Stride1D.Dense> neighbours = DeviceMemory.Upload<int>(_device, knn.Neighbours, "the neighbours");
        using MemoryBuffer1D<float, Stride1D.Dense> distances = DeviceMemory.Upload<float>(_device, knn.Distances, "the distances");
        using MemoryBuffer1D<float, Stride1D.Dense> rho = DeviceMemory.Allocate<float>(_device, count, "rho");
        using MemoryBuffer1D<float, Stride1D.Dense> sigma = DeviceMemory.Allocate<float>(_device, count, "sigma");
        using MemoryBuffer1D<float, Stride1D.Dense> strengths = DeviceMemory.Allocate<float>(_device, directed, "the strengths");
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
        DeviceEdges edges = new(neighbours.View.BaseView, strengths.View.BaseView, knn.K);
        using MemoryBuffer1D<int, Stride1D.Dense> degrees = DeviceMemory.Allocate<int>(_device, count, "the degrees");
        degrees.MemSetToZero();
        _degrees(directed, edges, degrees.View.BaseView);
        int[] rowStart = RunningTotals(degrees.GetAsArray1D());
        progress.Report(0.5);
        cancellation.ThrowIfCancellationRequested();

        int all = rowStart[count];
        using MemoryBuffer1D<int, Stride1D.Dense> starts = DeviceMemory.Upload<int>(_device, rowStart, "the row starts");
        using MemoryBuffer1D<ulong, Stride1D.Dense> keys = DeviceMemory.Allocate<ulong>(_device, all, "the edges");
        using MemoryBuffer1D<int, Stride1D.Dense> heads = DeviceMemory.Allocate<int>(_device, all, "the edges");
        using MemoryBuffer1D<float, Stride1D.Dense> weights = DeviceMemory.Allocate<float>(_device, all, "the edges");
        degrees.MemSetToZero();
        _fill(directed, edges, starts.View.BaseView, degrees.View.BaseView, keys.View.BaseView);
        _sort(count, starts.View.BaseView, keys.View.BaseView, heads.View.BaseView, weights.View.BaseView);
        LayoutGraph graph = new(rowStart, heads.GetAsArray1D()[..all], weights.GetAsArray1D()[..all]);
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
        int[] totals = new int[counts.Length + 1];
        for (int i = 0; i < counts.Length; i++)
            totals[i + 1] = checked(totals[i] + counts[i]);
        return totals;
    }
}
