using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Devices;

namespace GpuCluster.Pipeline.Neighbours;

/// <summary>The neighbour search of a layout: exact or approximate, and the recall it reached.</summary>
public static class KnnStage
{
    /// <summary>Samples from which the approximate search is faster by more than it may lose.</summary>
    private const int MaxExact = 16384;

    /// <summary>
    /// The same on another device, calculated and not timed: all pairs are n² d products and as many distances through memory, at 10
    /// TFLOP/s and 1 TB/s about 1.5 s for this number of samples of 128 features, and 16 times that for a million. Of an approximate
    /// search the host's share remains, which grows as n log n and takes as long here.
    /// </summary>
    private const int MaxExactOnDevice = 250_000;

    /// <summary>A layout of fewer true neighbours than this is likely to look different.</summary>
    private const double MinRecall = 0.9;

    /// <summary>With <see cref="KnnKind.Auto"/>, an exact search follows one that missed too many if it takes no longer.</summary>
    private const double MaxSecondsOfSecondSearch = 60;

    /// <summary>Whether the search will be the approximate one.</summary>
    /// <param name="settings">How neighbours are searched.</param>
    /// <param name="backends">Where.</param>
    /// <param name="n">Samples.</param>
    public static bool IsApproximate(KnnSettings settings, IComputeBackends backends, int n)
    {
        int maxExact = backends.SearchesOnHost(settings.Metric) ? MaxExact : MaxExactOnDevice;
        return settings.Kind == KnnKind.Approximate || (settings.Kind == KnnKind.Auto && n > maxExact);
    }

    /// <summary>Seconds that a search of n x d values is expected to take, from measurements on two cores.</summary>
    public static double ExpectedSeconds(int n, int d, bool approximate) =>
        0.05 + (approximate ? n * (d + 600.0) / 4e7 : (double)n * n * d / 1.5e11);

    /// <summary>Searches. The caller has begun the stage.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="k">Neighbours of each sample, itself included, 1 to n.</param>
    /// <param name="settings">How neighbours are searched.</param>
    /// <param name="backends">Where.</param>
    /// <param name="progress">Receives the share that is done, and warnings.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <returns>n x k neighbours, the nearest first, and the recall.</returns>
    /// <exception cref="UnusableInputException">n x k is more than one array holds, or more than the device can keep.</exception>
    /// <exception cref="MachineFaultException">The memory of the host or of the device does not suffice.</exception>
    public static (KnnGraph Graph, KnnOutcome Outcome) Run(
        EmbeddingMatrix embedding,
        int k,
        KnnSettings settings,
        IComputeBackends backends,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        bool approximate = IsApproximate(settings, backends, embedding.Rows);
        // To a device correlation is the cosine of rows whose mean is taken off.
        bool centre = settings.Metric == Metric.Correlation && !backends.SearchesOnHost(Metric.Correlation);
        EmbeddingMatrix rows = centre ? CentredRows.Of(embedding, settings.Threads, cancellation) : embedding;
        Metric metric = centre ? Metric.Cosine : settings.Metric;
        using IKnnSearch search = approximate
            ? backends.CreateApproximateKnn(settings.Metric, settings.Seed, progress)
            : backends.CreateKnn(settings.Metric, progress);
        KnnGraph graph = search.Search(rows, k, metric, progress, cancellation);
        double? recall =
            k < 2 ? null
            : approximate ? TiledKnnRecall.Measure(embedding, settings.Metric, graph, settings.Seed, settings.Threads, cancellation)
            : 1;
        if (approximate && recall < MinRecall)
        {
            string missed = $"only {100 * recall:0} % of the true neighbours were found, as in data of many independent features";
            if (
                settings.Kind == KnnKind.Auto
                && ExpectedSeconds(embedding.Rows, embedding.Columns, approximate: false) <= MaxSecondsOfSecondSearch
            )
            {
                progress.Warn($"{missed}: searching all; an approximate search takes what was found", [new Remedy(Setting.Knn, "approx")]);
                using IKnnSearch exact = backends.CreateKnn(settings.Metric, progress);
                return (exact.Search(rows, k, metric, progress, cancellation), new KnnOutcome(false, 1));
            }

            progress.Warn($"{missed}; an exact search finds all and takes longer", [new Remedy(Setting.Knn, "exact")]);
        }

        return (graph, new KnnOutcome(approximate, recall));
    }
}
