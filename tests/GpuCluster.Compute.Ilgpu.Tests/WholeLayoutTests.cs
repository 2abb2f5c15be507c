using System.Globalization;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>
/// Fifteen hundred digits from pixels to a finished layout on a real device, every stage there, by every kernel: as good as the host's own
/// run. An epoch that is a little wrong passes where it is compared with a tolerance; here five hundred of them add up.
/// </summary>
[Trait("Needs", "Device")]
[Trait("Only", "Device")]
public sealed class WholeLayoutTests
{
    private const int Count = 1500;

    private const double TrustworthinessTolerance = 0.005,
        AccuracyTolerance = 0.01;

    /// <summary>Of UMAP, whose sums in parallel fall out a little differently each time: their mean is steadier than one run.</summary>
    private static readonly ulong[] Seeds = [42, 43, 44];

    /// <summary>Every fortieth stays where it starts.</summary>
    private static readonly int[] Pinned = [.. Enumerable.Range(0, Count / 40).Select(i => 40 * i)];

    private static readonly Lazy<(EmbeddingMatrix Embedding, SampleLabels Labels)> Digits = new(() => DigitData.First(Count));
    private static readonly Lazy<Quality> HostUmap = new(() => Umap(null, null, [])),
        HostPinned = new(() => Umap(null, null, Pinned)),
        HostTsne = new(() => Tsne(null));

    public static TheoryData<string> Kernels => [.. IlgpuUmapStepper.Kernels];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Umap_is_as_good_as_the_hosts(string kernel)
    {
        using IlgpuDevice device = TestDevices.Open(TestDevices.Real);
        AssertAsGood(device, $"UMAP `{kernel}`", HostUmap.Value, Umap(device, kernel, []));
    }

    [Fact]
    public void Umap_with_pinned_points_is_as_good_as_the_hosts()
    {
        using IlgpuDevice device = TestDevices.Open(TestDevices.Real);
        AssertAsGood(device, "UMAP, one in 40 pinned", HostPinned.Value, Umap(device, null, Pinned));
    }

    [Fact]
    public void Tsne_is_as_good_as_the_hosts()
    {
        using IlgpuDevice device = TestDevices.Open(TestDevices.Real);
        AssertAsGood(device, "t-SNE", HostTsne.Value, Tsne(device));
    }

    private static void AssertAsGood(IlgpuDevice device, string name, Quality expected, Quality found)
    {
        string figure = string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: trustworthiness {found.Trustworthiness:0.000} (host {expected.Trustworthiness:0.000}), kNN accuracy "
                + $"{found.KnnAccuracy:0.000} (host {expected.KnnAccuracy:0.000})"
        );
        Assert.True(found.Trustworthiness >= expected.Trustworthiness - TrustworthinessTolerance, figure);
        Assert.True(found.KnnAccuracy >= expected.KnnAccuracy - AccuracyTolerance, figure);
        Assert.Equal(0, found.LayoutOutliers);
        DeviceRecord.Passed(device, figure);
    }

    private static Quality Umap(IlgpuDevice? device, string? kernel, int[] pinned)
    {
        KnnGraph knn = Neighbours(device, 15);
        LayoutGraph graph;
        if (device is null)
        {
            using HostFuzzyGraphBuilder builder = new(2);
            graph = builder.Build(knn, NoProgress.Instance, TestContext.Current.CancellationToken);
        }
        else
        {
            using IlgpuFuzzyGraphBuilder builder = new(device);
            graph = builder.Build(knn, NoProgress.Instance, TestContext.Current.CancellationToken);
        }

        return Quality.Mean(
            Seeds.Select(seed =>
            {
                UmapOptions options = new() { Seed = seed };
                Layout initial = InitialLayouts
                    .Create(
                        InitialLayoutKind.Spectral,
                        graph,
                        Digits.Value.Embedding,
                        options.Dims,
                        seed,
                        2,
                        NoProgress.Instance,
                        TestContext.Current.CancellationToken
                    )
                    .Layout;
                using IUmapStepper stepper = device is null
                    ? new HostUmapStepper(graph, initial, options, 2)
                    : new IlgpuUmapStepper(graph, initial, options, device, kernel: kernel);
                stepper.Pin(pinned);
                return Finish(stepper);
            })
        );
    }

    private static Quality Tsne(IlgpuDevice? device)
    {
        TsneOptions options = new();
        LayoutGraph graph = new HostAffinityBuilder(2).Build(
            Neighbours(device, options.NeighboursFor(Count)),
            options.Perplexity,
            NoProgress.Instance,
            TestContext.Current.CancellationToken
        );
        Layout initial = TsneInitialLayout.Create(
            InitialLayoutKind.Pca,
            graph,
            Digits.Value.Embedding,
            options.Dims,
            options.Seed,
            2,
            NoProgress.Instance,
            TestContext.Current.CancellationToken
        );
        using ITsneStepper stepper = device is null
            ? new HostTsneStepper(graph, initial, options, 2)
            : new IlgpuTsneStepper(graph, initial, options, device);
        return Quality.Mean([Finish(stepper)]);
    }

    private static KnnGraph Neighbours(IlgpuDevice? device, int k)
    {
        using IKnnSearch search = device is null ? new HostKnnSearch(2) : new IlgpuKnnSearch(device);
        return search.Search(Digits.Value.Embedding, k, Metric.Euclidean, NoProgress.Instance, TestContext.Current.CancellationToken);
    }

    private static LayoutQuality Finish(ILayoutStepper stepper)
    {
        while (stepper.Epoch < stepper.Epochs)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            stepper.Step();
        }

        return LayoutQualities.Measure(
            Digits.Value.Embedding,
            Metric.Euclidean,
            stepper.Read(),
            Digits.Value.Labels,
            null,
            1,
            2,
            TestContext.Current.CancellationToken
        );
    }

    /// <summary>How good layouts are, on average; stray points of all together.</summary>
    private sealed record Quality(double Trustworthiness, double KnnAccuracy, int LayoutOutliers)
    {
        public static Quality Mean(IEnumerable<LayoutQuality> measured)
        {
            LayoutQuality[] all = [.. measured];
            return new Quality(
                all.Average(each => each.Trustworthiness15!.Value.Value),
                all.Average(each => each.KnnAccuracy5!.Value),
                all.Sum(each => each.LayoutOutliers)
            );
        }
    }
}
