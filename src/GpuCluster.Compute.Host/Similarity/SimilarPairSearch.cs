using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// All pairs of samples that are near each other, on all cores of the host.
///
/// How it works. Some tiles' rows at a time are packed into unit rows for <see cref="DotTile"/>; each thread packs the columns of one tile
/// after the other and multiplies them with all of those. Many samples have short rows multiplied instead, <see cref="PairScreen"/>, whose
/// products are never below the cosines: a tenth of the work. Nothing of size n² is kept and no second copy of the embedding. Where a
/// product in single precision comes within its rounding bound of the floor, the cosine is measured again in double, so that it is right to
/// the last bit of a float, exact duplicates have cosine 1, and no thread, tile or short row changes it. <see cref="PairStore"/> keeps the
/// best of them: the result is the same to the last bit with any number of threads. Memory beyond the embedding: 12 bytes a pair, at most a
/// quarter of the embedding for short rows, and some tens of megabytes.
/// </summary>
public sealed unsafe class SimilarPairSearch
{
    /// <summary>Pairs that are kept where nothing else is asked for: 150 MB with the room to cut.</summary>
    public const int DefaultMax = 10_000_000;

    /// <summary>Memory of the packed rows that the columns are multiplied with.</summary>
    private const long BlockBytes = 8 << 20;

    private readonly int _threads;
    private readonly TileEngine _engine;

    /// <summary>Creates a search.</summary>
    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <param name="width">Vector registers to use.</param>
    public SimilarPairSearch(int threads, SimdWidth width = SimdWidth.Widest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _threads = threads;
        _engine = TileEngine.Of(width);
    }

    /// <summary>
    /// Finds all pairs of a cosine of at least <paramref name="minCosine"/>; where they are more than <paramref name="max"/>, the best.
    /// </summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="minCosine">-1 to 1.</param>
    /// <param name="max">Pairs kept at most, 1 or more. Passing it raises the floor, with a warning.</param>
    /// <param name="progress">Receives the share of the tiles that is done.</param>
    /// <param name="found">Called on the caller's thread now and then, or null.</param>
    /// <param name="betweenTiles">Called on every thread after each tile, about a millisecond of work: may wait, to leave the processor to
    /// others. Or null.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    /// <exception cref="MachineFaultException">There is not enough memory.</exception>
    public SimilarPairs Find(
        EmbeddingMatrix embedding,
        float minCosine,
        int max,
        IStageProgress progress,
        FoundSoFar? found,
        Action? betweenTiles,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(minCosine is >= -1 and <= 1, true, nameof(minCosine));
        PairStore store = new(minCosine, max);
        Listener heard = new(progress, found, betweenTiles, cancellation);
        try
        {
            RowTransform units = RowTransform.Units(embedding, _threads, cancellation);
            PairScreen multiplied =
                PairScreen.Find(_engine, embedding, units, minCosine, _threads, cancellation) ?? WholeRows(embedding, units);
            Search(embedding, units.Scales, multiplied, store, heard);
            SimilarPair[] pairs = store.Take();
            if (store.IsCut)
            {
                progress.Warn(
                    $"more than {max:N0} pairs have a cosine of {minCosine:0.###} or more: only the best are kept, down to "
                        + $"{store.Floor:0.####}"
                );
            }

            return new SimilarPairs(embedding.Rows, pairs, store.Floor, store.IsCut);
        }
        catch (OutOfMemoryException exception)
        {
            throw new MachineFaultException(
                "there is not enough memory for the pairs; raise the least cosine, or use fewer samples",
                exception
            )
            {
                Remedies = [Remedy.FewerSamples],
            };
        }
    }

    // A sum of d rounded products of unit rows is off by at most d + 2 roundings of a sum of absolute values of at most 1 (Higham 2002,
    // section 3.1).
    private static PairScreen WholeRows(EmbeddingMatrix embedding, RowTransform units) =>
        new(embedding, units, (float)((embedding.Columns + 4) * PairScreen.Rounding));

    private void Search(EmbeddingMatrix embedding, double[] inverses, PairScreen multiplied, PairStore store, Listener heard)
    {
        EmbeddingMatrix factors = multiplied.Rows;
        int tiles = (factors.Rows + DotTile.Size - 1) / DotTile.Size;
        int tilesPerBlock = (int)Math.Clamp(BlockBytes / (DotTile.Size * sizeof(float) * (long)factors.Columns), 1, tiles);
        long total = tiles * (tiles + 1L) / 2;
        long done = 0L;
        Lock gate = new();
        for (int first = 0; first < tiles; first += tilesPerBlock)
        {
            int end = Math.Min(tiles, first + tilesPerBlock);
            int firstTile = first;
            using PackedRows rows = Pack(first, end, _threads);
            WorkQueue.Run(
                tiles - first,
                _threads,
                queue =>
                {
                    using NativeBuffer<float> tile = new(DotTile.Size * DotTile.Size);
                    List<SimilarPair> near = new();
                    while (queue.TryTake(out int piece))
                    {
                        int column = firstTile + piece;
                        using PackedRows columns = Pack(column, column + 1, 1);
                        for (int row = firstTile; row < Math.Min(end, column + 1); row++)
                        {
                            _engine.Multiply(
                                rows.TilePanels(row - firstTile),
                                rows.TilePanelCount(row - firstTile),
                                columns.TilePanels(0),
                                columns.TilePanelCount(0),
                                factors.Columns,
                                tile.Pointer
                            );
                            Filter(tile.Pointer, embedding, inverses, row, column, store.Floor, multiplied.Excess, near);
                            heard.Progress.Report((double)Interlocked.Increment(ref done) / total);
                            heard.BetweenTiles?.Invoke();
                        }

                        lock (gate)
                        {
                            store.Add(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(near));
                        }

                        near.Clear();
                    }
                },
                heard.Cancellation
            );
            heard.Found?.Invoke(store.Pairs, store.Floor);
        }

        PackedRows Pack(int firstTile, int endTile, int threads)
        {
            int firstRow = firstTile * DotTile.Size;
            int rows = Math.Min(factors.Rows, endTile * DotTile.Size) - firstRow;
            return PackedRows.Of(
                factors.Slice(firstRow, rows),
                Metric.Cosine,
                multiplied.Frame.Slice(firstRow, rows),
                _engine.PanelRows,
                threads,
                heard.Cancellation
            );
        }
    }

    /// <summary>Measures again what may reach the floor: above the diagonal only where the tile lies on it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Filter(
        float* tile,
        EmbeddingMatrix embedding,
        double[] inverses,
        int tileRow,
        int tileColumn,
        float floor,
        float excess,
        List<SimilarPair> near
    )
    {
        int firstRow = tileRow * DotTile.Size;
        int firstColumn = tileColumn * DotTile.Size;
        int rows = Math.Min(DotTile.Size, embedding.Rows - firstRow);
        int columns = Math.Min(DotTile.Size, embedding.Rows - firstColumn);
        Vector256<float> limit = Vector256.Create(floor - excess);
        for (int row = 0; row < rows; row++, tile += DotTile.Size)
        {
            int start = tileRow == tileColumn ? row + 1 : 0;
            for (int column = start & -Vector256<float>.Count; column < columns; column += Vector256<float>.Count)
            {
                uint lanes = Vector256.GreaterThanOrEqual(Vector256.LoadAligned(tile + column), limit).ExtractMostSignificantBits();
                if (column < start)
                    lanes &= uint.MaxValue << (start - column);
                for (; lanes != 0; lanes &= lanes - 1)
                {
                    int at = column + BitOperations.TrailingZeroCount(lanes);
                    if (at >= columns)
                        break;
                    float cosine = PairCosine.Of(embedding, inverses, firstRow + row, firstColumn + at);
                    if (cosine >= floor)
                        near.Add(new SimilarPair(firstRow + row, firstColumn + at, cosine));
                }
            }
        }
    }

    /// <summary>Receives the pairs found so far.</summary>
    /// <param name="pairs">In no order; valid during the call only.</param>
    /// <param name="minCosine">What the floor has risen to.</param>
    public delegate void FoundSoFar(ReadOnlySpan<SimilarPair> pairs, float minCosine);

    private sealed record Listener(IStageProgress Progress, FoundSoFar? Found, Action? BetweenTiles, CancellationToken Cancellation);
}
