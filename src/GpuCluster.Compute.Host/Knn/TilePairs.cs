using GpuCluster.Compute.Host.Tiles;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>The tiles on and above the diagonal of a symmetric matrix.</summary>
internal static class TilePairs
{
    /// <summary>
    /// Diagonal after diagonal, the main one first: neighbours in the list share no row and no column, but for the few at the ends.
    /// </summary>
    /// <param name="count">Tiles along one side.</param>
    public static (int Row, int Column)[] Diagonals(int count)
    {
        (int Row, int Column)[] pairs = new (int Row, int Column)[count * (count + 1L) / 2];
        int next = 0;
        for (int offset = 0; offset < count; offset++)
        {
            for (int row = 0; row + offset < count; row++)
                pairs[next++] = (row, row + offset);
        }

        return pairs;
    }

    /// <summary>The tiles that together hold every pair of a row below a place and one from it on, in the order of the diagonals.</summary>
    /// <param name="count">Tiles along one side.</param>
    /// <param name="split">The place, 1 or more, below the number of rows.</param>
    public static (int Row, int Column)[] Across(int count, int split)
    {
        int last = (split - 1) / DotTile.Size,
            first = split / DotTile.Size;
        return [.. Diagonals(count).Where(pair => pair.Row <= last && pair.Column >= first)];
    }
}
