using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Takes the few dot products of a fresh tile that matter to the candidates of its rows and of its columns. Sixteen keys at a time are
/// compared with the limit of the row and with the limits of the sixteen columns; nearly always none passes.
/// </summary>
internal static unsafe class TileFilter
{
    private const int Lanes = 16;

    /// <summary>Offers each pair of a tile to both of its samples; on the diagonal, each pair above the diagonal.</summary>
    /// <param name="tile">Dot products, from <see cref="DotTile"/>.</param>
    /// <param name="packed">What was multiplied.</param>
    /// <param name="candidates">Where the pairs go. The caller holds the locks of both sides.</param>
    /// <param name="tileRow">Which rows.</param>
    /// <param name="tileColumn">Which columns, from <paramref name="tileRow"/> on.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Offer(float* tile, PackedRows packed, Candidates candidates, int tileRow, int tileColumn)
    {
        int firstRow = tileRow * DotTile.Size;
        int firstColumn = tileColumn * DotTile.Size;
        int rows = packed.TileRows(tileRow);
        int columns = packed.TileRows(tileColumn);
        float* halfSquares = packed.HalfSquares + firstColumn;
        float* columnLimits = candidates.Limits + firstColumn;
        float* found = stackalloc float[Lanes];
        for (int row = firstRow; row < firstRow + rows; row++, tile += DotTile.Size)
        {
            Vector512<float> half = Vector512.Create(packed.HalfSquares[row]);
            Vector512<float> rowLimit = Vector512.Create(candidates.Limits[row]);
            int start = tileRow == tileColumn ? row - firstRow + 1 : 0;
            for (int column = start & -Lanes; column < columns; column += Lanes)
            {
                Vector512<float> keys = half + Vector512.LoadAligned(halfSquares + column) - Vector512.LoadAligned(tile + column);
                uint near = Near(keys, rowLimit) | (Near(keys, Vector512.LoadAligned(columnLimits + column)) << Lanes);
                if (column < start)
                    near &= (0xFFFFu << (start - column) & 0xFFFF) * 0x10001;
                if (near == 0)
                    continue;
                keys.Store(found);
                do
                {
                    // A bit of the lower half is for the row, one of the upper for the column: chosen without a branch, as none could be
                    // predicted.
                    int bit = BitOperations.TrailingZeroCount(near);
                    int other = firstColumn + column + (bit % Lanes);
                    bool isForRow = bit < Lanes;
                    candidates.Offer(isForRow ? row : other, found[bit % Lanes], isForRow ? other : row);
                    near &= near - 1;
                } while (near != 0);

                rowLimit = Vector512.Create(candidates.Limits[row]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Near(Vector512<float> keys, Vector512<float> limits) =>
        (uint)Vector512.LessThanOrEqual(keys, limits).ExtractMostSignificantBits();
}
