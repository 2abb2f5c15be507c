using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;

namespace GpuCluster.Compute.Host.Graphs;

/// <summary>What an edge weighs whose two directions have strengths of their own.</summary>
internal interface IEdgeUnion
{
    /// <summary>The weight; the same bits whichever direction comes first. An edge of weight 0 is left out.</summary>
    float Of(float strength, float opposite);
}

/// <summary>
/// Makes a symmetric graph of directed strengths. How it works: the opposite directions come from one counting sort over all edges in row
/// order, which leaves them sorted; then each row is the merge of the two sorted lists, sized in one pass and written in another. Every
/// value is computed by one row alone, so the threads change nothing.
/// </summary>
internal static class SymmetricUnion
{
    /// <summary>Unites both directions of every edge.</summary>
    /// <param name="union">What becomes of the two directions.</param>
    /// <param name="own">Directed strengths of <paramref name="count"/> rows.</param>
    /// <param name="count">n.</param>
    /// <param name="threads">Threads at most, 1 or more.</param>
    /// <param name="report">Receives the share done.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static LayoutGraph Unite<TUnion>(
        TUnion union,
        DirectedStrengths own,
        int count,
        int threads,
        Action<double> report,
        CancellationToken cancellation
    )
        where TUnion : struct, IEdgeUnion
    {
        (int[]? opposites, DirectedStrengths.Edge[]? opposite) = own.Transpose();
        report(0.25);
        int[] rowStart = new int[count + 1];
        RowChunks.ForEachRow(
            count,
            threads,
            share => report(0.25 + (0.25 * share)),
            row => rowStart[row + 1] = Merge(union, own, opposites, opposite, row, [], []),
            cancellation
        );
        for (int row = 0; row < count; row++)
            rowStart[row + 1] = checked(rowStart[row] + rowStart[row + 1]);
        int[] neighbours = new int[rowStart[^1]];
        float[] weights = new float[rowStart[^1]];
        RowChunks.ForEachRow(
            count,
            threads,
            share => report(0.5 + (0.5 * share)),
            row =>
                Merge(
                    union,
                    own,
                    opposites,
                    opposite,
                    row,
                    neighbours.AsSpan(rowStart[row], rowStart[row + 1] - rowStart[row]),
                    weights.AsSpan(rowStart[row], rowStart[row + 1] - rowStart[row])
                ),
            cancellation
        );
        return new LayoutGraph(rowStart, neighbours, weights);
    }

    /// <summary>Unites a row's own strengths with those of the opposite direction; with empty targets it only counts.</summary>
    private static int Merge<TUnion>(
        TUnion union,
        DirectedStrengths own,
        int[] oppositeStart,
        DirectedStrengths.Edge[] opposites,
        int row,
        Span<int> neighbours,
        Span<float> weights
    )
        where TUnion : struct, IEdgeUnion
    {
        ReadOnlySpan<DirectedStrengths.Edge> mine = own.Row(row);
        Span<DirectedStrengths.Edge> theirs = opposites.AsSpan(oppositeStart[row], oppositeStart[row + 1] - oppositeStart[row]);
        int i = 0,
            j = 0,
            count = 0;
        while (i < mine.Length || j < theirs.Length)
        {
            int left = i < mine.Length ? mine[i].Neighbour : int.MaxValue;
            int right = j < theirs.Length ? theirs[j].Neighbour : int.MaxValue;
            float strength = left <= right ? mine[i++].Strength : 0;
            float back = right <= left ? theirs[j++].Strength : 0;
            float weight = union.Of(strength, back);
            if (weight == 0)
                continue;
            if (!neighbours.IsEmpty)
            {
                neighbours[count] = Math.Min(left, right);
                weights[count] = weight;
            }

            count++;
        }

        return count;
    }
}
