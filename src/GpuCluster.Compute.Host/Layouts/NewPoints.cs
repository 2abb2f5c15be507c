using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Simd;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// New samples placed into a finished layout by UMAP's rule (umap-learn's transform): memberships to the nearest known samples, a start at
/// their weighted mean, then epochs at a quarter of the learning rate in which the new points alone move, drawn by the known ones and
/// pushed by known ones drawn at random.
/// </summary>
/// <remarks>
/// How it works. Known points do not move and new ones do not see each other, so each new point runs through all of its epochs alone:
/// nothing depends on the threads. The arithmetic is double and scalar: a point has k edges and some hundred epochs.
/// </remarks>
public static class NewPoints
{
    /// <summary>Epochs of up to <see cref="MaxWithManyEpochs"/> new points, and of more, as umap-learn has them.</summary>
    private const int ManyEpochs = 100,
        FewEpochs = 30,
        MaxWithManyEpochs = 10_000;

    private const double LearningShare = 0.25;

    /// <summary>The number of epochs for <paramref name="count"/> new points.</summary>
    public static int EpochsFor(int count) => count <= MaxWithManyEpochs ? ManyEpochs : FewEpochs;

    /// <summary>How strongly each new sample belongs to the neighbourhoods of its nearest known ones; m x k, 0 to 1.</summary>
    /// <remarks>A new sample is not its own neighbour, so that one neighbour less than in a layout is fully connected.</remarks>
    /// <param name="found">The nearest known samples.</param>
    /// <param name="localConnectivity">Of the layout; see <see cref="FuzzyGraphRule"/>.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static float[] Memberships(KnownNeighbourSearch found, double localConnectivity, int threads, CancellationToken cancellation)
    {
        float[] weights = new float[found.Distances.Length];
        double sum = 0;
        foreach (float distance in found.Distances)
            sum += distance;
        float mean = (float)(sum / Math.Max(1, weights.Length)),
            target = SmoothKnnDistance.Target(found.K),
            connectivity = (float)Math.Max(0, localConnectivity - 1);
        RowChunks.ForEachRow(
            found.Count,
            threads,
            report: null,
            row =>
            {
                int first = row * found.K;
                NeighbourhoodScale scale = SmoothKnnDistance.Fit(
                    new HostDistanceRow(found.Distances, first, found.K),
                    target,
                    mean,
                    connectivity
                );
                for (int j = first; j < first + found.K; j++)
                    weights[j] = scale.Sigma > 0 ? MembershipStrength.Of(found.Distances[j], scale.Rho, scale.Sigma) : 1;
            },
            cancellation
        );
        return weights;
    }

    /// <summary>Where each new point starts: the mean of its nearest known points, weighted by membership.</summary>
    /// <param name="known">Where the known samples are.</param>
    /// <param name="found">The nearest known samples of the new ones.</param>
    /// <param name="weights"><see cref="Memberships"/>.</param>
    public static Layout Start(Layout known, KnownNeighbourSearch found, float[] weights)
    {
        float[] values = new float[found.Count * known.Dims];
        double[] at = new double[known.Dims];
        for (int point = 0; point < found.Count; point++)
        {
            Array.Clear(at);
            double total = 0;
            for (int j = point * found.K; j < (point + 1) * found.K; j++)
            {
                total += weights[j];
                ReadOnlySpan<float> neighbour = known.Of(found.Neighbours[j]);
                for (int d = 0; d < at.Length; d++)
                    at[d] += (double)weights[j] * neighbour[d];
            }

            // Where all memberships vanish, which one distance far beyond the others brings about, the nearest is where it belongs.
            ReadOnlySpan<float> nearest = known.Of(found.Neighbours[point * found.K]);
            for (int d = 0; d < at.Length; d++)
                values[(point * at.Length) + d] = total > 0 ? (float)(at[d] / total) : nearest[d];
        }

        return new Layout(found.Count, known.Dims, values);
    }

    /// <summary>Runs the epochs.</summary>
    /// <param name="known">Where the known samples are.</param>
    /// <param name="found">The nearest known samples of the new ones.</param>
    /// <param name="weights"><see cref="Memberships"/>.</param>
    /// <param name="start"><see cref="Start"/>; not changed.</param>
    /// <param name="options">Of the layout; its epochs are those of this run, or null for <see cref="EpochsFor"/>.</param>
    /// <param name="threads">Threads to use at most; the result does not depend on it.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Layout Settle(
        Layout known,
        KnownNeighbourSearch found,
        float[] weights,
        Layout start,
        UmapOptions options,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        UmapLimits.ThrowIfImpossible(options);
        int epochs = options.Epochs ?? EpochsFor(found.Count);
        UmapCurve curve = UmapCurve.Fit(options.MinDist, options.Spread);
        float largest = 0;
        foreach (float weight in weights)
            largest = Math.Max(largest, weight);
        float[] values = [.. start.Values];
        Layout moved = start with { Values = values };
        if (epochs > 0 && largest > 0)
        {
            RowChunks.ForEachRow(
                found.Count,
                threads,
                progress.Report,
                point => Settle(known, found, weights, largest, moved, point, options, curve, epochs),
                cancellation
            );
        }

        return moved;
    }

    private static void Settle(
        Layout known,
        KnownNeighbourSearch found,
        float[] weights,
        float largest,
        Layout moved,
        int point,
        UmapOptions options,
        UmapCurve curve,
        int epochs
    )
    {
        Span<double> at = stackalloc double[3];
        Span<uint> steps = found.K <= 1024 ? stackalloc uint[found.K] : new uint[found.K];
        Span<float> own = moved.Values.AsSpan(point * known.Dims, known.Dims);
        for (int d = 0; d < own.Length; d++)
            at[d] = own[d];
        for (int j = 0; j < steps.Length; j++)
        {
            float weight = weights[(point * found.K) + j];
            steps[j] = weight < largest / epochs ? 0 : UmapSchedule.Step(weight, largest);
        }

        ScalarDouble a = ScalarDouble.Of(curve.A),
            b = ScalarDouble.Of(curve.B),
            gamma = ScalarDouble.Of(options.Repulsion);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double alpha = UmapSchedule.Alpha(LearningShare * options.LearningRate, epoch, epochs);
            uint key = CounterRandom.Key(options.Seed, (uint)epoch, (uint)point);
            uint draw = 0;
            for (int j = 0; j < steps.Length; j++)
            {
                if (steps[j] == 0 || !UmapSchedule.Fires(steps[j], epoch))
                    continue;
                Move(at, known.Of(found.Neighbours[(point * found.K) + j]), pulls: true, alpha, a, b, gamma);
                for (int negative = UmapSchedule.Negatives(steps[j], epoch, options.NegativeSamples); negative > 0; negative--)
                    Move(at, known.Of(CounterRandom.Index(CounterRandom.Bits(key, draw++), known.Count)), pulls: false, alpha, a, b, gamma);
            }
        }

        for (int d = 0; d < own.Length; d++)
            own[d] = (float)at[d];
    }

    private static void Move(
        Span<double> at,
        ReadOnlySpan<float> other,
        bool pulls,
        double alpha,
        ScalarDouble a,
        ScalarDouble b,
        ScalarDouble gamma
    )
    {
        double square = 0;
        for (int d = 0; d < other.Length; d++)
            square += (at[d] - other[d]) * (at[d] - other[d]);
        ScalarDouble distance = ScalarDouble.Of(square);
        ScalarDouble coefficient = pulls
            ? UmapForces<ScalarDouble>.Attraction(distance, a, b)
            : UmapForces<ScalarDouble>.Repulsion(distance, a, b, gamma);
        for (int d = 0; d < other.Length; d++)
            at[d] += alpha * UmapForces<ScalarDouble>.Clip(coefficient * ScalarDouble.Of(at[d] - other[d])).Value;
    }
}
