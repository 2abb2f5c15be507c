using System.Numerics;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Simd;

namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>
/// The loss that t-SNE minimises: the Kullback-Leibler divergence of the layout's probabilities from the graph's (van der Maaten and Hinton
/// 2008, equation 4).
/// </summary>
public static class TsneDivergence
{
    /// <summary>The sum over edges of p ln(p / q) in nats.</summary>
    /// <param name="graph">n vertices; joint probabilities that add up to 1, both directions.</param>
    /// <param name="positions">n positions (x, y, z); z is 0 in the plane.</param>
    /// <param name="dims">2 or 3.</param>
    /// <param name="sum">The sum of similarities over all ordered pairs, above 0.</param>
    public static double Of(LayoutGraph graph, ReadOnlySpan<Vector4> positions, int dims, double sum) =>
        dims == 2 ? Of<PlaneKernel>(graph, positions, sum) : Of<SpaceKernel>(graph, positions, sum);

    private static double Of<TKernel>(LayoutGraph graph, ReadOnlySpan<Vector4> positions, double sum)
        where TKernel : struct, ITsneKernel
    {
        double divergence = 0.0;
        for (int vertex = 0; vertex < graph.Count; vertex++)
        {
            for (int edge = graph.RowStart[vertex]; edge < graph.RowStart[vertex + 1]; edge++)
            {
                Vector4 difference = (positions[vertex] - positions[graph.Neighbours[edge]]) with { W = 0 };
                double p = graph.Weights[edge],
                    w = TsneForces<ScalarDouble, TKernel>.Similarity(new ScalarDouble(difference.LengthSquared())).Value;
                divergence += p * Math.Log(p * sum / w);
            }
        }

        return divergence;
    }
}
