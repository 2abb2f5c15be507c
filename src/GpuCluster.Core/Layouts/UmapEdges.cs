using GpuCluster.Core.Graphs;

namespace GpuCluster.Core.Layouts;

/// <summary>
/// The edges that act within a run, in the order the stepper works in. Vertices are renumbered so that each of the sub-batches of an epoch is one range: vertex
/// v belongs to sub-batch v mod (number of sub-batches), which spreads neighbours that follow each other in the data over different ones.
/// Edges of place p are at RowStart[p] to RowStart[p + 1] - 1.
/// </summary>
public sealed class UmapEdges
{
    /// <summary>
    /// Sub-batches of an epoch, where there are points enough. With more of them both ends of an edge less often move at once on stale positions; each costs a
    /// meeting of all threads, or a launch.
    /// </summary>
    private const int MostSubBatches = 8;

    /// <summary>Drops the edges that never act and puts the others in order.</summary>
    /// <param name="graph">Edges in both directions.</param>
    /// <param name="epochs">Epochs in all.</param>
    public UmapEdges(LayoutGraph graph, int epochs)
    {
        var n = graph.Count;
        var subBatches = Math.Clamp(n, 1, MostSubBatches);
        Vertices = new int[n];
        SubBatchStart = new int[subBatches + 1];
        var place = new int[n];
        var next = 0;
        for (var batch = 0; batch < subBatches; batch++)
        {
            for (var vertex = batch; vertex < n; vertex += subBatches)
            {
                place[vertex] = next;
                Vertices[next++] = vertex;
            }

            SubBatchStart[batch + 1] = next;
        }

        var largest = 0f;
        foreach (var weight in graph.Weights) largest = MathF.Max(largest, weight);
        var least = UmapSchedule.LeastWeight(largest, n, epochs);
        RowStart = new int[n + 1];
        FirstHigher = new int[n];
        var tails = new int[graph.EdgeCount];
        var steps = new uint[graph.EdgeCount];
        var count = 0;
        for (var p = 0; p < n; p++)
        {
            var vertex = Vertices[p];
            FirstHigher[p] = count;
            for (var edge = graph.RowStart[vertex]; edge < graph.RowStart[vertex + 1]; edge++)
            {
                var weight = graph.Weights[edge];
                if (weight <= 0 || weight < least) continue;
                if (graph.Neighbours[edge] < vertex) FirstHigher[p] = count + 1;
                tails[count] = place[graph.Neighbours[edge]];
                steps[count++] = UmapSchedule.Step(weight, largest);
            }

            RowStart[p + 1] = count;
        }

        Tails = tails;
        Steps = steps;
    }

    /// <summary>Length n + 1.</summary>
    public int[] RowStart { get; }

    /// <summary>Length n: the first edge of each place that leads to a vertex of higher number; neighbours ascend.</summary>
    public int[] FirstHigher { get; }

    /// <summary>The place of each edge's other end.</summary>
    public int[] Tails { get; }

    /// <summary>Each edge's <see cref="UmapSchedule.Step"/>.</summary>
    public uint[] Steps { get; }

    /// <summary>Length n: the vertex at each place.</summary>
    public int[] Vertices { get; }

    /// <summary>Length sub-batches + 1: the first place of each.</summary>
    public int[] SubBatchStart { get; }

    /// <summary>Edges that act.</summary>
    public int Count => RowStart[^1];
}
