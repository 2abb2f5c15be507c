namespace GpuCluster.Core.Graphs;

/// <summary>
/// A weighted undirected graph in compressed sparse rows, both directions stored: where (i, j) is an edge, (j, i) is one with the same
/// weight. The edges of i are at RowStart[i] to RowStart[i + 1] - 1, neighbours ascending, no self edges, no zero weights.
/// </summary>
/// <param name="RowStart">Length n + 1.</param>
/// <param name="Neighbours">Length RowStart[n].</param>
/// <param name="Weights">Length RowStart[n]; UMAP membership strengths in 0..1, or t-SNE joint probabilities.</param>
public sealed record LayoutGraph(int[] RowStart, int[] Neighbours, float[] Weights)
{
    /// <summary>n.</summary>
    public int Count => RowStart.Length - 1;

    /// <summary>Directed edges: twice the undirected ones.</summary>
    public int EdgeCount => Neighbours.Length;
}
