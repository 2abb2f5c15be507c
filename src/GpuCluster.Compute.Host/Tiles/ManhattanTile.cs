using System.Runtime.CompilerServices;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// One square tile of sums of absolute differences, below zero: what <see cref="DotTile"/> is for products, over the same panels, so that whoever takes a tile from the
/// half squares of its rows (0 here) has the distance. How it works: a block of 4 x 3 registers of sums; a feature is 7 loads and three instructions for each sum, so
/// that the sums, and not memory, are what takes the time. Features go in the slices of the dot tile.
/// </summary>
internal static unsafe class ManhattanTile
{
    private const int KernelRows = 4;

    /// <summary>Computes a tile.</summary>
    /// <param name="rows">The first panel of the tile's rows.</param>
    /// <param name="rowPanels">Number of panels, up to <see cref="DotTile.Size"/> rows.</param>
    /// <param name="columns">The first panel of the tile's columns.</param>
    /// <param name="columnPanels">Number of panels, up to <see cref="DotTile.Size"/> columns.</param>
    /// <param name="features">d.</param>
    /// <param name="tile">Receives minus the distances. On the diagonal (rows = columns) only panels on and above the diagonal are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute<TLanes, TVector>(float* rows, int rowPanels, float* columns, int columnPanels, int features, float* tile)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var panelRows = DotTile.PanelRows<TLanes, TVector>();
        var panelLength = (nint)panelRows * features;
        var slice = DotTile.SliceLength(panelRows, features);
        for (var first = 0; first < features; first += slice)
        {
            var length = Math.Min(slice, features - first);
            for (var column = 0; column < columnPanels; column++)
            {
                var right = columns + (column * panelLength) + ((nint)first * panelRows);
                var lastRow = rows == columns ? column + 1 : rowPanels;
                for (var row = 0; row < lastRow; row++)
                {
                    var left = rows + (row * panelLength) + ((nint)first * panelRows);
                    var target = tile + (row * panelRows * DotTile.Size) + (column * panelRows);
                    for (var block = 0; block < panelRows; block += KernelRows)
                    {
                        Kernel<TLanes, TVector>(left + block, right, length, target + (block * DotTile.Size), first > 0);
                    }
                }
            }
        }
    }

    /// <summary>4 rows of one panel against the whole of another, over one slice of features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Kernel<TLanes, TVector>(float* left, float* right, int length, float* tile, bool add)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector sum00 = default, sum01 = default, sum02 = default;
        TVector sum10 = default, sum11 = default, sum12 = default;
        TVector sum20 = default, sum21 = default, sum22 = default;
        TVector sum30 = default, sum31 = default, sum32 = default;
        var panelRows = DotTile.PanelRows<TLanes, TVector>();
        for (var feature = 0; feature < length; feature++)
        {
            var right0 = TLanes.Load(right);
            var right1 = TLanes.Load(right + TLanes.Count);
            var right2 = TLanes.Load(right + (2 * TLanes.Count));
            var value = TLanes.Broadcast(left[0]);
            sum00 = TLanes.SubtractDifference(value, right0, sum00);
            sum01 = TLanes.SubtractDifference(value, right1, sum01);
            sum02 = TLanes.SubtractDifference(value, right2, sum02);
            value = TLanes.Broadcast(left[1]);
            sum10 = TLanes.SubtractDifference(value, right0, sum10);
            sum11 = TLanes.SubtractDifference(value, right1, sum11);
            sum12 = TLanes.SubtractDifference(value, right2, sum12);
            value = TLanes.Broadcast(left[2]);
            sum20 = TLanes.SubtractDifference(value, right0, sum20);
            sum21 = TLanes.SubtractDifference(value, right1, sum21);
            sum22 = TLanes.SubtractDifference(value, right2, sum22);
            value = TLanes.Broadcast(left[3]);
            sum30 = TLanes.SubtractDifference(value, right0, sum30);
            sum31 = TLanes.SubtractDifference(value, right1, sum31);
            sum32 = TLanes.SubtractDifference(value, right2, sum32);
            left += panelRows;
            right += panelRows;
        }

        StoreRow<TLanes, TVector>(sum00, sum01, sum02, tile, add);
        StoreRow<TLanes, TVector>(sum10, sum11, sum12, tile + DotTile.Size, add);
        StoreRow<TLanes, TVector>(sum20, sum21, sum22, tile + (2 * DotTile.Size), add);
        StoreRow<TLanes, TVector>(sum30, sum31, sum32, tile + (3 * DotTile.Size), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TLanes, TVector>(TVector first, TVector second, TVector third, float* target, bool add)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TLanes.Store(first, target, add);
        TLanes.Store(second, target + TLanes.Count, add);
        TLanes.Store(third, target + (2 * TLanes.Count), add);
    }
}
