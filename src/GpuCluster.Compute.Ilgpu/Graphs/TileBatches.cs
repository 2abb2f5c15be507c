using GpuCluster.Compute.Ilgpu.Kernels.Tiles;
using GpuCluster.Core.Graphs;

namespace GpuCluster.Compute.Ilgpu.Graphs;

/// <summary>
/// The tiles of a plan in the order in which a device computes them, row of tiles after row of tiles, cut into batches that fit its memory.
/// A pair of different tiles occurs twice, once for either side's rows: multiplying again is cheaper than transposing the product, and each
/// row's tiles are contiguous.
/// </summary>
internal sealed class TileBatches
{
    private TileBatches(TileShape[] shapes, int[] strips, TileBatch[] all)
    {
        Shapes = shapes;
        Strips = strips;
        All = all;
    }

    /// <summary>All tiles.</summary>
    public TileShape[] Shapes { get; }

    /// <summary>
    /// For each batch the first tile of each of its strips, which are tiles of the same rows, and then the number of its tiles; counted
    /// from the batch's first tile.
    /// </summary>
    public int[] Strips { get; }

    /// <summary>The batches.</summary>
    public TileBatch[] All { get; }

    /// <summary>Number of tiles of a plan.</summary>
    public static int CountOf(TilePlan plan) => plan.Pairs.Sum(pair => pair.Row == pair.Column ? 1 : 2);

    /// <summary>Cuts a plan.</summary>
    /// <param name="plan">Which tiles.</param>
    /// <param name="max">Tiles of a batch, 1 or more.</param>
    public static TileBatches Of(TilePlan plan, int max)
    {
        (int Row, int Column)[] pairs =
        [
            .. plan.Pairs,
            .. plan.Pairs.Where(pair => pair.Row != pair.Column).Select(pair => (pair.Column, pair.Row)),
        ];
        Array.Sort(pairs);
        List<TileBatch> batches = new();
        List<int> strips = new();
        for (int first = 0; first < pairs.Length; first += max)
        {
            int count = Math.Min(max, pairs.Length - first);
            int firstStrip = strips.Count;
            for (int at = 0; at < count; at++)
            {
                if (at == 0 || pairs[first + at].Row != pairs[first + at - 1].Row)
                    strips.Add(at);
            }

            batches.Add(new TileBatch(first, count, firstStrip, strips.Count - firstStrip));
            strips.Add(count);
        }

        return new TileBatches(Array.ConvertAll(pairs, pair => ShapeOf(plan, pair)), [.. strips], [.. batches]);
    }

    private static TileShape ShapeOf(TilePlan plan, (int Row, int Column) pair)
    {
        int firstRow = pair.Row * plan.TileRows,
            firstColumn = pair.Column * plan.TileRows;
        return new TileShape(
            firstRow,
            Math.Min(plan.TileRows, plan.Order.Length - firstRow),
            firstColumn,
            Math.Min(plan.TileRows, plan.Order.Length - firstColumn)
        );
    }
}
