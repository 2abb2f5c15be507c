using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;

namespace GpuCluster.Core.Benchmarks;

/// <summary>
/// The first epoch of t-SNE in double, every pair summed (van der Maaten and Hinton 2008, equation 5; in three dimensions with
/// scikit-learn's two degrees of freedom and weights). It shares no formula with the kernels, so that an error in them is found.
/// </summary>
public static class TsneEpochReference
{
    /// <summary>Points whose moves are checked; the sum over all pairs is always whole.</summary>
    private const int MaxPoints = 256;

    /// <summary>A coordinate's gain after the first epoch: it starts at 1 and shrinks, as there is no previous step.</summary>
    private const double FirstGain = 0.8;

    /// <summary>The largest difference of a move from what it should be, relative to the largest expected one.</summary>
    /// <param name="graph">Joint probabilities.</param>
    /// <param name="options">What the kernel runs with.</param>
    /// <param name="before">Where points start.</param>
    /// <param name="after">Positions after the first epoch, with mean zero.</param>
    public static double MaxRelativeError(LayoutGraph graph, TsneOptions options, Layout before, Layout after)
    {
        double sum = SumOfSimilarities(before);
        double[] mean =
        [
            .. Enumerable
                .Range(0, before.Dims)
                .Select(d => Enumerable.Range(0, before.Count).Average(vertex => (double)before.Of(vertex)[d])),
        ];
        int points = Math.Min(MaxPoints, before.Count);
        double error = 0,
            scale = double.Epsilon;
        for (int question = 0; question < points; question++)
        {
            int vertex = (int)((long)question * before.Count / points);
            double[] gradient = Gradient(graph, options, before, vertex, sum);
            for (int d = 0; d < before.Dims; d++)
            {
                // The gradient's sum over all points is 0, so the mean that is taken off is that of the start.
                double expected = -TsneSchedule.LearningRate(options, before.Count, 0) * FirstGain * gradient[d],
                    found = after.Of(vertex)[d] + mean[d] - before.Of(vertex)[d];
                error = Math.Max(error, double.IsFinite(found) ? Math.Abs(found - expected) : double.PositiveInfinity);
                scale = Math.Max(scale, Math.Abs(expected));
            }
        }

        return error / scale;
    }

    private static double SumOfSimilarities(Layout layout)
    {
        double sum = 0;
        for (int i = 0; i < layout.Count; i++)
        {
            for (int j = 0; j < i; j++)
                sum += 2 * Similarity(SquaredDistance(layout, i, j), layout.Dims);
        }

        return sum;
    }

    private static double[] Gradient(LayoutGraph graph, TsneOptions options, Layout at, int vertex, double sum)
    {
        double freedom = at.Dims - 1,
            factor = 2 * (freedom + 1) / freedom;
        double[] gradient = new double[at.Dims];
        for (int edge = graph.RowStart[vertex]; edge < graph.RowStart[vertex + 1]; edge++)
        {
            int other = graph.Neighbours[edge];
            Add(other, options.Exaggeration * graph.Weights[edge] * Similarity(SquaredDistance(at, vertex, other), at.Dims));
        }

        for (int other = 0; other < at.Count; other++)
        {
            if (other != vertex)
            {
                double similarity = Similarity(SquaredDistance(at, vertex, other), at.Dims);
                Add(other, -similarity * similarity / sum);
            }
        }

        return gradient;

        void Add(int other, double weight)
        {
            for (int d = 0; d < gradient.Length; d++)
                gradient[d] += factor * weight * ((double)at.Of(vertex)[d] - at.Of(other)[d]);
        }
    }

    private static double Similarity(double squaredDistance, int dims)
    {
        double freedom = dims - 1;
        return Math.Pow(1 + (squaredDistance / freedom), -(freedom + 1) / 2);
    }

    private static double SquaredDistance(Layout layout, int left, int right)
    {
        double sum = 0;
        for (int d = 0; d < layout.Dims; d++)
        {
            double difference = (double)layout.Of(left)[d] - layout.Of(right)[d];
            sum += difference * difference;
        }

        return sum;
    }
}
