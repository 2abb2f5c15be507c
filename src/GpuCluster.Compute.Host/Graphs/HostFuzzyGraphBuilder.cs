using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Graphs;

/// <summary>
/// UMAP's fuzzy graph on the host. How it works: each row's scale and directed strengths are found alone, in parallel, sorted by neighbour;
/// the opposite directions come from one counting sort over all edges in row order, which leaves them sorted too; then each row is the
/// merge of the two sorted lists, sized in one pass and written in another. Every value is computed by one row alone, so the threads change
/// nothing.
/// </summary>
/// <param name="threads">Threads at most, 1 or more.</param>
/// <param name="rule">Another rule than the default one.</param>
public sealed class HostFuzzyGraphBuilder(int threads, FuzzyGraphRule? rule = null) : IFuzzyGraphBuilder
{
    private readonly float _connectivity = (float)(rule ?? FuzzyGraphRule.Default).LocalConnectivity;
    private readonly float _mix = (float)(rule ?? FuzzyGraphRule.Default).SetOperationMix;

    public LayoutGraph Build(KnnGraph knn, IStageProgress progress, CancellationToken cancellation)
    {
        DirectedStrengths own = new(knn);
        float meanOfAll = MeanDistance(knn, cancellation);
        float target = SmoothKnnDistance.Target(knn.K);
        RowChunks.ForEachRow(
            knn.Count,
            threads,
            share => progress.Report(0.6 * share),
            row => FillRow(own, knn, row, target, meanOfAll),
            cancellation
        );
        return _mix == 1
            ? SymmetricUnion.Unite(default(FuzzyEdges), own, knn.Count, threads, Report, cancellation)
            : SymmetricUnion.Unite(new MixedEdges(_mix), own, knn.Count, threads, Report, cancellation);

        void Report(double share) => progress.Report(0.6 + (0.4 * share));
    }

    public void Dispose()
    {
        // Holds nothing but managed memory; device builders do.
    }

    /// <summary>Finds one row's scale and strengths.</summary>
    private void FillRow(DirectedStrengths own, KnnGraph knn, int row, float target, float meanOfAll)
    {
        NeighbourhoodScale scale = SmoothKnnDistance.Fit(
            new HostDistanceRow(knn.Distances, row * knn.K, knn.K),
            target,
            meanOfAll,
            _connectivity
        );
        ReadOnlySpan<float> distances = knn.DistancesOf(row);
        Span<float> strengths = distances.Length <= 1024 ? stackalloc float[distances.Length] : new float[distances.Length];
        for (int j = 0; j < distances.Length; j++)
            strengths[j] = MembershipStrength.Of(distances[j], scale.Rho, scale.Sigma);
        own.SetRow(row, knn.NeighboursOf(row), strengths);
    }

    private static float MeanDistance(KnnGraph knn, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        double sum = 0.0;
        foreach (float distance in knn.Distances)
            sum += distance;
        return (float)(sum / Math.Max(1, knn.Distances.Length));
    }

    private readonly struct FuzzyEdges : IEdgeUnion
    {
        public float Of(float strength, float opposite) => FuzzyUnion.Of(strength, opposite);
    }

    private readonly struct MixedEdges(float mix) : IEdgeUnion
    {
        public float Of(float strength, float opposite) => FuzzyUnion.Of(strength, opposite, mix);
    }
}
