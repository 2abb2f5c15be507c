using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// Turns candidates into neighbours.
///
/// How it works. Candidates were ranked by a key in float, right to a known bound. Their distances are measured again from the differences
/// of their rows, the best keys first, until the next key, less the bound, lies above the last neighbour: then neither that candidate nor
/// any row outside the candidates can belong inside, and the result is the exact one, proven row by row. Where candidates run out before
/// (rows in masses at one spot, or clusters far apart for their size) all rows are measured from this one, leaving each as soon as it is
/// too far. The bound is that of <see cref="KeyLimits"/>. One for each thread.
/// </summary>
internal sealed unsafe class CandidateRefiner
{
    /// <summary>How early a candidate's row is fetched: memory takes longer to answer than one row takes to be measured.</summary>
    private const int RowsAhead = 2;

    private readonly EmbeddingMatrix _embedding;
    private readonly PackedRows _packed;
    private readonly Candidates _candidates;
    private readonly KnnGraph _graph;
    private readonly ExactDistances _distances;
    private readonly KeyLimits _limits;
    private readonly ulong[] _nearest;

    public CandidateRefiner(
        EmbeddingMatrix embedding,
        Metric metric,
        RowTransform frame,
        PackedRows packed,
        Candidates candidates,
        KnnGraph graph
    )
    {
        _embedding = embedding;
        _packed = packed;
        _candidates = candidates;
        _graph = graph;
        _distances = new ExactDistances(embedding, metric, frame);
        _nearest = new ulong[graph.K - 1];
        _limits = new KeyLimits(packed, frame);
    }

    /// <summary>Writes the neighbours of a row into the graph.</summary>
    public void Refine(int row)
    {
        Span<ulong> candidates = _candidates.BestFirst(row);
        float worstKey = BoundedHeap.Distance(candidates[^1]);
        int wanted = _nearest.Length;
        int measured = 0;
        float last = 0f;
        _distances.From(row);
        while (measured < candidates.Length && (measured < wanted || !Proven(row, last, BoundedHeap.Distance(candidates[measured]))))
        {
            int neighbour = BoundedHeap.Index(candidates[measured]);
            if (measured + RowsAhead < candidates.Length)
                CachePrefetch.Read(_embedding.Row(BoundedHeap.Index(candidates[measured + RowsAhead])));
            float distance = _distances.To(neighbour, float.PositiveInfinity);
            candidates[measured++] = BoundedHeap.Entry(distance, neighbour);

            // Not lowered by those beyond the wanted: what is proven against a larger distance is proven.
            if (measured <= wanted)
                last = Math.Max(last, distance);
        }

        bool isComplete = measured < candidates.Length || candidates.Length == _graph.Count - 1;
        candidates[..measured].Sort();
        Span<ulong> nearest = candidates[..wanted];
        last = BoundedHeap.Distance(nearest[^1]);
        if (!isComplete && !Proven(row, last, worstKey))
        {
            MeasureAll(row, last);
            nearest = _nearest;
        }

        Write(row, nearest);
    }

    /// <summary>Whether every row whose key is so large or larger is surely farther than the last neighbour.</summary>
    private bool Proven(int row, float last, float key) => key > _limits.Of(row, _packed.HalfSquares[row], last);

    private void MeasureAll(int row, float bound)
    {
        int count = 0;
        for (int other = 0; other < _graph.Count; other++)
        {
            if (other == row)
                continue;
            float distance = _distances.To(other, bound);
            if (distance <= bound && BoundedHeap.Offer(_nearest, ref count, BoundedHeap.Entry(distance, other)) && count == _nearest.Length)
                bound = BoundedHeap.Distance(_nearest[0]);
        }

        _nearest.AsSpan().Sort();
    }

    private void Write(int row, ReadOnlySpan<ulong> nearest)
    {
        int start = row * _graph.K;
        _graph.Neighbours[start] = row;
        _graph.Distances[start] = 0;
        for (int i = 0; i < nearest.Length; i++)
        {
            _graph.Neighbours[start + 1 + i] = BoundedHeap.Index(nearest[i]);
            _graph.Distances[start + 1 + i] = BoundedHeap.Distance(nearest[i]);
        }
    }
}
