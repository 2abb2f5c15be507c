using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// Looks at every row: what is left in many dimensions, where boxes around rows tell nothing. How it works: tiles of samples times all rows
/// give a key of each pair; those that may be nearer than the bound, by <see cref="KeyLimits"/>, are measured in double. Memory: one packed
/// copy of the rows.
/// </summary>
internal sealed unsafe class TileScan : IOutsideSearch, IDisposable
{
    private const int Lanes = 16;

    private readonly NearLists _lists;
    private readonly EmbeddingMatrix _embedding;
    private readonly Metric _metric;
    private readonly RowTransform _frame;
    private readonly TileEngine _engine;
    private readonly PackedRows _packed;
    private readonly KeyLimits _limits;
    private readonly int[] _components;

    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">How the lists measured distance.</param>
    /// <param name="lists">The samples' nearest.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops.</param>
    public TileScan(EmbeddingMatrix embedding, Metric metric, NearLists lists, int threads, CancellationToken cancellation)
    {
        (_lists, _embedding, _metric) = (lists, embedding, metric);
        _engine = TileEngine.Of(SimdWidth.Widest);
        _frame = RowTransform.Of(embedding, metric, threads, cancellation);
        _packed = PackedRows.Of(embedding, metric, _frame, _engine.PanelRows, threads, cancellation);
        _limits = new KeyLimits(_packed, _frame);
        _components = new int[_packed.TileCount * DotTile.Size];
    }

    /// <inheritdoc/>
    public void Begin(int[] componentOf) => componentOf.CopyTo(_components, 0);

    /// <inheritdoc/>
    public void Search(ReadOnlySpan<int> samples, Func<int, double> boundOf, Action<TreeEdge> offer, CancellationToken cancellation)
    {
        using NativeBuffer<float> tile = new(DotTile.Size * DotTile.Size);
        ExactDistances distances = new(_embedding, _metric, _frame);
        for (int at = 0; at < samples.Length; at += DotTile.Size)
        {
            int[] some = samples.Slice(at, Math.Min(DotTile.Size, samples.Length - at)).ToArray();
            using PackedRows left = PackedRows.Of(_embedding, _metric, _frame, _engine.PanelRows, 1, cancellation, some);
            for (int column = 0; column < _packed.TileCount; column++)
            {
                cancellation.ThrowIfCancellationRequested();
                _engine.Compute(
                    _metric,
                    left.TilePanels(0),
                    left.TilePanelCount(0),
                    _packed.TilePanels(column),
                    _packed.TilePanelCount(column),
                    _packed.Features,
                    tile.Pointer
                );
                for (int row = 0; row < some.Length; row++)
                {
                    double bound = boundOf(some[row]);
                    if (_lists.Cores[some[row]] < bound && _lists.ListedUpTo(some[row]) < bound)
                        Scan(some[row], left.HalfSquares[row], tile.Pointer + (row * DotTile.Size), column, bound, distances, offer);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _packed.Dispose();

    /// <summary>Measures what may lie below the bound in one row of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scan(
        int sample,
        float halfSquare,
        float* products,
        int tile,
        double bound,
        ExactDistances distances,
        Action<TreeEdge> offer
    )
    {
        int first = tile * DotTile.Size,
            rows = _packed.TileRows(tile);
        bool isFrom = false;
        Vector512<int> own = Vector512.Create(_components[sample]);
        Vector512<float> half = Vector512.Create(halfSquare),
            limit = Vector512.Create(Limit(sample, halfSquare, bound));
        for (int column = 0; column < rows; column += Lanes)
        {
            // Rows that fill up the last tile have infinite keys, above any limit.
            Vector512<float> keys =
                half + Vector512.LoadAligned(_packed.HalfSquares + first + column) - Vector512.LoadAligned(products + column);
            ulong near =
                Vector512.LessThanOrEqual(keys, limit).ExtractMostSignificantBits()
                & ~Vector512.Equals(Vector512.Create(_components, first + column), own).ExtractMostSignificantBits();
            for (; near != 0; near &= near - 1)
            {
                int other = first + column + BitOperations.TrailingZeroCount(near);
                if (!isFrom)
                    distances.From(sample);
                isFrom = true;
                double weight = _lists.Reach(sample, other, distances.To(other, (float)bound));
                if (weight >= bound)
                    continue;
                bound = weight;
                limit = Vector512.Create(Limit(sample, halfSquare, bound));
                offer(new TreeEdge(sample, other, weight));
            }
        }
    }

    /// <summary>Finite, and not below the largest key that is of interest.</summary>
    private float Limit(int sample, float halfSquare, double bound) =>
        bound < float.MaxValue
            ? MathF.Min(MathF.BitIncrement((float)_limits.Of(sample, halfSquare, bound)), float.MaxValue)
            : float.MaxValue;
}
