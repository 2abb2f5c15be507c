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
        int dims = initial.Dims;
        double[] x = initial.Values.Select(v => (double)v).ToArray();
        float largest = graph.Weights.Max();
        Random random = new(seed);
        double[] next = graph.Weights.Select(w => (double)largest / w).ToArray();
        double[] nextNegative = graph.Weights.Select(w => largest / w / (double)negativeSamples).ToArray();
        double alpha = 1.0;
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int i = 0; i < graph.Count; i++)
            {
                for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
                {
                    double period = (double)largest / graph.Weights[e];
                    if (period > epochs || next[e] > epoch)
                        continue;
                    int j = graph.Neighbours[e];
                    double d2 = SquaredDistance(x, i, j, dims);
                    double pull = d2 > 0 ? -2 * a * b * Math.Pow(d2, b - 1) / (1 + (a * Math.Pow(d2, b))) : 0;
                    for (int d = 0; d < dims; d++)
                    {
                        double move = Math.Clamp(pull * (x[(i * dims) + d] - x[(j * dims) + d]), -4, 4) * alpha;
                        if (i != pinned)
                            x[(i * dims) + d] += move;
                        if (j != pinned)
                            x[(j * dims) + d] -= move;
                    }

                    next[e] += period;
                    if (negativeSamples == 0)
                        continue;
                    int negatives = (int)((epoch - nextNegative[e]) / (period / negativeSamples));
                    nextNegative[e] += negatives * period / negativeSamples;
                    for (; negatives > 0; negatives--)
                    {
                        int other = random.Next(graph.Count);
                        if (other == i || i == pinned)
                            continue;
                        d2 = SquaredDistance(x, i, other, dims);
                        if (d2 == 0)
                            continue;
                        double push = 2 * b / ((0.001 + d2) * (1 + (a * Math.Pow(d2, b))));
                        for (int d = 0; d < dims; d++)
                            x[(i * dims) + d] += Math.Clamp(push * (x[(i * dims) + d] - x[(other * dims) + d]), -4, 4) * alpha;
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
        for (int i = 0; i < graph.Count; i++)
        {
            for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
            {
                attraction += graph.Weights[e] * Math.Log(1 + (a * Math.Pow(SquaredDistance(x, i, graph.Neighbours[e], dims), b)));
                weight += graph.Weights[e];
            }

            for (int j = 0; j < i; j++)
            {
                double power = a * Math.Pow(SquaredDistance(x, i, j, dims) + 1e-3, b);
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
        for (int i = 0; i < graph.Count; i++)
        {
            double mean = 0,
                degree = 0;
            for (int k = 0; k < graph.Count; k++)
            {
                if (k != i)
                    mean -= Math.Log(1 - (1 / (1 + (a * Math.Pow(SquaredDistance(x, i, k, dims) + 1e-3, b))))) / graph.Count;
            }

            for (int e = graph.RowStart[i]; e < graph.RowStart[i + 1]; e++)
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
        double sum = 0.0;
        for (int d = 0; d < dims; d++)
            sum += (x[(i * dims) + d] - x[(j * dims) + d]) * (x[(i * dims) + d] - x[(j * dims) + d]);
        return sum;
    }
}
