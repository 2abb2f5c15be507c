using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Layouts.Epochs;
using GpuCluster.Compute.Ilgpu.Similarity;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>The stages of the parity check: the kernels that a run launches by default, or those that the user named.</summary>
internal static class ParityStages
{
    private const ulong Seed = 1;

    /// <summary>Neighbours of a sample, itself included.</summary>
    private const int K = 7;

    /// <summary>The tolerance: sums in another order and the device's square roots and exponentials differ by less.</summary>
    private const double Rounding = 1e-4;

    /// <summary>More than one dot-product step of features, and a number of samples that fills no group evenly.</summary>
    private static readonly KernelSize Rows = new(45, 19);

    /// <summary>The same number of points in space.</summary>
    private static readonly KernelSize Points = new(45, 3);

    /// <summary>Every third point.</summary>
    private static readonly int[] Pinned = [.. Enumerable.Range(0, Points.N / 3).Select(i => 3 * i)];

    /// <summary>The search for neighbours, exact and approximate, and cosines.</summary>
    /// <param name="kernel">The search's kernel that was named; null: the default.</param>
    public static IReadOnlyList<ParityStage> OfSearch(string? kernel) =>
        [
            new(
                "neighbours by cosine (NormaliseRowsKernel, DotTileKernel, MergeTopKernel, RefineDistanceKernel)",
                Rounding,
                device => Neighbours(new IlgpuKnnSearch(device, kernel), Metric.Cosine)
            ),
            new(
                "neighbours by Euclidean distance (CentreRowsKernel, DotTileKernel, MergeTopKernel, RefineDistanceKernel)",
                Rounding,
                device => Neighbours(new IlgpuKnnSearch(device, kernel), Metric.Euclidean)
            ),
            new(
                "approximate neighbours (DotTileKernel, MergeTopKernel, RestoreOrderKernel)",
                Rounding,
                device => Neighbours(new IlgpuApproximateKnnSearch(device, new AllTiles(), kernel), Metric.Euclidean)
            ),
            new("one sample's cosines (SimilarityRowKernel)", Rounding, device => Cosines(device, 1)),
            new("a tile of cosines (DotTileKernel)", Rounding, device => Cosines(device, K)),
        ];

    /// <summary>The graph, and epochs of UMAP and t-SNE.</summary>
    /// <param name="kernel">UMAP's kernel that was named; null: the default.</param>
    public static IReadOnlyList<ParityStage> OfLayouts(string? kernel)
    {
        string umap = kernel ?? UmapEpochVariants.Default;
        return
        [
            new("fuzzy graph (SmoothKnnDistanceKernel, MembershipStrengthKernel, UnionFillKernel, SortRowsKernel)", Rounding, FuzzyGraph),
            new($"UMAP epoch ({umap})", KernelVariant.Rounding, device => Umap(device, umap, [])),
            new($"UMAP epoch with pinned points ({umap})", KernelVariant.Rounding, device => Umap(device, umap, Pinned)),
            new("t-SNE epoch (TsneRepulsionKernel, TsneMoveKernel)", KernelVariant.Rounding, Tsne),
        ];
    }

    private static double Neighbours(IKnnSearch search, Metric metric) => ErrorOf(new KnnRun(search, Samples(), K, metric));

    private static double Cosines(IlgpuDevice device, int rows)
    {
        EmbeddingMatrix samples = Samples();
        return ErrorOf(new CosineTileRun(new IlgpuCosineSimilarity(device, samples), samples, rows, samples.Rows));
    }

    private static double FuzzyGraph(IlgpuDevice device)
    {
        KnnGraph knn = FuzzyGraphReference.Neighbours(Samples(), K);
        using IlgpuFuzzyGraphBuilder builder = new(device);
        return FuzzyGraphReference.MaxError(knn, builder.Build(knn, NoProgress.Instance, CancellationToken.None));
    }

    private static double Umap(IlgpuDevice device, string kernel, int[] pinned) =>
        ErrorOf(
            new UmapEpochRun(
                Points,
                Seed,
                UmapEpochVariants.Named(device, kernel).Variant.Rule,
                (graph, initial, options) => new IlgpuUmapStepper(graph, initial, options, device, kernel: kernel),
                pinned
            )
        );

    private static double Tsne(IlgpuDevice device) =>
        ErrorOf(
            new TsneEpochRun(Points, Seed, theta: 0, (graph, initial, options) => new IlgpuTsneStepper(graph, initial, options, device))
        );

    private static EmbeddingMatrix Samples() => SyntheticRows.Create(Rows, Seed);

    private static double ErrorOf(IKernelRun run)
    {
        using (run)
        {
            run.Run(CancellationToken.None);
            return run.MaxRelativeError();
        }
    }
}
