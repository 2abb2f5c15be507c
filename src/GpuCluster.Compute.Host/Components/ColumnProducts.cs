using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.Compute.Host.Components;

/// <summary>
/// Products of the columns of two matrices of the same n rows, L'R: of an embedding with itself n - 1 times the covariance of its features,
/// if centres are means.
/// </summary>
/// <remarks>
/// How it works. A piece of work is one tile of the result over one part of the rows. It goes through the rows a few hundred at a time:
/// packs both sides' columns, multiplies them in float, adds the tile to sums in double. The parts are added in their order, and do not
/// depend on the number of threads. Of a symmetric result only tiles on and above the diagonal are computed.
/// </remarks>
internal static unsafe class ColumnProducts
{
    /// <summary>Parts of the rows: enough work for many threads where there is one tile, few enough to keep their sums.</summary>
    private const int MaxParts = 8;

    /// <summary>Multiplies.</summary>
    /// <param name="engine">Of the registers to use.</param>
    /// <param name="left">n x a values.</param>
    /// <param name="right">n x b values; the same object as <paramref name="left"/> for a symmetric result.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="report">Receives the share done; called by any thread.</param>
    /// <param name="cancellation">Stops between pieces.</param>
    /// <returns>a x b values, row-major.</returns>
    public static double[] Of(
        TileEngine engine,
        CentredMatrix left,
        CentredMatrix right,
        int threads,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        bool symmetric = ReferenceEquals(left, right);
        int chunks = (left.Rows + PackedColumns.MaxRows - 1) / PackedColumns.MaxRows;
        int parts = Math.Clamp(chunks, 1, MaxParts);
        (int Row, int Column)[] tiles =
        [
            .. from row in Enumerable.Range(0, TilesOf(left))
            from column in Enumerable.Range(0, TilesOf(right))
            where !symmetric || row <= column
            select (row, column),
        ];
        double[][] sums = new double[tiles.Length * parts][];
        int done = 0;
        WorkQueue.Run(
            sums.Length,
            threads,
            queue =>
            {
                using PackedColumns lefts = new(engine.PanelRows),
                    rights = new(engine.PanelRows);
                using NativeBuffer<float> tile = new(DotTile.Size * DotTile.Size);
                while (queue.TryTake(out int piece))
                {
                    int part = piece % parts;
                    sums[piece] = SumTile(
                        engine,
                        left,
                        right,
                        tiles[piece / parts],
                        (int)((long)chunks * part / parts),
                        (int)((long)chunks * (part + 1) / parts),
                        lefts,
                        rights,
                        tile.Pointer
                    );
                    report((double)Interlocked.Increment(ref done) / sums.Length);
                }
            },
            cancellation
        );
        return Gather(sums, parts, tiles, left.Columns, right.Columns, symmetric);
    }

    private static int TilesOf(CentredMatrix matrix) => (matrix.Columns + DotTile.Size - 1) / DotTile.Size;

    private static double[] SumTile(
        TileEngine engine,
        CentredMatrix left,
        CentredMatrix right,
        (int Row, int Column) at,
        int firstChunk,
        int endChunk,
        PackedColumns lefts,
        PackedColumns rights,
        float* tile
    )
    {
        bool diagonal = ReferenceEquals(left, right) && at.Row == at.Column;
        int height = Math.Min(DotTile.Size, left.Columns - (at.Row * DotTile.Size));
        int width = Math.Min(DotTile.Size, right.Columns - (at.Column * DotTile.Size));
        double[] sums = new double[height * width];
        for (int chunk = firstChunk; chunk < endChunk; chunk++)
        {
            int first = chunk * PackedColumns.MaxRows;
            int rows = Math.Min(PackedColumns.MaxRows, left.Rows - first);
            left.Pack(lefts, first, rows, at.Row * DotTile.Size, height);
            if (!diagonal)
                right.Pack(rights, first, rows, at.Column * DotTile.Size, width);

            PackedColumns columns = diagonal ? lefts : rights;
            engine.Multiply(lefts.Panels, lefts.PanelCount, columns.Panels, columns.PanelCount, rows, tile);
            for (int row = 0; row < height; row++)
            {
                float* from = tile + (row * DotTile.Size);
                Span<double> to = sums.AsSpan(row * width, width);

                // Below the diagonal nothing was computed.
                for (int column = diagonal ? row : 0; column < width; column++)
                    to[column] += from[column];
            }
        }

        return sums;
    }

    private static double[] Gather(double[][] sums, int parts, (int Row, int Column)[] tiles, int height, int width, bool symmetric)
    {
        double[] products = new double[height * width];
        for (int piece = 0; piece < sums.Length; piece++)
        {
            (int firstRow, int firstColumn) = (tiles[piece / parts].Row * DotTile.Size, tiles[piece / parts].Column * DotTile.Size);
            int columns = Math.Min(DotTile.Size, width - firstColumn);
            for (int i = 0; i < sums[piece].Length; i++)
                products[((firstRow + (i / columns)) * width) + firstColumn + (i % columns)] += sums[piece][i];
        }

        if (symmetric)
        {
            for (int row = 0; row < height; row++)
            {
                for (int column = 0; column < row; column++)
                    products[(row * width) + column] = products[(column * width) + row];
            }
        }

        return products;
    }
}
