using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Graphs;

/// <summary>
/// A UMAP graph that knows the samples' classes. How it works: edges are weakened by <see cref="LabelIntersection"/>; each row is then
/// divided by its largest weight, so that every sample is fully connected to one neighbour again, and the two directions of an edge, which
/// that has made different, are united as at first. The edges are symmetric before, so the other direction is the same weight over the
/// other row's largest.
/// </summary>
public static class SupervisedGraph
{
    /// <summary>Makes the graph.</summary>
    /// <param name="graph">n vertices.</param>
    /// <param name="labels">n classes; a sample without one is somewhat less connected to all.</param>
    /// <param name="weight">How much classes count, 0 to 1.</param>
    /// <param name="threads">Threads at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static LayoutGraph Intersect(LayoutGraph graph, SampleLabels labels, double weight, int threads, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Count, graph.Count, nameof(labels));
        LabelIntersection intersection = LabelIntersection.Of(weight);
        float[] weakened = new float[graph.EdgeCount];
        float[] largest = new float[graph.Count];
        int[] rowStart = new int[graph.Count + 1];
        RowChunks.ForEachRow(
            graph.Count,
            threads,
            report: null,
            row => (rowStart[row + 1], largest[row]) = Weaken(graph, labels.ClassOf, intersection, row, weakened),
            cancellation
        );
        for (int row = 0; row < graph.Count; row++)
            rowStart[row + 1] += rowStart[row];
        int[] neighbours = new int[rowStart[^1]];
        float[] weights = new float[rowStart[^1]];
        RowChunks.ForEachRow(graph.Count, threads, report: null, Unite, cancellation);
        return new LayoutGraph(rowStart, neighbours, weights);

        void Unite(int row)
        {
            int next = rowStart[row];
            for (int edge = graph.RowStart[row]; edge < graph.RowStart[row + 1]; edge++)
            {
                if (weakened[edge] == 0)
                    continue;
                int neighbour = graph.Neighbours[edge];
                neighbours[next] = neighbour;
                weights[next++] = FuzzyUnion.Of(weakened[edge] / largest[row], weakened[edge] / largest[neighbour]);
            }
        }
    }

    /// <summary>Weakens a row's edges; returns how many are left and the largest.</summary>
    private static (int Left, float Largest) Weaken(
        LayoutGraph graph,
        int[] classOf,
        LabelIntersection intersection,
        int row,
        float[] weakened
    )
    {
        int left = 0;
        float largest = 0;
        for (int edge = graph.RowStart[row]; edge < graph.RowStart[row + 1]; edge++)
        {
            weakened[edge] = graph.Weights[edge] * intersection.Factor(classOf[row], classOf[graph.Neighbours[edge]]);
            left += weakened[edge] > 0 ? 1 : 0;
            largest = Math.Max(largest, weakened[edge]);
        }

        return (left, largest);
    }
}
