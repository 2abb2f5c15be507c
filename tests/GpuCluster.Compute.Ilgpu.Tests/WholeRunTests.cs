using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>
/// A few hundred digits all the way from pixels to a layout, on a device and on the host: the same neighbours, the same graph, as good a
/// layout.
/// </summary>
public sealed class WholeRunTests
{
    private const int Count = 300,
        Epochs = 200;

    /// <summary>One of 300 samples is 0.0033; runs part ways in the last digits and end in layouts that differ by a few samples.</summary>
    private const double QualityTolerance = 0.02;

    /// <summary>One layout of so few samples says little: rounding decides where a handful of them end.</summary>
    private static readonly ulong[] Seeds = [42, 43, 44, 45];

    public static TheoryData<string> Devices => TestDevices.One;

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void A_device_does_as_well_as_the_host(string name) => Check(name, Metric.Euclidean, 3);

    /// <summary>On a simulator one is enough: it takes seconds.</summary>
    [Fact]
    [Trait("Needs", "Device")]
    [Trait("Only", "Device")]
    public void So_it_does_by_cosine_in_the_plane() => Check(TestDevices.Real, Metric.Cosine, 2);

    private static void Check(string name, Metric metric, int dims)
    {
        (EmbeddingMatrix embedding, SampleLabels labels) = DigitData.First(Count);
        using IlgpuDevice device = TestDevices.Open(name);
        using IlgpuKnnSearch deviceSearch = new(device);
        using HostKnnSearch hostSearch = new(2);
        KnnGraph knn = deviceSearch.Search(embedding, 15, metric, NoProgress.Instance, CancellationToken.None);
        KnnGraph exact = hostSearch.Search(embedding, 15, metric, NoProgress.Instance, CancellationToken.None);
        Assert.Equal(exact.Neighbours, knn.Neighbours);

        using IlgpuFuzzyGraphBuilder deviceBuilder = new(device);
        using HostFuzzyGraphBuilder hostBuilder = new(2);
        LayoutGraph graph = deviceBuilder.Build(knn, NoProgress.Instance, CancellationToken.None);
        LayoutGraph expected = hostBuilder.Build(exact, NoProgress.Instance, CancellationToken.None);
        Assert.Equal(expected.RowStart, graph.RowStart);
        Assert.Equal(expected.Neighbours, graph.Neighbours);
        for (int edge = 0; edge < graph.EdgeCount; edge++)
            Assert.Equal(expected.Weights[edge], graph.Weights[edge], 1e-3);

        List<LayoutQuality> onHost = new();
        List<LayoutQuality> onDevice = new();
        foreach (ulong seed in Seeds)
        {
            UmapOptions options = new()
            {
                Dims = dims,
                Epochs = Epochs,
                Seed = seed,
            };
            Layout initial = InitialLayouts
                .Create(InitialLayoutKind.Spectral, expected, embedding, dims, seed, 2, NoProgress.Instance, CancellationToken.None)
                .Layout;
            using IlgpuUmapStepper deviceStepper = new(graph, initial, options, device);
            using HostUmapStepper hostStepper = new(graph, initial, options, 2);
            for (int epoch = 0; epoch < 2; epoch++)
            {
                deviceStepper.Step();
                hostStepper.Step();
            }

            AssertClose(hostStepper.Read(), deviceStepper.Read());
            onHost.Add(Finish(hostStepper));
            onDevice.Add(Finish(deviceStepper));
        }

        Assert.All(onDevice, quality => Assert.Equal(0, quality.LayoutOutliers));
        Assert.InRange(onDevice.Average(Accuracy), onHost.Average(Accuracy) - QualityTolerance, 1);
        Assert.InRange(onDevice.Average(Trustworthiness), onHost.Average(Trustworthiness) - QualityTolerance, 1);
        DeviceRecord.Passed(device);

        static double Accuracy(LayoutQuality quality) => quality.KnnAccuracy5!.Value;
        static double Trustworthiness(LayoutQuality quality) => quality.Trustworthiness15!.Value.Value;

        LayoutQuality Finish(ILayoutStepper stepper)
        {
            while (stepper.Epoch < stepper.Epochs)
                stepper.Step();
            return LayoutQualities.Measure(embedding, metric, stepper.Read(), labels, null, 1, 2, CancellationToken.None);
        }
    }

    /// <summary>
    /// After two epochs, of which the second is the first that moves anything. Where two points all but coincide, a push throws them apart
    /// in a direction that the last digit decides: nearly all points agree closely, not all.
    /// </summary>
    private static void AssertClose(Layout expected, Layout found)
    {
        double[] differences = [.. expected.Values.Zip(found.Values, (x, y) => (double)Math.Abs(x - y)).Order()];
        Assert.InRange(differences[differences.Length / 2], 0, 1e-3);
        Assert.InRange(differences[differences.Length * 9 / 10], 0, 0.1);
    }
}
