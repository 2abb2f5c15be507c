using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// How well a layout parts the classes (Rousseeuw 1987): of a sample (b - a) / max(a, b), a its mean distance to its own class and b that
/// to the nearest other class; 0 for a class of one. What scikit-learn's silhouette_score(layout, labels) is. Samples without a label are
/// left out. How it works: points lie class by class, so that the distances to a class are one run of square roots.
/// </summary>
public static class SilhouetteMeasure
{
    /// <summary>Measures it.</summary>
    /// <param name="layout">n positions.</param>
    /// <param name="labels">n labels.</param>
    /// <param name="seed">Seed of the samples asked, where not all are; see <see cref="QuerySamples"/>.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <param name="maxAsked">Fewer samples than <see cref="QuerySamples"/> would ask, for callers with little time.</param>
    /// <returns>-1 to 1, or null where there are fewer than two classes, or none of more than one sample.</returns>
    public static SampledMeasure? Measure(
        Layout layout,
        SampleLabels labels,
        ulong seed,
        int threads,
        CancellationToken cancellation,
        int maxAsked = int.MaxValue
    )
    {
        int[] order = [.. Enumerable.Range(0, layout.Count).Where(i => labels.ClassOf[i] >= 0).OrderBy(i => labels.ClassOf[i])];
        List<int> starts = [];
        int[] classAt = new int[order.Length];
        for (int at = 0; at < order.Length; at++)
        {
            if (at == 0 || labels.ClassOf[order[at]] != labels.ClassOf[order[at - 1]])
                starts.Add(at);
            classAt[at] = starts.Count - 1;
        }

        if (starts.Count < 2 || starts.Count == order.Length)
            return null;

        starts.Add(order.Length);
        int[] start = [.. starts];
        LayoutDistances distances = new(layout, order);
        int[] queries = QuerySamples.Of(order.Length, seed, maxAsked);
        double[] values = new double[queries.Length];
        WorkQueue.Run(
            queries.Length,
            threads,
            queue =>
            {
                double[] squares = new double[order.Length];
                while (queue.TryTake(out int question))
                {
                    distances.SquaresFrom(queries[question], squares);
                    values[question] = Of(squares, start, classAt[queries[question]]);
                }
            },
            cancellation
        );
        return SampledMeasure.MeanOf(values, order.Length);
    }

    /// <summary>One sample's.</summary>
    /// <param name="squares">Its squared distances, class by class.</param>
    /// <param name="start">The first place of each class, and the end.</param>
    /// <param name="own">Its class.</param>
    private static double Of(double[] squares, int[] start, int own)
    {
        if (start[own + 1] - start[own] == 1)
            return 0;

        double within = 0,
            nearest = double.PositiveInfinity;
        for (int c = 0; c + 1 < start.Length; c++)
        {
            int size = start[c + 1] - start[c];
            double sum = LayoutDistances.SumOfRoots(squares.AsSpan(start[c], size));
            if (c == own)
                within = sum / (size - 1);
            else
                nearest = Math.Min(nearest, sum / size);
        }

        double larger = Math.Max(within, nearest);
        return larger > 0 ? (nearest - within) / larger : 0;
    }
}
