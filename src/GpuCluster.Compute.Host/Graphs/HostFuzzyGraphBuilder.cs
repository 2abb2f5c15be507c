using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Graphs;

/// <summary>
/// UMAP's fuzzy graph on the host. How it works: each row's scale and directed strengths are found alone, in parallel, sorted by neighbour; the opposite
/// directions come from one counting sort over all edges in row order, which leaves them sorted too; then each row is the merge of the two sorted
/// lists, sized in one pass and written in another. Every value is computed by one row alone, so the threads change nothing.
/// </summary>
/// <param name="threads">Threads at most, 1 or more.</param>
public sealed class HostFuzzyGraphBuilder(int threads) : IFuzzyGraphBuilder
{
    private const int RowsPerBlock = 512;

    public LayoutGraph Build(KnnGraph knn, IStageProgress progress, CancellationToken cancellation)
    {
        var own = new DirectedEdges(knn);
        var meanOfAll = MeanDistance(knn, cancellation);
        var target = SmoothKnnDistance.Target(knn.K);
        ForRows(knn.Count, progress, 0, 0.6, row => own.FillRow(knn, row, target, meanOfAll), cancellation);
        var (opposites, opposite) = own.Transpose();
        progress.Report(0.7);

        var rowStart = new int[knn.Count + 1];
        ForRows(knn.Count, progress, 0.7, 0.8, row => rowStart[row + 1] = Merge(own, opposites, opposite, row, [], []), cancellation);
        for (var row = 0; row < knn.Count; row++) rowStart[row + 1] = checked(rowStart[row] + rowStart[row + 1]);
        var neighbours = new int[rowStart[^1]];
        var weights = new float[rowStart[^1]];
        ForRows(knn.Count, progress, 0.8, 1, row => Merge(
            own,
            opposites,
            opposite,
            row,
            neighbours.AsSpan(rowStart[row], rowStart[row + 1] - rowStart[row]),
            weights.AsSpan(rowStart[row], rowStart[row + 1] - rowStart[row])), cancellation);
        return new LayoutGraph(rowStart, neighbours, weights);
    }

    public void Dispose()
    {
        // Holds nothing but managed memory; device builders do.
    }

    /// <summary>Unites a row's own strengths with those of the opposite direction; with empty targets it only counts.</summary>
    private static int Merge(DirectedEdges own, int[] oppositeStart, DirectedEdges.Edge[] opposites, int row, Span<int> neighbours, Span<float> weights)
    {
        var mine = own.Row(row);
        var theirs = opposites.AsSpan(oppositeStart[row], oppositeStart[row + 1] - oppositeStart[row]);
        int i = 0, j = 0, count = 0;
        while (i < mine.Length || j < theirs.Length)
        {
            var left = i < mine.Length ? mine[i].Neighbour : int.MaxValue;
            var right = j < theirs.Length ? theirs[j].Neighbour : int.MaxValue;
            var strength = left <= right ? mine[i++].Strength : 0;
            var back = right <= left ? theirs[j++].Strength : 0;
            if (!neighbours.IsEmpty)
            {
                neighbours[count] = Math.Min(left, right);
                weights[count] = FuzzyUnion.Of(strength, back);
            }

            count++;
        }

        return count;
    }

    private static float MeanDistance(KnnGraph knn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var sum = 0.0;
        foreach (var distance in knn.Distances) sum += distance;
        return (float)(sum / Math.Max(1, knn.Distances.Length));
    }

    private void ForRows(int count, IStageProgress progress, double from, double to, Action<int> work, CancellationToken cancellation)
    {
        var blocks = (count + RowsPerBlock - 1) / RowsPerBlock;
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, blocks, options, block =>
        {
            var end = Math.Min(count, (block + 1) * RowsPerBlock);
            for (var row = block * RowsPerBlock; row < end; row++) work(row);
            progress.Report(from + ((to - from) * Interlocked.Increment(ref done) / blocks));
        });
    }
}
