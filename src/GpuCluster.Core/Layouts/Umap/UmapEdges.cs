using GpuCluster.Core.Graphs;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// The edges that act within a run, in the order the stepper works in. Vertices are renumbered so that each of the sub-batches of an epoch
/// is one range: vertex v belongs to sub-batch v mod (number of sub-batches), which spreads neighbours that follow each other in the data
/// over different ones. If an order is given, its v-th vertex takes the place of v: an order that places neighbours near each other keeps
/// an epoch's memory accesses in the processor's caches. Edges of place p are at RowStart[p] to RowStart[p + 1] - 1.
/// </summary>
public sealed class UmapEdges
{
    /// <summary>
    /// Sub-batches of an epoch, where there are points enough. With more of them both ends of an edge less often move at once on stale
    /// positions; each costs a barrier of all threads, or a launch.
    /// </summary>
    public const int MaxSubBatches = 4;

    private int[]? _segmentStart;
    private int[]? _reverse;

    /// <summary>Drops the edges that never act and sorts the others.</summary>
    /// <param name="graph">Edges in both directions.</param>
    /// <param name="epochs">Epochs in all.</param>
    /// <param name="order">Each vertex once; empty: as they are numbered.</param>
    public UmapEdges(LayoutGraph graph, int epochs, ReadOnlySpan<int> order = default)
    {
        int n = graph.Count;
        int subBatches = Math.Clamp(n, 1, MaxSubBatches);
        Vertices = new int[n];
        SubBatchStart = new int[subBatches + 1];
        Places = new int[n];
        int next = 0;
        for (int batch = 0; batch < subBatches; batch++)
        {
            for (int rank = batch; rank < n; rank += subBatches)
            {
                int vertex = order.IsEmpty ? rank : order[rank];
                Places[vertex] = next;
                Vertices[next++] = vertex;
            }

            SubBatchStart[batch + 1] = next;
        }

        float largest = 0f;
        foreach (float weight in graph.Weights)
            largest = MathF.Max(largest, weight);
        float min = UmapSchedule.MinWeight(largest, n, epochs);
        RowStart = new int[n + 1];
        for (int p = 0; p < n; p++)
        {
            RowStart[p + 1] = RowStart[p];
            for (int edge = graph.RowStart[Vertices[p]]; edge < graph.RowStart[Vertices[p] + 1]; edge++)
            {
                if (Acts(graph.Weights[edge], min))
                    RowStart[p + 1]++;
            }
        }

        // Every edge has its reverse, so writing each into the row of its other end, heads ascending, sorts all rows.
        Tails = new int[Count];
        Steps = new uint[Count];
        int[] end = RowStart.AsSpan(0, n).ToArray();
        for (int p = 0; p < n; p++)
        {
            for (int edge = graph.RowStart[Vertices[p]]; edge < graph.RowStart[Vertices[p] + 1]; edge++)
            {
                if (!Acts(graph.Weights[edge], min))
                    continue;
                int slot = end[Places[graph.Neighbours[edge]]]++;
                Tails[slot] = p;
                Steps[slot] = UmapSchedule.Step(graph.Weights[edge], largest);
            }
        }
    }

    /// <summary>Length n + 1.</summary>
    public int[] RowStart { get; }

    /// <summary>
    /// Length n x sub-batches + 1: the edges of place p whose other end is in sub-batch b are at SegmentStart[p * sub-batches + b] up to
    /// the next entry.
    /// </summary>
    /// <remarks>Found when it is first asked for, from one thread: only devices use it.</remarks>
    public int[] SegmentStart => _segmentStart ??= FindSegments();

    /// <summary>
    /// The place of each edge's other end; ascending along a row, so the edges of a row come by sub-batch of the other end.
    /// </summary>
    public int[] Tails { get; }

    /// <summary>The same edge in the row of its other end.</summary>
    /// <remarks>As <see cref="SegmentStart"/>.</remarks>
    public int[] Reverse => _reverse ??= FindReverse();

    /// <summary>Each edge's <see cref="UmapSchedule.Step"/>.</summary>
    public uint[] Steps { get; }

    /// <summary>Length n: the vertex at each place.</summary>
    public int[] Vertices { get; }

    /// <summary>
    /// Length n: the place of each vertex, the inverse of <see cref="Vertices"/>. It does not depend on the number of epochs.
    /// </summary>
    public int[] Places { get; }

    /// <summary>Length sub-batches + 1: the first place of each.</summary>
    public int[] SubBatchStart { get; }

    /// <summary>Edges that act.</summary>
    public int Count => RowStart[^1];

    private int[] FindReverse()
    {
        int[] reverse = new int[Count],
            met = RowStart.AsSpan(0, Vertices.Length).ToArray();
        for (int edge = 0; edge < reverse.Length; edge++)
            reverse[edge] = met[Tails[edge]]++;
        return reverse;
    }

    private int[] FindSegments()
    {
        int n = Vertices.Length,
            subBatches = SubBatchStart.Length - 1;
        int[] segmentStart = new int[(n * subBatches) + 1];
        for (int p = 0; p < n; p++)
        {
            int edge = RowStart[p];
            for (int batch = 0; batch < subBatches; batch++)
            {
                segmentStart[(p * subBatches) + batch] = edge;
                while (edge < RowStart[p + 1] && Tails[edge] < SubBatchStart[batch + 1])
                    edge++;
            }
        }

        segmentStart[^1] = Count;
        return segmentStart;
    }

    private static bool Acts(float weight, float min) => weight > 0 && weight >= min;
}
