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
/// Exact nearest neighbours on a device that the caller owns, in O(n k) memory beside the embedding and two tiles. How it works: the upper
/// half of the n x n distance matrix is computed tile by tile; each tile is merged into the lists of its rows, transposed, and merged into
/// the lists of its columns. The lists keep a few more candidates than requested; at the end every candidate's distance is computed again
/// from differences and the nearest k are written out.
/// </summary>
public sealed class IlgpuKnnSearch : IKnnSearch
{
    private readonly IlgpuDevice _device;

    /// <summary>Prepares a search.</summary>
    /// <param name="device">Outlives this.</param>
    /// <param name="kernel">How it is launched, one of <see cref="Kernels"/>; null: the device's default.</param>
    /// <exception cref="UnusableInputException">No kernel has this name.</exception>
    public IlgpuKnnSearch(IlgpuDevice device, string? kernel = null) =>
        _device = kernel is null ? device : device.With(LaunchShapes.Named(device, kernel));

    /// <summary>The names of the kernels on a device.</summary>
    public static IReadOnlyList<string> Kernels(IlgpuDevice device) => [.. LaunchShapes.On(device).Select(LaunchShapes.NameOf)];

    public KnnGraph Search(EmbeddingMatrix embedding, int k, Metric metric, IStageProgress progress, CancellationToken cancellation)
    {
        NeighbourLists.Check(embedding.Rows, k, metric);
        StageMemory plan = MemoryPlan.Search(embedding.Rows, embedding.Columns, k, _device.Shape.TileEdge, _device.Budget);
        progress.Detail($"memory of {_device.Info.Selector}: {plan}");
        using DeviceRows rows = new(_device, embedding, metric);
        using NeighbourLists lists = new(_device, embedding.Rows, CandidateLists.LengthFor(k, k, embedding.Rows));
        FindCandidates(rows, lists, plan.TileEdge, progress, cancellation);
        return lists.Refine(rows, k, metric);
    }

    public void Dispose()
    {
        // The device belongs to the caller, and memory lives only within a search.
    }

    private void FindCandidates(DeviceRows rows, NeighbourLists lists, int edge, IStageProgress progress, CancellationToken cancellation)
    {
        Accelerator accelerator = _device.Accelerator;
        Action<KernelConfig, ArrayView<float>, ArrayView<ulong>, TileShape, int> merge = accelerator.LoadStreamKernel<
            ArrayView<float>,
            ArrayView<ulong>,
            TileShape,
            int
        >(MergeTopKernel.Run);
        Action<Index1D, ArrayView<float>, ArrayView<float>, TileShape> transpose = accelerator.LoadImplicitlyGroupedStreamKernel<
            Index1D,
            ArrayView<float>,
            ArrayView<float>,
            TileShape
        >(TransposeTileKernel.Run, _device.Shape.GroupSize);
        using TilePair memory = DeviceMemory.Shrink(
            edge,
            MemoryPlan.MinTileEdge,
            size => $"a tile of {size} x {size} distances",
            size => new TilePair(_device, size),
            progress
        );

        int blocks = (rows.Count + memory.Edge - 1) / memory.Edge;
        long done = 0,
            all = (long)blocks * (blocks + 1) / 2;
        for (int rowBlock = 0; rowBlock < blocks; rowBlock++)
        {
            for (int columnBlock = rowBlock; columnBlock < blocks; columnBlock++)
            {
                cancellation.ThrowIfCancellationRequested();
                int firstRow = rowBlock * memory.Edge,
                    firstColumn = columnBlock * memory.Edge;
                TileShape shape = new(
                    firstRow,
                    Math.Min(memory.Edge, rows.Count - firstRow),
                    firstColumn,
                    Math.Min(memory.Edge, rows.Count - firstColumn)
                );
                rows.ComputeTile(memory.Tile, shape, rows.Finish);
                Merge(memory.Tile, shape);
                if (rowBlock != columnBlock)
                {
                    transpose((int)shape.Length, memory.Tile, memory.Turned, shape);
                    Merge(memory.Turned, shape.Transposed);
                }

                // Waiting for each tile keeps the progress accurate and allows cancellation; a tile takes long enough that the wait costs
                // nothing.
                accelerator.Synchronize();
                progress.Report(++done / (double)all);
            }
        }

        void Merge(ArrayView<float> tile, TileShape shape) =>
            merge(new KernelConfig(shape.Rows, _device.Shape.GroupSize), tile, lists.Keys, shape, lists.Length);
    }

    /// <summary>A tile and its transpose.</summary>
    private sealed class TilePair : IDisposable
    {
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _tile;
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _turned;

        public TilePair(IlgpuDevice device, int edge)
        {
            Edge = edge;
            _tile = DeviceMemory.Reserve<float>(device, (long)edge * edge);
            try
            {
                _turned = DeviceMemory.Reserve<float>(device, (long)edge * edge);
            }
            catch
            {
                _tile.Dispose();
                throw;
            }
        }

        public int Edge { get; }

        public ArrayView<float> Tile => _tile.View.BaseView;

        public ArrayView<float> Turned => _turned.View.BaseView;

        public void Dispose()
        {
            _turned.Dispose();
            _tile.Dispose();
        }
    }
}
