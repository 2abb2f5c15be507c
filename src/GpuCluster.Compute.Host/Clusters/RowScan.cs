using GpuCluster.Compute.Host.Rows;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// Looks at every row: what is left in many dimensions, where boxes around rows tell nothing. A sum stops as soon as it passes the bound.
/// </summary>
internal sealed class RowScan : IOutsideSearch, IDisposable
{
    private readonly NearLists _lists;
    private readonly ThreadLocal<ExactDistances> _distances;
    private int[] _componentOf = [];

    /// <param name="embedding">n x d values.</param>
    /// <param name="metric">How the lists measured distance.</param>
    /// <param name="lists">The samples' nearest.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops.</param>
    public RowScan(EmbeddingMatrix embedding, Metric metric, NearLists lists, int threads, CancellationToken cancellation)
    {
        _lists = lists;
        RowTransform frame = RowTransform.Of(embedding, metric, threads, cancellation);
        _distances = new ThreadLocal<ExactDistances>(() => new ExactDistances(embedding, metric, frame));
    }

    /// <inheritdoc/>
    public void Begin(int[] componentOf) => _componentOf = componentOf;

    /// <inheritdoc/>
    public (int Neighbour, double Weight) Nearest(int sample, double bound)
    {
        ExactDistances distances = _distances.Value!;
        distances.From(sample);
        int nearest = -1;
        for (int other = 0; other < _lists.Count && _lists.Cores[sample] < bound; other++)
        {
            if (_componentOf[other] == _componentOf[sample] || _lists.Cores[other] >= bound)
                continue;
            double weight = _lists.Reach(sample, other, distances.To(other, (float)bound));
            if (weight < bound)
                (nearest, bound) = (other, weight);
        }

        return (nearest, bound);
    }

    /// <inheritdoc/>
    public void Dispose() => _distances.Dispose();
}
