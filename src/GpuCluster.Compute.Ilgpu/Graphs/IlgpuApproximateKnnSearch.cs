using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels.Neighbours;
using GpuCluster.Compute.Ilgpu.Kernels.Tiles;
using GpuCluster.Compute.Ilgpu.Planning;
using GpuCluster.Compute.Ilgpu.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Graphs;

/// <summary>
/// Nearly all of the nearest neighbours, on a device that the caller owns. How it works: a planner selects the tiles of the n x n distance
/// matrix that hold near pairs; only these are computed, many at a time, and merged into the lists of their rows. The candidates are then
/// measured with all features, as in <see cref="IlgpuKnnSearch"/>, so that distances are exact and only neighbours may be missing. Memory:
/// the embedding, its projection before that, two lists and a batch of tiles.
/// </summary>
public sealed class IlgpuApproximateKnnSearch : IKnnSearch
{
    private readonly IlgpuDevice _device;
    private readonly ITilePlanner _planner;

    /// <summary>Prepares a search.</summary>
    /// <param name="device">Outlives this.</param>
    /// <param name="planner">Selects the tiles to compute.</param>
    /// <param name="kernel">How the device is launched, one of <see cref="IlgpuKnnSearch.Kernels"/>; null: the default.</param>
    /// <exception cref="UnusableInputException">No kernel has this name.</exception>
    public IlgpuApproximateKnnSearch(IlgpuDevice device, ITilePlanner planner, string? kernel = null)
    {
        _device = kernel is null ? device : device.With(LaunchShapes.Named(device, kernel));
        _planner = planner;
    }

    /// <inheritdoc/>
    /// <exception cref="UnusableInputException">More neighbours than a device can keep, or a metric without a kernel.</exception>
    /// <exception cref="MachineFaultException">The device has too little memory for the embedding, the lists or a single tile.</exception>
    public KnnGraph Search(EmbeddingMatrix embedding, int k, Metric metric, IStageProgress progress, CancellationToken cancellation)
    {
        NeighbourLists.Check(embedding.Rows, k, metric);
        cancellation.ThrowIfCancellationRequested();
        TilePlan plan = _planner.Plan(embedding, k, metric, cancellation);
        using NeighbourLists lists = FindCandidates(
            plan,
            CandidateLists.LengthFor(plan.Candidates, k, embedding.Rows),
            embedding.Columns,
            progress,
            cancellation
        );
        using DeviceRows rows = new(_device, embedding, metric);
        return lists.Refine(rows, k, metric);
    }

    public void Dispose()
    {
        // The device belongs to the caller, and memory lives only within a search.
    }

    /// <summary>The candidates of every sample; frees the tiles' memory.</summary>
    private NeighbourLists FindCandidates(TilePlan plan, int length, int features, IStageProgress progress, CancellationToken cancellation)
    {
        int edge = Math.Min(plan.TileRows, plan.Rows.Rows);
        int room = edge * edge;
        int planned = TileBatches.CountOf(plan);
        StageMemory memory = MemoryPlan.ApproximateSearch(
            plan.Rows.Rows,
            features,
            plan.Rows.Columns,
            length,
            edge,
            (int)Math.Clamp((long)_device.Shape.TileEdge * _device.Shape.TileEdge / room, 1, planned),
            planned,
            _device.Budget
        );
        progress.Detail($"memory of {_device.Info.Selector}: {memory}");
        using DeviceRows rows = new(_device, plan.Rows, plan.Metric, plan.Order);
        using NeighbourLists lists = new(_device, rows.Count, length);
        using MemoryBuffer1D<float, Stride1D.Dense> tiles = DeviceMemory.Shrink(
            memory.TileEdge,
            1,
            count => count == 1 ? "one tile" : $"{count} tiles",
            count => DeviceMemory.Reserve<float>(_device, (long)count * room),
            progress
        );
        TileBatches batches = TileBatches.Of(plan, (int)(tiles.Length / room));
        using MemoryBuffer1D<TileShape, Stride1D.Dense> shapes = DeviceMemory.Upload<TileShape>(
            _device,
            batches.Shapes,
            "the list of tiles"
        );
        using MemoryBuffer1D<int, Stride1D.Dense> strips = DeviceMemory.Upload<int>(_device, batches.Strips, "the list of strips");
        Action<KernelConfig, ArrayView<float>, ArrayView<ulong>, ArrayView<TileShape>, ArrayView<int>, int, int> merge =
            _device.Accelerator.LoadStreamKernel<ArrayView<float>, ArrayView<ulong>, ArrayView<TileShape>, ArrayView<int>, int, int>(
                MergeTopKernel.RunMany
            );
        for (int done = 0; done < batches.All.Length; )
        {
            cancellation.ThrowIfCancellationRequested();
            TileBatch batch = batches.All[done];
            ArrayView<TileShape> some = shapes.View.BaseView.SubView(batch.First, batch.Count);
            rows.ComputeTiles(tiles.View.BaseView, some, edge);
            merge(
                new KernelConfig(new Index3D(edge, batch.StripCount, 1), new Index3D(_device.Shape.GroupSize, 1, 1)),
                tiles.View.BaseView,
                lists.Keys,
                some,
                strips.View.BaseView.SubView(batch.FirstStrip, batch.StripCount + 1),
                room,
                lists.Length
            );

            // As in the exact search: waiting keeps the progress accurate.
            _device.Accelerator.Synchronize();
            progress.Report(++done / (double)batches.All.Length);
        }

        return lists.Restored(plan.Order);
    }
}
