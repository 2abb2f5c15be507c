using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Core.Benchmarks;

/// <summary>
/// One epoch of UMAP in double, one action after the other. It uses the same schedule and the same random draws as the kernels, but its own
/// forces (McInnes, Healy and Melville 2018, section 3.2), so that an error in theirs is found.
/// </summary>
public sealed class UmapEpochReference
{
    private readonly UmapOptions _options;
    private readonly UmapEdges _edges;
    private readonly int _epochs;
    private readonly double _a,
        _b;
    private readonly bool[] _isPinned;

    /// <param name="graph">Edges in both directions.</param>
    /// <param name="options">What the kernels run with.</param>
    /// <param name="pinned">Vertices that stay where they are; null: none. A pinned vertex still pulls its neighbours.</param>
    /// <param name="order">The order in which the kernels take the vertices; empty: as they are numbered.</param>
    public UmapEpochReference(
        LayoutGraph graph,
        UmapOptions options,
        IReadOnlyCollection<int>? pinned = null,
        ReadOnlySpan<int> order = default
    )
    {
        _options = options;
        _epochs = options.EpochsFor(graph.Count);
        _edges = new UmapEdges(graph, _epochs, order);
        UmapCurve curve = UmapCurve.Fit(options.MinDist, options.Spread);
        (_a, _b) = (curve.A, curve.B);
        _isPinned = [.. _edges.Vertices.Select(vertex => pinned?.Contains(vertex) ?? false)];
    }

    /// <summary>Pairs that an epoch moves, on average over epochs: each action's pull and its pushes.</summary>
    public double PairsOfEpoch => _edges.Steps.Sum(step => (double)step / UmapSchedule.FullStep) * (1 + _options.NegativeSamples);

    /// <summary>Edges that act within a run, both directions counted.</summary>
    public int Edges => _edges.Count;

    /// <summary>
    /// The largest difference of a coordinate from where an epoch should have taken it, relative to the largest expected coordinate.
    /// </summary>
    /// <param name="rule">The order in which actions see each other's results.</param>
    /// <param name="epoch">The epoch, 1 or more.</param>
    /// <param name="before">The layout at its start.</param>
    /// <param name="after">The kernel's layout.</param>
    public double MaxRelativeError(UmapEpochRule rule, int epoch, Layout before, Layout after)
    {
        double[][] at = [.. _edges.Vertices.Select(vertex => before.Of(vertex).ToArray().Select(value => (double)value).ToArray())];
        if (rule == UmapEpochRule.HeadsInSequence)
            RunSubBatches(epoch, at);
        else
            RunRounds(epoch, at);

        double error = 0,
            scale = double.Epsilon;
        for (int place = 0; place < at.Length; place++)
        {
            ReadOnlySpan<float> found = after.Of(_edges.Vertices[place]);
            for (int d = 0; d < found.Length; d++)
            {
                error = Math.Max(error, double.IsFinite(found[d]) ? Math.Abs(found[d] - at[place][d]) : double.PositiveInfinity);
                scale = Math.Max(scale, Math.Abs(at[place][d]));
            }
        }

        return error / scale;
    }

    private void RunSubBatches(int epoch, double[][] at)
    {
        for (int batch = 0; batch + 1 < _edges.SubBatchStart.Length; batch++)
        {
            double[][] next = Copy(at);
            for (int place = _edges.SubBatchStart[batch]; place < _edges.SubBatchStart[batch + 1]; place++)
            {
                double[] head = [.. at[place]];
                uint key = CounterRandom.Key(_options.Seed, (uint)epoch, (uint)_edges.Vertices[place]),
                    draw = 0;
                for (int edge = _edges.RowStart[place]; edge < _edges.RowStart[place + 1]; edge++)
                {
                    if (!UmapSchedule.Fires(_edges.Steps[edge], epoch))
                        continue;

                    double[] pull = Force(epoch, head, at[_edges.Tails[edge]], pulls: true);
                    Move(next, _edges.Tails[edge], pull, -1);
                    Step(place, head, next, pull);
                    for (
                        int negatives = UmapSchedule.Negatives(_edges.Steps[edge], epoch, _options.NegativeSamples);
                        negatives > 0;
                        negatives--
                    )
                    {
                        int other = CounterRandom.Index(CounterRandom.Bits(key, draw++), at.Length);
                        if (other != place)
                            Step(place, head, next, Force(epoch, head, at[other], pulls: false));
                    }
                }
            }

            next.CopyTo(at, 0);
        }

        void Step(int place, double[] head, double[][] next, double[] move)
        {
            if (!_isPinned[place])
                Add(head, move, 1);

            Move(next, place, move, 1);
        }
    }

    private void RunRounds(int epoch, double[][] at)
    {
        for (int round = 0; round < UmapRounds.Count; round++)
        {
            double[][] next = Copy(at);
            for (int place = 0; place < at.Length; place++)
            {
                for (int edge = _edges.RowStart[place]; edge < _edges.RowStart[place + 1]; edge++)
                {
                    if (edge % UmapRounds.Count != round || !UmapSchedule.Fires(_edges.Steps[edge], epoch))
                        continue;

                    double[] pull = Force(epoch, at[place], at[_edges.Tails[edge]], pulls: true);
                    Move(next, place, pull, 1);
                    Move(next, _edges.Tails[edge], pull, -1);
                    uint key = UmapRounds.Key(_options.Seed, epoch, edge);
                    int negatives = UmapSchedule.Negatives(_edges.Steps[edge], epoch, _options.NegativeSamples);
                    for (uint draw = 0; draw < negatives; draw++)
                    {
                        int other = CounterRandom.Index(CounterRandom.Bits(key, draw), at.Length);
                        if (other != place)
                            Move(next, place, Force(epoch, at[place], at[other], pulls: false), 1);
                    }
                }
            }

            next.CopyTo(at, 0);
        }
    }

    private void Move(double[][] positions, int place, double[] move, double sign)
    {
        if (!_isPinned[place])
            Add(positions[place], move, sign);
    }

    private double[] Force(int epoch, double[] head, double[] other, bool pulls)
    {
        double squared = 0;
        for (int d = 0; d < head.Length; d++)
            squared += (head[d] - other[d]) * (head[d] - other[d]);

        double power = squared > 0 ? Math.Pow(squared, _b) : 0;
        double coefficient = pulls
            ? squared > 0
                ? -2 * _a * _b * (power / squared) / (1 + (_a * power))
                : 0
            : 2 * _options.Repulsion * _b / ((0.001 + squared) * (1 + (_a * power)));
        double alpha = UmapSchedule.Alpha(_options.LearningRate, epoch, _epochs);
        double[] move = new double[head.Length];
        for (int d = 0; d < move.Length; d++)
            move[d] = alpha * Math.Clamp(coefficient * (head[d] - other[d]), -4, 4);

        return move;
    }

    private static void Add(double[] to, double[] move, double sign)
    {
        for (int d = 0; d < to.Length; d++)
            to[d] += sign * move[d];
    }

    private static double[][] Copy(double[][] at) => [.. at.Select(position => position.ToArray())];
}
