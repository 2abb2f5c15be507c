using GpuCluster.Compute.Host.Benchmarks;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Benchmarks;

/// <summary>
/// Every variant that the benchmark runner times on the host gives the right result, and the benchmark runner would notice a wrong one.
/// </summary>
public sealed class HostBenchmarksTests
{
    public static TheoryData<string> Names => [.. HostBenchmarks.Variants(1).Select(NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_variant_agrees_with_the_reference(string name)
    {
        KernelVariant variant = HostBenchmarks.Variants(2).Single(each => NameOf(each) == name);
        foreach (
            KernelSize size in variant.Bench is "umap" or "tsne" or "stream"
                ? [new(2, 2), new(70, 2), new(1100, 3)]
                : (KernelSize[])[new(2, 1), new(61, 7), new(230, 65)]
        )
        {
            using IKernelRun run = variant.Prepare(size, 7);
            run.Run(TestContext.Current.CancellationToken);
            Assert.InRange(run.MaxRelativeError(), 0, MaxErrorOf(variant));
            Assert.True(run.Operations > 0 || run.Bytes > 0);
        }
    }

    /// <summary>From 16,385 points on the host takes them along a curve.</summary>
    [Fact]
    public void Epochs_of_many_points_agree_with_the_reference() =>
        Assert.All(
            HostBenchmarks.Variants(2).Where(variant => variant.Bench == "umap"),
            variant =>
            {
                using IKernelRun run = variant.Prepare(new KernelSize(17_000, 3), 7);
                Assert.InRange(run.MaxRelativeError(), 0, MaxErrorOf(variant));
            }
        );

    [Fact]
    public void Names_are_unique() => Assert.Distinct(HostBenchmarks.Variants(1).Select(NameOf));

    [Fact]
    public void A_wrong_neighbour_is_noticed()
    {
        EmbeddingMatrix rows = SyntheticRows.Create(new KernelSize(50, 4), 1);
        using HostKnnSearch search = new(1);
        KnnGraph found = search.Search(rows, 6, Metric.Euclidean, NoProgress.Instance, CancellationToken.None);
        Assert.InRange(NeighbourReference.MaxRelativeError(rows, Metric.Euclidean, found), 0, 1e-6);

        int[] twice = [.. found.Neighbours];
        twice[2] = twice[1];
        Assert.Equal(
            double.PositiveInfinity,
            NeighbourReference.MaxRelativeError(rows, Metric.Euclidean, found with { Neighbours = twice })
        );

        int farthest = Enumerable
            .Range(1, 49)
            .MaxBy(other => Enumerable.Range(0, 4).Sum(j => Math.Pow(rows.Row(0)[j] - rows.Row(other)[j], 2)));
        int[] wrong = [.. found.Neighbours];
        wrong[5] = farthest;
        Assert.True(NeighbourReference.MaxRelativeError(rows, Metric.Euclidean, found with { Neighbours = wrong }) > 0.1);
    }

    [Fact]
    public void A_wrong_cosine_is_noticed()
    {
        EmbeddingMatrix rows = SyntheticRows.Create(new KernelSize(40, 5), 1);
        float[] cosines = [.. Enumerable.Range(0, 40).Select(other => (float)CosineReference.Of(rows.Row(3), rows.Row(other)))];
        Assert.InRange(CosineReference.MaxRelativeError(rows, 3, cosines), 0, 1e-7);
        cosines[17] += 0.25f;
        Assert.Equal(0.25, CosineReference.MaxRelativeError(rows, 3, cosines), 1e-6);
    }

    /// <summary>How much a processor does, no test asks.</summary>
    [Fact]
    public void Peaks_are_rates()
    {
        Assert.True(FmaPeak.Measure(SimdWidth.Widest, 1, TestContext.Current.CancellationToken) > 0);
        Assert.Throws<OperationCanceledException>(() => FmaPeak.Measure(SimdWidth.Bits128, 1, new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => ReadBandwidth.Measure(1, new CancellationToken(true)));
    }

    /// <summary>
    /// Rounding; points of an epoch of UMAP that lie close together magnify it, and kernels that approximate say by how much.
    /// </summary>
    private static double MaxErrorOf(KernelVariant variant) =>
        variant.Bench switch
        {
            _ when variant.MaxError > KernelVariant.Rounding => variant.MaxError,
            "umap" => KernelVariant.Rounding,
            "tsne" => 1e-4,
            _ => 1e-5,
        };

    private static string NameOf(KernelVariant variant) => $"{variant.Bench}: {variant.Kernel}, {variant.Variant}";
}
