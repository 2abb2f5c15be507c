using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Nearly all of the k nearest neighbours, from a small share of the tiles that <see cref="HostKnnSearch"/> multiplies.
///
/// How it works. The tiles that a <see cref="TilePlanner"/> names are multiplied at the same speed as by the exact search; the candidates
/// are then measured at full width and the best k kept, so that distances are right to the last digit and only a neighbour may be missing.
/// How many are is measured by <see cref="TiledKnnRecall"/>. The result depends on the seed, not on the number of threads. Memory beyond X:
/// n (min(d, 128) x 4 + 8 x candidates) bytes and as much again where rows are projected.
/// </summary>
public sealed class ApproximateKnnSearch : IKnnSearch
{
    private readonly TilePlanner _planner;
    private readonly int _threads;
    private readonly TileEngine _engine;

    /// <summary>Creates a search.</summary>
    /// <param name="seed">Of the samples that steer it.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <param name="width">Vector registers to use.</param>
    /// <param name="near">Tiles that each tile is multiplied with, as <see cref="TilePlanner"/> takes them.</param>
    public ApproximateKnnSearch(ulong seed, int threads, SimdWidth width = SimdWidth.Widest, int near = TilePlanner.DefaultNear)
    {
        _planner = new TilePlanner(seed, threads, width, near);
        _threads = threads;
        _engine = TileEngine.Of(width);
    }

    /// <inheritdoc/>
    /// <exception cref="Core.Errors.UnusableInputException">n x k is more than an array holds.</exception>
    public KnnGraph Search(EmbeddingMatrix embedding, int k, Metric metric, IStageProgress progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, embedding.Rows);
        cancellation.ThrowIfCancellationRequested();
        KnnLimits.Check(embedding.Rows, k);
        int n = embedding.Rows;
        RowTransform frame = RowTransform.Of(embedding, metric, _threads, cancellation);
        (TilePlan? plan, RowTransform? planFrame) = _planner.Plan(embedding, k, metric, frame, cancellation);
        int[] order = plan.Order;
        using Candidates candidates = Nearest(embedding, plan, planFrame, progress, cancellation);
        KnnGraph graph = new(n, k, new int[n * k], new float[n * k]);
        WorkQueue.Run(
            n,
            _threads,
            queue =>
            {
                ExactDistances distances = new(embedding, metric, frame);
                while (queue.TryTake(out int at))
                    Rank(embedding, distances, candidates.Of(at), order, order[at], graph);
            },
            cancellation
        );
        return graph;
    }

    /// <summary>Holds nothing between searches.</summary>
    public void Dispose() { }

    /// <summary>The candidates of each row from the tiles of a plan; the packed rows are given back.</summary>
    private Candidates Nearest(
        EmbeddingMatrix embedding,
        TilePlan plan,
        RowTransform frame,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int n = plan.Order.Length;
        using PackedRows packed = PackedRows.Of(plan.Rows, plan.Metric, frame, _engine.PanelRows, _threads, cancellation, plan.Order);

        // Until candidates are measured, the packed copy alone is read.
        embedding.LetGo();
        Candidates candidates = new(n, packed.TileCount * DotTile.Size, Math.Max(1, Math.Min(plan.Candidates, n - 1)));
        try
        {
            TileSearch.Run(_engine, packed, candidates, plan.Pairs, _threads, progress, cancellation);
            return candidates;
        }
        catch
        {
            candidates.Dispose();
            throw;
        }
    }

    /// <summary>Measures a row's candidates and writes the nearest into the graph.</summary>
    private static void Rank(
        EmbeddingMatrix embedding,
        ExactDistances distances,
        Span<ulong> candidates,
        int[] order,
        int row,
        KnnGraph graph
    )
    {
        int start = row * graph.K;
        graph.Neighbours[start] = row;
        if (graph.K == 1)
            return;
        distances.From(row);
        for (int i = 0; i < candidates.Length; i++)
        {
            if (i + 1 < candidates.Length)
                CachePrefetch.Read(embedding.Row(order[BoundedHeap.Index(candidates[i + 1])]));
            int neighbour = order[BoundedHeap.Index(candidates[i])];
            candidates[i] = BoundedHeap.Entry(distances.To(neighbour, float.PositiveInfinity), neighbour);
        }

        candidates.Sort();
        for (int i = 1; i < graph.K; i++)
        {
            graph.Neighbours[start + i] = BoundedHeap.Index(candidates[i - 1]);
            graph.Distances[start + i] = BoundedHeap.Distance(candidates[i - 1]);
        }
    }
}
