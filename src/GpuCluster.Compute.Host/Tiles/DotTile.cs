using System.Runtime.CompilerServices;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// One square tile of X·Xᵀ, or of other sums over the features of two rows: <see cref="ITileTerm"/> says what a feature adds.
///
/// How it works. Rows lie in panels of three registers' width, feature by feature (see <see cref="PackedRows"/>). The kernel keeps a 4 x
/// 3-register block of dot products in 12 accumulators: per feature it loads three registers of one panel and broadcasts four values of the
/// other, 7 loads for 12 multiply-adds, and 12 accumulators hide the latency of two multiply-add units. As 4 divides the panel's width, the
/// same panels serve as both factors and X is packed once. Features go in slices, so that what is read of two panels' slices stays in the
/// first-level cache and the tile and one side's slices in the second; the slices that the next calls need are fetched while one is
/// multiplied (without that 83 % of the peak of a Zen 4 core). Each dot product adds the same numbers in the same order wherever its tile
/// lies, so x·y and y·x agree to the last bit.
/// </summary>
internal static unsafe class DotTile
{
    /// <summary>
    /// Rows and columns of a tile, and floats from one row of it to the next: 147 kB. A multiple of the panel width of every register
    /// width.
    /// </summary>
    public const int Size = 192;

    private const int KernelRows = 4;
    private const int KernelRegisters = 3;

    /// <summary>
    /// Bytes of the slices of two panels, for a first-level cache of 32 kB or more. A little above it: all of one panel's slice is read
    /// again and again, of the other's the lines of a few rows at a time, and longer slices write the tile less often (97 % of the peak of
    /// a Zen 4 core instead of 91 % with 24 kB).
    /// </summary>
    private const int SliceBytes = 36 * 1024;

    /// <summary>Rows of a panel.</summary>
    public static int PanelRows<TRegister, TVector>()
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct => KernelRegisters * TRegister.Count;

    /// <summary>Features that are summed in one go; the sums of the slices are then added up.</summary>
    public static int SliceLength(int panelRows, int features)
    {
        int longest = SliceBytes / (2 * sizeof(float) * panelRows);
        int slices = (features + longest - 1) / longest;
        return (features + slices - 1) / slices;
    }

    /// <summary>Computes a tile.</summary>
    /// <param name="rows">The first panel of the tile's rows.</param>
    /// <param name="rowPanels">Number of panels, up to <see cref="Size"/> rows.</param>
    /// <param name="columns">The first panel of the tile's columns.</param>
    /// <param name="columnPanels">Number of panels, up to <see cref="Size"/> columns.</param>
    /// <param name="features">d.</param>
    /// <param name="tile">Receives the sums. On the diagonal (rows = columns) only panels on and above the diagonal are written.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compute<TRegister, TVector, TTerm>(
        float* rows,
        int rowPanels,
        float* columns,
        int columnPanels,
        int features,
        float* tile
    )
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct
        where TTerm : struct, ITileTerm
    {
        int panelRows = PanelRows<TRegister, TVector>();
        nint panelLength = (nint)panelRows * features;
        int slice = SliceLength(panelRows, features);
        for (int first = 0; first < features; first += slice)
        {
            int length = Math.Min(slice, features - first);
            nint sliceLength = (nint)length * panelRows;
            for (int column = 0; column < columnPanels; column++)
            {
                float* right = columns + (column * panelLength) + ((nint)first * panelRows);
                int lastRow = rows == columns ? column + 1 : rowPanels;
                for (int row = 0; row < lastRow; row++)
                {
                    float* left = rows + (row * panelLength) + ((nint)first * panelRows);
                    // What the next calls read first, fetched meanwhile: slices come from memory once a tile, and the processor foresees no
                    // jump to another panel.
                    float* nextLeft = column == 0 && row + 1 < lastRow ? left + panelLength : left + sliceLength;
                    float* nextRight = row + 1 == lastRow && column + 1 < columnPanels ? right + panelLength : right + sliceLength;
                    float* target = tile + (row * panelRows * Size) + (column * panelRows);
                    for (int block = 0; block < panelRows; block += KernelRows)
                    {
                        // Half of the calls fetch the one, half the other.
                        float* next =
                            block < panelRows / 2 ? nextLeft + (2 * block * length) : nextRight + (((2 * block) - panelRows) * length);
                        Kernel<TRegister, TVector, TTerm>(left + block, right, length, next, target + (block * Size), first > 0);
                    }
                }
            }
        }
    }

    /// <summary>
    /// 4 rows of one panel times the whole of another, over one slice of features. Meanwhile as much memory from <paramref name="next"/> on
    /// is fetched as its share of two slices.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Kernel<TRegister, TVector, TTerm>(float* left, float* right, int length, float* next, float* tile, bool add)
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct
        where TTerm : struct, ITileTerm
    {
        TVector sum00 = default,
            sum01 = default,
            sum02 = default;
        TVector sum10 = default,
            sum11 = default,
            sum12 = default;
        TVector sum20 = default,
            sum21 = default,
            sum22 = default;
        TVector sum30 = default,
            sum31 = default,
            sum32 = default;
        float* end = right + ((nint)length * KernelRegisters * TRegister.Count);
        do
        {
            CachePrefetch.Read(next);
            TVector right0 = TRegister.Load(right);
            TVector right1 = TRegister.Load(right + TRegister.Count);
            TVector right2 = TRegister.Load(right + (2 * TRegister.Count));
            TVector value = TRegister.Broadcast(left[0]);
            sum00 = TTerm.Add<TRegister, TVector>(value, right0, sum00);
            sum01 = TTerm.Add<TRegister, TVector>(value, right1, sum01);
            sum02 = TTerm.Add<TRegister, TVector>(value, right2, sum02);
            value = TRegister.Broadcast(left[1]);
            sum10 = TTerm.Add<TRegister, TVector>(value, right0, sum10);
            sum11 = TTerm.Add<TRegister, TVector>(value, right1, sum11);
            sum12 = TTerm.Add<TRegister, TVector>(value, right2, sum12);
            value = TRegister.Broadcast(left[2]);
            sum20 = TTerm.Add<TRegister, TVector>(value, right0, sum20);
            sum21 = TTerm.Add<TRegister, TVector>(value, right1, sum21);
            sum22 = TTerm.Add<TRegister, TVector>(value, right2, sum22);
            value = TRegister.Broadcast(left[3]);
            sum30 = TTerm.Add<TRegister, TVector>(value, right0, sum30);
            sum31 = TTerm.Add<TRegister, TVector>(value, right1, sum31);
            sum32 = TTerm.Add<TRegister, TVector>(value, right2, sum32);
            next += 2 * KernelRows;
            left += KernelRegisters * TRegister.Count;
            right += KernelRegisters * TRegister.Count;
        } while (right < end);

        StoreRow<TRegister, TVector>(sum00, sum01, sum02, tile, add);
        StoreRow<TRegister, TVector>(sum10, sum11, sum12, tile + Size, add);
        StoreRow<TRegister, TVector>(sum20, sum21, sum22, tile + (2 * Size), add);
        StoreRow<TRegister, TVector>(sum30, sum31, sum32, tile + (3 * Size), add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<TRegister, TVector>(TVector first, TVector second, TVector third, float* target, bool add)
        where TRegister : struct, ITileRegister<TVector>
        where TVector : struct
    {
        TRegister.Store(first, target, add);
        TRegister.Store(second, target + TRegister.Count, add);
        TRegister.Store(third, target + (2 * TRegister.Count), add);
    }
}
