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
}
