using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Core.Benchmarks;

/// <summary>
/// A graph and a cloud for timing layouts: as many edges as UMAP finds with 15 neighbours, to vertices spread over memory. The same on
/// every machine.
/// </summary>
public static class SyntheticGraph
{
    /// <summary>Neighbours of a vertex, one half to either side of it; fewer if there are fewer vertices.</summary>
    private const int Degree = 20;

    /// <summary>The approximate distance of neighbouring points, independent of their number.</summary>
    private const float Spacing = 2;

    /// <summary>A graph in which vertex i has the neighbours i ± s for a few strides s, with weights in 0.05..1.</summary>
    /// <param name="count">n, 2 or more.</param>
    /// <param name="seed">Another seed gives other strides and weights.</param>
    public static LayoutGraph Create(int count, ulong seed)
    {
        SortedSet<int> offsets = [];
        for (uint draw = 0; draw < Degree / 2; draw++)
        {
            int stride = 1 + CounterRandom.Index(CounterRandom.Bits(CounterRandom.Key(seed, 2, 0), draw), count - 1);
            offsets.Add(stride);
            offsets.Add(count - stride);
        }

        int[] strides = [.. offsets],
            starts = new int[count + 1],
            neighbours = new int[(long)count * strides.Length];
        float[] weights = new float[neighbours.Length];
        for (int vertex = 0; vertex < count; vertex++)
        {
            Span<int> row = neighbours.AsSpan(vertex * strides.Length, strides.Length);
            for (int i = 0; i < row.Length; i++)
                row[i] = (int)(((long)vertex + strides[i]) % count);

            row.Sort();
            for (int i = 0; i < row.Length; i++)
            {
                uint key = CounterRandom.Key(seed, 3, (uint)Math.Min(vertex, row[i]));
                weights[(vertex * strides.Length) + i] =
                    0.05f + (0.95f * CounterRandom.Unit(CounterRandom.Bits(key, (uint)Math.Max(vertex, row[i]))));
            }

            starts[vertex + 1] = starts[vertex] + strides.Length;
        }

        return new LayoutGraph(starts, neighbours, weights);
    }

    /// <summary>The same edges with weights that add up to 1, as t-SNE's joint probabilities do.</summary>
    /// <param name="count">n, 2 or more.</param>
    /// <param name="seed">Another seed gives other strides and weights.</param>
    public static LayoutGraph Probabilities(int count, ulong seed)
    {
        LayoutGraph graph = Create(count, seed);
        double sum = graph.Weights.Sum(weight => (double)weight);
        return graph with { Weights = [.. graph.Weights.Select(weight => (float)(weight / sum))] };
    }

    /// <summary>Points spread evenly over a square or a cube.</summary>
    /// <param name="size">n and 2 or 3 dimensions.</param>
    /// <param name="seed">Another seed gives other points.</param>
    public static Layout Cloud(KernelSize size, ulong seed)
    {
        float edge = Spacing * MathF.Pow(size.N, 1f / size.D);
        float[] values = new float[size.N * size.D];
        for (int i = 0; i < values.Length; i++)
            values[i] = edge * CounterRandom.Unit(CounterRandom.Bits(CounterRandom.Key(seed, 4, (uint)(i / size.D)), (uint)(i % size.D)));

        return new Layout(size.N, size.D, values);
    }
}
