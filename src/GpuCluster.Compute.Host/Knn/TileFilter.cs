using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Takes the few dot products of a fresh tile that matter to the candidates of its rows and of its columns. Eight keys at a time are compared with the
/// limit of the row and with the limits of the eight columns; nearly always none passes.
/// </summary>
internal static unsafe class TileFilter
{
    /// <summary>Offers each pair of a tile to both of its samples; on the diagonal, each pair above the diagonal.</summary>
    /// <param name="tile">Dot products, from <see cref="DotTile"/>.</param>
    /// <param name="packed">What was multiplied.</param>
    /// <param name="candidates">Where the pairs go. The caller holds the locks of both sides.</param>
    /// <param name="tileRow">Which rows.</param>
    /// <param name="tileColumn">Which columns, from <paramref name="tileRow"/> on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Offer(float* tile, PackedRows packed, Candidates candidates, int tileRow, int tileColumn)
    {
        var firstRow = tileRow * DotTile.Size;
        var firstColumn = tileColumn * DotTile.Size;
        var rows = packed.TileRows(tileRow);
        var columns = packed.TileRows(tileColumn);
        var halfSquares = packed.HalfSquares + firstColumn;
        var columnLimits = candidates.Limits + firstColumn;
        for (var row = 0; row < rows; row++, tile += DotTile.Size)
        {
            var half = Vector256.Create(packed.HalfSquares[firstRow + row]);
            var rowLimit = Vector256.Create(candidates.Limits[firstRow + row]);
            var start = tileRow == tileColumn ? row + 1 : 0;
            for (var column = start & -Vector256<float>.Count; column < columns; column += Vector256<float>.Count)
            {
                var keys = half + Vector256.LoadAligned(halfSquares + column) - Vector256.LoadAligned(tile + column);
                var near = Vector256.LessThanOrEqual(keys, rowLimit) | Vector256.LessThanOrEqual(keys, Vector256.LoadAligned(columnLimits + column));
                var lanes = near.ExtractMostSignificantBits();
                if (column < start)
                    lanes &= uint.MaxValue << (start - column);
                if (lanes == 0)
                    continue;
                for (; lanes != 0; lanes &= lanes - 1)
                {
                    var lane = BitOperations.TrailingZeroCount(lanes);
                    var key = keys[lane];
                    var other = firstColumn + column + lane;

                    // Mostly one side takes it, and the other's heap is far away in memory.
                    if (key <= candidates.Limits[firstRow + row])
                        candidates.Offer(firstRow + row, key, other);
                    if (key <= candidates.Limits[other])
                        candidates.Offer(other, key, firstRow + row);
                }

                rowLimit = Vector256.Create(candidates.Limits[firstRow + row]);
            }
        }
    }
}
