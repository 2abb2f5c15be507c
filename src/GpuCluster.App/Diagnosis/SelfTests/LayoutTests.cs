using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Quality;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>
/// Whole layouts of bundled digits. The host's have to show more than principal components do, and a device's have to be as good as the
/// host's.
/// </summary>
internal static class LayoutTests
{
    private const int Digits = 1000;

    /// <summary>A simulator runs each thread of a kernel as one of the system's.</summary>
    private const int SimulatedDigits = 100;

    private const int SimulatedEpochs = 20;

    /// <summary>
    /// Two runs of one method differ by up to 0.01 in trustworthiness at 1,000 digits, and by 0.02 in accuracy; a broken epoch loses more
    /// than 0.05.
    /// </summary>
    private const double Allowed = 0.04;

    /// <summary>The same for so few digits that one of them is 0.01 of the accuracy.</summary>
    private const double SimulatedAllowed = 0.15;

    /// <summary>Runs them.</summary>
    public static IEnumerable<SelfTestRow> Run(SelfTestScope scope)
    {
        if (BundledAssets.TryFind("assets", "mnist") is not { } folder)
        {
            yield return SelfTestRow.Skipped("whole layouts", "the bundled digits (assets/mnist) are not here");
            yield break;
        }

        Dataset digits = DatasetReader.Read(folder, new DatasetOptions { Limit = Digits }, scope.Cancellation);
        Lazy<LayoutQuality> linear = new(() => Measure(digits, Settings(LayoutMethod.Pca, scope), DeviceRequestKind.Host, scope));
        Dictionary<LayoutMethod, LayoutQuality> host = [];
        foreach (LayoutMethod method in (LayoutMethod[])[LayoutMethod.Umap, LayoutMethod.Tsne])
        {
            string name = $"{NameOf(method)} of {Digits} digits on host";
            yield return SelfTestRow.Run(
                name,
                () =>
                {
                    host[method] = Measure(digits, Settings(method, scope), DeviceRequestKind.Host, scope);
                    return Judge(name, host[method], linear.Value, "principal components", Allowed);
                }
            );
        }

        foreach (IlgpuDeviceInfo device in IlgpuDevices.List().Devices.Where(device => device.Usable))
        {
            bool isSimulated = device.Backend == IlgpuBackend.Cpu;
            foreach (LayoutMethod method in host.Keys)
            {
                string name = $"{NameOf(method)} of {(isSimulated ? SimulatedDigits : Digits)} digits on {device.Selector}";
                yield return isSimulated
                    ? scope.IsQuick
                        ? SelfTestRow.Skipped(name, "--quick leaves out the simulator")
                        : SelfTestRow.Run(name, () => Simulated(name, folder, method, scope))
                    : SelfTestRow.Run(
                        name,
                        () =>
                            Judge(
                                name,
                                Measure(digits, Settings(method, scope), DeviceRequest.Parse("--device", device.Selector), scope),
                                host[method],
                                "host",
                                Allowed
                            )
                    );
            }
        }
    }

    // Too few samples and epochs for a figure of its own: the host has to reach the same with as little.
    private static SelfTestRow Simulated(string name, string folder, LayoutMethod method, SelfTestScope scope)
    {
        Dataset few = DatasetReader.Read(folder, new DatasetOptions { Limit = SimulatedDigits }, scope.Cancellation);
        LayoutSettings settings = Settings(method, scope);
        settings = settings with
        {
            Umap = settings.Umap with { Epochs = SimulatedEpochs },
            Tsne = settings.Tsne with { Epochs = SimulatedEpochs, ExaggerationEpochs = SimulatedEpochs / 2 },
        };
        return Judge(
            name,
            Measure(few, settings, DeviceRequestKind.IlgpuCpu, scope),
            Measure(few, settings, DeviceRequestKind.Host, scope),
            "host",
            SimulatedAllowed
        );
    }

    private static SelfTestRow Judge(string name, LayoutQuality found, LayoutQuality against, string other, double allowed)
    {
        double trust = found.Trustworthiness15!.Value.Value,
            reference = against.Trustworthiness15!.Value.Value;
        string measured =
            $"trustworthiness {trust:0.000} ({other} {reference:0.000}), kNN accuracy {found.KnnAccuracy5:0.000} "
            + $"({other} {against.KnnAccuracy5:0.000})"
            + (found.LayoutOutliers > 0 ? $", stray points: {found.LayoutOutliers}" : "");
        bool isGood = found.LayoutOutliers == 0 && trust >= reference - allowed && found.KnnAccuracy5 >= against.KnnAccuracy5 - allowed;
        return new SelfTestRow(name, isGood ? SelfTestState.Passed : SelfTestState.Failed, measured);
    }

    private static LayoutQuality Measure(Dataset dataset, LayoutSettings settings, DeviceRequestKind device, SelfTestScope scope) =>
        Measure(dataset, settings, new DeviceRequest(device, null), scope);

    private static LayoutQuality Measure(Dataset dataset, LayoutSettings settings, DeviceRequest device, SelfTestScope scope)
    {
        using ComputeBackends backends = ComputeBackends.Create(device, device, scope.Threads, scope.Progress);
        LayoutPipeline pipeline = new(settings, backends, scope.Progress);
        LayoutVectors vectors = pipeline.Vectors(dataset, scope.Cancellation);
        EmbeddingMatrix embedding = vectors.Own;
        using PreparedLayout prepared = pipeline.Prepare(vectors, known: null, scope.Cancellation);
        Layout layout = pipeline.Optimize(prepared, cancellation: scope.Cancellation);
        return LayoutQualities.Measure(
            embedding,
            settings.Metric,
            layout,
            dataset.Labels,
            knnRecall: null,
            SelfTestScope.Seed,
            scope.Threads,
            scope.Cancellation
        );
    }

    private static LayoutSettings Settings(LayoutMethod method, SelfTestScope scope) =>
        new()
        {
            Method = method,
            Init = method == LayoutMethod.Tsne ? InitialLayoutKind.Pca : InitialLayoutKind.Spectral,
            Threads = scope.Threads,
            Umap = new UmapOptions { Dims = 3, Seed = SelfTestScope.Seed },
            Tsne = new TsneOptions { Dims = 3, Seed = SelfTestScope.Seed },
        };

    private static string NameOf(LayoutMethod method) => method == LayoutMethod.Tsne ? "t-SNE" : "UMAP";
}
