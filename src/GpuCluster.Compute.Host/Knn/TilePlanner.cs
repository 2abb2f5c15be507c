using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Says which tiles of X·Xᵀ hold nearly all near pairs. Rows of many features are projected on their <see cref="LeadingSubspace"/>;
/// <see cref="TileOrder"/> puts near rows into one tile and <see cref="NearTiles"/> says which tiles to multiply. By Manhattan distance too
/// tiles are told by means and axes, which are Euclidean: what is near by the one is mostly near by the other, and only tiles are chosen
/// so. The plan depends on the seed, not on the number of threads.
/// </summary>
public sealed class TilePlanner : ITilePlanner
{
    /// <summary>Tiles that each tile is multiplied with, unless another number is asked for.</summary>
    public const int DefaultNear = 56;

    /// <summary>Rows with more features than this are projected.</summary>
    private const int WidestUnprojected = 128;
    private const int ProjectedFeatures = 80;

    private readonly ulong _seed;
    private readonly int _threads;
    private readonly TileEngine _engine;
    private readonly int _near;

    /// <summary>Creates a planner.</summary>
    /// <param name="seed">Of the samples that steer it.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <param name="width">Vector registers to use.</param>
    /// <param name="near">Tiles that each tile is multiplied with, 1 or more: fewer take less time and miss more. A tile has 192
    /// rows.</param>
    public TilePlanner(ulong seed, int threads, SimdWidth width = SimdWidth.Widest, int near = DefaultNear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(near, 1);
        _seed = seed;
        _threads = threads;
        _engine = TileEngine.Of(width);
        _near = near;
    }

    /// <inheritdoc/>
    public TilePlan Plan(EmbeddingMatrix embedding, int k, Metric metric, CancellationToken cancellation)
    {
        RowTransform frame = RowTransform.Of(embedding, metric, _threads, cancellation);
        return Plan(embedding, k, metric, frame, cancellation).Plan;
    }

    /// <summary>The same for a caller that has the frame of the embedding and multiplies here.</summary>
    /// <returns>The plan and the frame of its rows.</returns>
    internal (TilePlan Plan, RowTransform Frame) Plan(
        EmbeddingMatrix embedding,
        int k,
        Metric metric,
        RowTransform frame,
        CancellationToken cancellation
    )
    {
        (EmbeddingMatrix? rows, RowTransform? rowFrame, Metric rowMetric) = (embedding, frame, metric);
        int kept = k + 4;
        if (embedding.Columns > WidestUnprojected)
        {
            rows = LeadingSubspace.Project(_engine, embedding, metric, frame, ProjectedFeatures, _seed, _threads, cancellation);
            rowFrame = RowTransform.Of(rows, Metric.Euclidean, _threads, cancellation);
            rowMetric = Metric.Euclidean;

            // A projected distance is a little too short, by another amount for each pair, and the Manhattan distance is another than the
            // projected one.
            kept = ((metric == Metric.Manhattan ? 4 : 2) * k) + 2;
        }
        else if (metric == Metric.Correlation)
        {
            rows = CentredRows.Of(embedding, _threads, cancellation);
            rowFrame = RowTransform.Of(rows, Metric.Cosine, _threads, cancellation);
            rowMetric = Metric.Cosine;
        }

        int[] order = TileOrder.Of(rows, rowFrame, _seed, _threads, cancellation);
        int near = Math.Max(_near, 4 * ((kept / DotTile.Size) + 1));
        (int Row, int Column)[] pairs = NearTiles.Choose(rows, rowFrame, order, near, _threads, cancellation);
        return (new TilePlan(rows, rowMetric, order, DotTile.Size, pairs, kept), rowFrame);
    }
}
