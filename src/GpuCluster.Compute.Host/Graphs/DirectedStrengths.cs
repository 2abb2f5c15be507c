using System.Runtime.InteropServices;
using GpuCluster.Core.Graphs;

namespace GpuCluster.Compute.Host.Graphs;

/// <summary>
/// Directed strengths of neighbours: of row i, Count[i] edges from i * k on, neighbours ascending. Left out are the sample itself and
/// strengths that vanish.
/// </summary>
internal sealed class DirectedStrengths(KnnGraph knn)
{
    private readonly int _k = knn.K;
    private readonly int[] _counts = new int[knn.Count];
    private readonly Edge[] _edges = new Edge[knn.Count * knn.K];

    /// <summary>The edges of one row.</summary>
    public ReadOnlySpan<Edge> Row(int row) => _edges.AsSpan(row * _k, _counts[row]);

    /// <summary>Sets the edges of one row.</summary>
    /// <param name="row">The sample they come from.</param>
    /// <param name="neighbours">Its k neighbours.</param>
    /// <param name="strengths">The strengths that go with them, 0 or more.</param>
    public void SetRow(int row, ReadOnlySpan<int> neighbours, ReadOnlySpan<float> strengths)
    {
        Span<Edge> edges = _edges.AsSpan(row * _k, _k);
        int count = 0;
        for (int j = 0; j < neighbours.Length; j++)
        {
            if (neighbours[j] != row && strengths[j] > 0)
                edges[count++] = new Edge(neighbours[j], strengths[j]);
        }

        edges[..count].Sort(static (left, right) => left.Neighbour.CompareTo(right.Neighbour));
        _counts[row] = count;
    }

    /// <summary>
    /// The same edges by the sample they point to, in the order of the rows they come from; those of row i are at Start[i] to Start[i + 1]
    /// - 1.
    /// </summary>
    public (int[] Start, Edge[] Edges) Transpose()
    {
        int n = _counts.Length;
        int[] start = new int[n + 1];
        for (int row = 0; row < n; row++)
        {
            foreach (Edge edge in Row(row))
                start[edge.Neighbour + 1]++;
        }

        for (int row = 0; row < n; row++)
            start[row + 1] += start[row];
        int[] next = start.AsSpan(0, n).ToArray();
        Edge[] edges = new Edge[start[n]];
        for (int row = 0; row < n; row++)
        {
            foreach (Edge edge in Row(row))
                edges[next[edge.Neighbour]++] = new Edge(row, edge.Strength);
        }

        return (start, edges);
    }

    /// <summary>One directed edge.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Edge(int Neighbour, float Strength);
}
