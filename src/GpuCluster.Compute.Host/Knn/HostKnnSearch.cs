using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Exact k nearest neighbours on all cores of the host.
///
/// How it works. <see cref="RowTransform"/> says how rows are moved so that half their squared distance orders neighbours;
/// <see cref="PackedRows"/> lays the moved rows out for <see cref="DotTile"/>, which multiplies a tile of X·Xᵀ while it fits the
/// second-level cache; <see cref="TileFilter"/> offers each pair to the candidates of both samples before the tile is overwritten, so each
/// tile is computed once and nothing of size n² is kept;
/// <see cref="CandidateRefiner"/> measures the candidates again without cancellation and proves that none was lost.
/// Tiles are taken diagonal by diagonal, so that threads seldom meet at the same rows. A candidate's key depends on its two rows alone and
/// the best few under a total order do not depend on the order of offers: the result is the same to the last bit with any number of
/// threads. Memory beyond X: one packed copy of X and 8 n (k + 4) bytes of candidates.
/// </summary>
public sealed class HostKnnSearch : IKnnSearch
{
    /// <summary>Candidates beyond k, so that rounding of the keys seldom leaves a row unproven.</summary>
    private const int Spare = 4;

    private readonly int _threads;
    private readonly TileEngine _engine;

    /// <summary>Creates a search.</summary>
    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <param name="width">Vector registers to use.</param>
    public HostKnnSearch(int threads, SimdWidth width = SimdWidth.Widest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
        _engine = TileEngine.Of(width);
    }

    /// <inheritdoc/>
    /// <exception cref="UnusableInputException">n x k is more than an array holds.</exception>
    public KnnGraph Search(EmbeddingMatrix embedding, int k, Metric metric, IStageProgress progress, CancellationToken cancellation) =>
        Search(embedding, k, metric, TilePairs.Diagonals, progress, cancellation);

    /// <summary>
    /// One step of a ring join of two sets of rows: only pairs of a row of the first set and one of the second are sure to be compared.
    /// Each list holds the true nearest of the other set and may hold rows of its own set; merged with the lists of the sets alone it gives
    /// the neighbours in the whole.
    /// </summary>
    /// <param name="embedding">n x d values: the first set, then the second.</param>
    /// <param name="split">Rows of the first set, 1 to n - 1.</param>
    /// <param name="k">Entries of each list, the row itself included, 1 to n.</param>
    /// <param name="metric">The distance between two rows.</param>
    /// <param name="progress">Receives the share of the search that is done.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="UnusableInputException">n x k is more than an array holds.</exception>
    public KnnGraph SearchAcross(
        EmbeddingMatrix embedding,
        int split,
        int k,
        Metric metric,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(split, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(split, embedding.Rows);

        // A set smaller than a list of candidates would leave it unfilled.
        bool isFilled = Math.Min(split, embedding.Rows - split) >= k - 1 + Spare;
        return Search(
            embedding,
            k,
            metric,
            tiles => isFilled ? TilePairs.Across(tiles, split) : TilePairs.Diagonals(tiles),
            progress,
            cancellation
        );
    }

    /// <summary>Holds nothing between searches.</summary>
    public void Dispose() { }

    private KnnGraph Search(
        EmbeddingMatrix embedding,
        int k,
        Metric metric,
        Func<int, (int Row, int Column)[]> pairs,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, embedding.Rows);
        cancellation.ThrowIfCancellationRequested();
        KnnLimits.Check(embedding.Rows, k);
        int n = embedding.Rows;
        KnnGraph graph = new(n, k, new int[n * k], new float[n * k]);
        if (k == 1)
        {
            for (int row = 0; row < n; row++)
                graph.Neighbours[row] = row;

            return graph;
        }

        RowTransform frame = RowTransform.Of(embedding, metric, _threads, cancellation);
        using PackedRows packed = PackedRows.Of(embedding, metric, frame, _engine.PanelRows, _threads, cancellation);
        using Candidates candidates = new(n, packed.TileCount * DotTile.Size, Math.Min(k - 1 + Spare, n - 1));
        TileSearch.Run(_engine, packed, candidates, pairs(packed.TileCount), _threads, progress, cancellation);
        WorkQueue.Run(
            n,
            _threads,
            queue =>
            {
                CandidateRefiner refiner = new(embedding, metric, frame, packed, candidates, graph);
                while (queue.TryTake(out int row))
                    refiner.Refine(row);
            },
            cancellation
        );
        return graph;
    }
}
