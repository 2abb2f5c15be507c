using GpuCluster.Core.Graphs;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>The connected components of a graph, in the order of their lowest vertex.</summary>
/// <param name="Members">The vertices of each component, ascending.</param>
internal sealed record GraphComponents(int[][] Members)
{
    /// <summary>Finds them by walking the graph.</summary>
    public static GraphComponents Of(LayoutGraph graph)
    {
        int[] labels = new int[graph.Count];
        Array.Fill(labels, -1);
        int[] stack = new int[graph.Count];
        List<int> sizes = [];
        for (int start = 0; start < graph.Count; start++)
        {
            if (labels[start] >= 0)
                continue;

            int depth = 0,
                size = 0;
            labels[start] = sizes.Count;
            stack[depth++] = start;
            while (depth > 0)
            {
                int vertex = stack[--depth];
                size++;
                for (int e = graph.RowStart[vertex]; e < graph.RowStart[vertex + 1]; e++)
                {
                    int neighbour = graph.Neighbours[e];
                    if (labels[neighbour] >= 0)
                        continue;

                    labels[neighbour] = sizes.Count;
                    stack[depth++] = neighbour;
                }
            }

            sizes.Add(size);
        }

        int[][] members = new int[sizes.Count][];
        int[] filled = new int[sizes.Count];
        for (int c = 0; c < members.Length; c++)
            members[c] = new int[sizes[c]];

        for (int vertex = 0; vertex < labels.Length; vertex++)
            members[labels[vertex]][filled[labels[vertex]]++] = vertex;

        return new GraphComponents(members);
    }

    /// <summary>One component as a graph of its own, vertices numbered as in <see cref="Members"/>.</summary>
    /// <param name="graph">The whole graph.</param>
    /// <param name="component">Which component.</param>
    /// <param name="places">Scratch, length n.</param>
    public LayoutGraph Extract(LayoutGraph graph, int component, int[] places)
    {
        int[] members = Members[component];
        if (members.Length == graph.Count)
            return graph;

        int[] rowStart = new int[members.Length + 1];
        for (int i = 0; i < members.Length; i++)
        {
            places[members[i]] = i;
            rowStart[i + 1] = rowStart[i] + graph.RowStart[members[i] + 1] - graph.RowStart[members[i]];
        }

        int[] neighbours = new int[rowStart[^1]];
        float[] weights = new float[rowStart[^1]];
        for (int i = 0; i < members.Length; i++)
        {
            int from = graph.RowStart[members[i]],
                length = rowStart[i + 1] - rowStart[i];
            graph.Weights.AsSpan(from, length).CopyTo(weights.AsSpan(rowStart[i]));
            for (int e = 0; e < length; e++)
                neighbours[rowStart[i] + e] = places[graph.Neighbours[from + e]];
        }

        return new LayoutGraph(rowStart, neighbours, weights);
    }
}
