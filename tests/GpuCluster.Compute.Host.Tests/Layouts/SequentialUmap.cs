using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Tests.Layouts;

/// <summary>
/// An independent UMAP: double precision, one thread, counters, every edge in turn moving both of its ends, as McInnes, Healy and Melville
/// describe it. It calls none of the program's formulas; a and b are given.
/// </summary>
internal static class SequentialUmap
{
    public static double[] Optimise(
        LayoutGraph graph,
        Layout initial,
        int epochs,
        double a,
        double b,
        int seed,
        int negativeSamples = 5,
        int pinned = -1
    )
    {
        var dims = initial.Dims;
        var x = initial.Values.Select(v => (double)v).ToArray();
        var largest = graph.Weights.Max();
        var random = new Random(seed);
        var next = graph.Weights.Select(w => (double)largest / w).ToArray();
        var nextNegative = graph.Weights.Select(w => largest / w / (double)negativeSamples).ToArray();
        var alpha = 1.0;
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var i = 0; i < graph.Count; i++)
            {
                for (var e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
                {
                    double period = (double)largest / graph.Weights[e];
                    if (period > epochs || next[e] > epoch)
                        continue;
                    var j = graph.Neighbours[e];
                    var d2 = SquaredDistance(x, i, j, dims);
                    var pull = d2 > 0 ? -2 * a * b * Math.Pow(d2, b - 1) / (1 + (a * Math.Pow(d2, b))) : 0;
                    for (var d = 0; d < dims; d++)
                    {
                        var move = Math.Clamp(pull * (x[(i * dims) + d] - x[(j * dims) + d]), -4, 4) * alpha;
                        if (i != pinned)
                            x[(i * dims) + d] += move;
                        if (j != pinned)
                            x[(j * dims) + d] -= move;
                    }

                    next[e] += period;
                    if (negativeSamples == 0)
                        continue;
                    var negatives = (int)((epoch - nextNegative[e]) / (period / negativeSamples));
                    nextNegative[e] += negatives * period / negativeSamples;
                    for (; negatives > 0; negatives--)
                    {
                        var other = random.Next(graph.Count);
                        if (other == i || i == pinned)
                            continue;
                        d2 = SquaredDistance(x, i, other, dims);
                        if (d2 == 0)
                            continue;
                        var push = 2 * b / ((0.001 + d2) * (1 + (a * Math.Pow(d2, b))));
                        for (var d = 0; d < dims; d++)
                        {
                            x[(i * dims) + d] += Math.Clamp(push * (x[(i * dims) + d] - x[(other * dims) + d]), -4, 4) * alpha;
                        }
                    }
                }
            }

            alpha = 1 - (epoch / (double)epochs);
        }

        return x;
    }

    /// <summary>The mean attraction loss over edges, weighted, and the mean repulsion loss over all pairs.</summary>
    public static (double Attraction, double Repulsion) Loss(LayoutGraph graph, double[] x, int dims, double a, double b)
    {
        double attraction = 0,
            weight = 0,
            repulsion = 0;
        for (var i = 0; i < graph.Count; i++)
        {
            for (var e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
            {
                attraction += graph.Weights[e] * Math.Log(1 + (a * Math.Pow(SquaredDistance(x, i, graph.Neighbours[e], dims), b)));
                weight += graph.Weights[e];
            }

            for (var j = 0; j < i; j++)
            {
                var power = a * Math.Pow(SquaredDistance(x, i, j, dims) + 1e-3, b);
                repulsion += Math.Log((1 + power) / power);
            }
        }

        return (attraction / weight, repulsion / (graph.Count * (graph.Count - 1) / 2.0));
    }

    /// <summary>
    /// The loss that drawing negatives descends, its mean over all pairs and not over drawn ones: over directed edges -w ln q + w m gamma
    /// mean(-ln(1 - q)), each over the number of edges (Damrich and Hamprecht 2021).
    /// </summary>
    public static (double Attraction, double Repulsion) EffectiveLoss(
        LayoutGraph graph,
        double[] x,
        int dims,
        double a,
        double b,
        double negatives,
        double gamma
    )
    {
        double attraction = 0,
            repulsion = 0;
        for (var i = 0; i < graph.Count; i++)
        {
            double mean = 0,
                degree = 0;
            for (var k = 0; k < graph.Count; k++)
            {
                if (k != i)
                    mean -= Math.Log(1 - (1 / (1 + (a * Math.Pow(SquaredDistance(x, i, k, dims) + 1e-3, b))))) / graph.Count;
            }

            for (var e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
            {
                attraction -= graph.Weights[e] * Math.Log(1 / (1 + (a * Math.Pow(SquaredDistance(x, i, graph.Neighbours[e], dims), b))));
                degree += graph.Weights[e];
            }

            repulsion += degree * negatives * gamma * mean;
        }

        return (attraction / graph.EdgeCount, repulsion / graph.EdgeCount);
    }

    private static double SquaredDistance(double[] x, int i, int j, int dims)
    {
        var sum = 0.0;
        for (var d = 0; d < dims; d++)
            sum += (x[(i * dims) + d] - x[(j * dims) + d]) * (x[(i * dims) + d] - x[(j * dims) + d]);
        return sum;
    }
}
