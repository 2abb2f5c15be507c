using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Parity;
using GpuCluster.Compute.Ilgpu.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Devices;

namespace GpuCluster.App.Devices;

/// <summary>
/// The devices of a run and the stages that run on them. Chosen per stage, which is also how a wrong stage is found. Disposed after the
/// stages.
/// </summary>
internal sealed class ComputeBackends : IComputeBackends
{
    private readonly int _threads;
    private readonly IlgpuDevice? _knn;
    private readonly IlgpuDevice? _layout;
    private readonly KernelNames _kernels;
    private IlgpuDevice? _cosine;

    private ComputeBackends(IlgpuDevice? knn, IlgpuDevice? layout, int threads, KernelNames kernels)
    {
        _kernels = kernels;
        _knn = knn;
        _layout = layout;
        _threads = threads;
    }

    /// <summary>Where neighbours are searched, as --device names it.</summary>
    public string KnnDevice => NameOf(_knn);

    /// <summary>Both devices in words, or the one that does everything.</summary>
    public string Description => Describe(NameOf(_layout));

    // The name of a device's kernel says nothing of the host's registers.
    private SimdWidth WidthOfSearch => _knn is null ? HostWidth(_kernels.Knn) : SimdWidth.Widest;

    /// <summary>The same where n samples are laid out by t-SNE.</summary>
    public string DescriptionOfTsne(int count) => Describe(NameOf(TsneDevice(count)));

    /// <summary>Opens the devices asked for.</summary>
    /// <param name="knn">For the neighbour search.</param>
    /// <param name="layout">For the graph and the epochs.</param>
    /// <param name="threads">Processor threads of host stages.</param>
    /// <param name="progress">Is warned where a GPU was found and cannot be used.</param>
    /// <param name="kernels">Which kernels run on them; null: the usual ones.</param>
    /// <param name="memoryLimit">Bytes that a stage may take on a device; null for what its driver leaves.</param>
    /// <exception cref="UnusableInputException">A device or a kernel that was named is not there.</exception>
    public static ComputeBackends Create(
        DeviceRequest knn,
        DeviceRequest layout,
        int threads,
        IStageProgress progress,
        KernelNames? kernels = null,
        long? memoryLimit = null
    )
    {
        ComputeBackends backends = OpenBoth(knn, layout, threads, progress, kernels ?? KernelNames.Usual, memoryLimit);
        try
        {
            backends.CheckKernels();
            backends.CheckParity();
            return backends;
        }
        catch
        {
            backends.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Create(DeviceRequest, DeviceRequest, int, IStageProgress, KernelNames?, long?)"/>
    public static ComputeBackends Create(DeviceSettings settings, IStageProgress progress) =>
        Create(settings.Knn, settings.Layout, settings.Threads, progress, settings.Kernels, settings.MemoryLimit);

    /// <summary>
    /// Opens the device of a single question to all samples; null for the host, which auto is as well. The question reads every value once:
    /// to bring them to a device takes as long as the answer, and to start one longer.
    /// </summary>
    /// <exception cref="UnusableInputException">The device that was named is not there.</exception>
    public static ComputeBackends? OpenNamed(DeviceRequest request, int threads, IStageProgress progress) =>
        request.Kind is DeviceRequestKind.Auto or DeviceRequestKind.Host ? null : Create(request, request, threads, progress);

    /// <summary>Whether no other device searches neighbours by a metric.</summary>
    public bool SearchesOnHost(Metric metric) => SearchDevice(metric) is null;

    /// <summary>An exact search by a metric. Manhattan distance has no GPU kernel: the host searches, with a warning.</summary>
    public IKnnSearch CreateKnn(Metric metric, IStageProgress progress)
    {
        WarnOfHost(metric, progress);
        return SearchDevice(metric) is { } device ? new IlgpuKnnSearch(device, _kernels.Knn) : new HostKnnSearch(_threads, WidthOfSearch);
    }

    /// <summary>
    /// An approximate search by a metric. The host plans the tiles and the device computes them; by Manhattan distance the host computes
    /// them too, with a warning.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="seed">Of the samples that steer it.</param>
    /// <param name="progress">Warned.</param>
    public IKnnSearch CreateApproximateKnn(Metric metric, ulong seed, IStageProgress progress)
    {
        WarnOfHost(metric, progress);
        return SearchDevice(metric) is { } device
            ? new IlgpuApproximateKnnSearch(device, new TilePlanner(seed, _threads), _kernels.Knn)
            : new ApproximateKnnSearch(seed, _threads, WidthOfSearch);
    }

    /// <summary>A builder by a rule. Devices have the default rule only: by another the host builds the graph, with a warning.</summary>
    public IFuzzyGraphBuilder CreateGraphBuilder(FuzzyGraphRule rule, IStageProgress progress)
    {
        if (_layout is not null && rule == FuzzyGraphRule.Default)
            return new IlgpuFuzzyGraphBuilder(_layout);

        if (_layout is not null)
        {
            progress.Warn(
                $"the graph is built on the host: --local-connectivity and --set-op-mix-ratio are not available on {NameOf(_layout)}"
            );
        }

        return new HostFuzzyGraphBuilder(_threads, rule);
    }

    public IUmapStepper CreateStepper(LayoutGraph graph, Layout initial, UmapOptions options, UmapProgress? reached = null) =>
        _layout is null
            ? new HostUmapStepper(graph, initial, options, _threads, reached, HostWidth(_kernels.Layout))
            : new IlgpuUmapStepper(graph, initial, options, _layout, reached, _kernels.Layout);

    /// <summary>Epochs of t-SNE. A device sums every pair; above its limit of samples the host computes, with a warning.</summary>
    public ITsneStepper CreateTsneStepper(LayoutGraph graph, Layout initial, TsneOptions options, IStageProgress progress)
    {
        if (TsneDevice(graph.Count) is { } device)
            return new IlgpuTsneStepper(graph, initial, options, device);

        if (_layout is not null)
        {
            progress.Warn(
                $"t-SNE runs on the host: {NameOf(_layout)} sums every pair, and {graph.Count} samples are more than "
                    + $"{IlgpuTsneStepper.MaxSamples}"
            );
        }

        return new HostTsneStepper(graph, initial, options, _threads);
    }

    /// <summary>
    /// Cosines on the device that searches neighbours. It is opened once more for them, as another thread asks for cosines than the one
    /// that computes epochs. Where that does not succeed the host computes them, with a warning. Called once.
    /// </summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="warn">Told why it is the host.</param>
    public ICosineSimilarity CreateCosine(EmbeddingMatrix embedding, Action<string> warn)
    {
        if (_knn is not null && _cosine is null)
        {
            try
            {
                _cosine = IlgpuDevices.Open(KnnDevice);
                return new IlgpuCosineSimilarity(_cosine, embedding);
            }
            catch (Exception fault) when (fault is MachineFaultException or UnusableInputException)
            {
                warn($"cosines are computed on the host: {OptionNames.Worded(fault)}");
            }
        }

        return new HostCosineSimilarity(embedding, _threads);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cosine?.Dispose();
        _layout?.Dispose();
        if (!ReferenceEquals(_knn, _layout))
            _knn?.Dispose();
    }

    private static ComputeBackends OpenBoth(
        DeviceRequest knn,
        DeviceRequest layout,
        int threads,
        IStageProgress progress,
        KernelNames kernels,
        long? memoryLimit
    )
    {
        IlgpuDevice? knnDevice = Open(knn, progress, memoryLimit);
        try
        {
            return new ComputeBackends(knnDevice, layout == knn ? knnDevice : Open(layout, progress, memoryLimit), threads, kernels);
        }
        catch
        {
            knnDevice?.Dispose();
            throw;
        }
    }

    private static SimdWidth HostWidth(string? kernel) => kernel is null ? SimdWidth.Widest : HostKernels.Named(kernel);

    private void CheckKernels()
    {
        Check("--knn-kernel", _kernels.Knn, _knn, (device, name) => new IlgpuKnnSearch(device, name).Dispose());
        Check("--layout-kernel", _kernels.Layout, _layout, IlgpuUmapStepper.CheckKernel);

        static void Check(string option, string? name, IlgpuDevice? device, Action<IlgpuDevice, string> find)
        {
            if (name is null)
                return;

            try
            {
                if (device is null)
                    HostKernels.Named(name);
                else
                    find(device, name);
            }
            catch (UnusableInputException refusal)
            {
                throw new UnusableInputException($"{option} {refusal.Message}", refusal);
            }
        }
    }

    /// <summary>Before its first use a device has to compute what it should, also one that the user named.</summary>
    private void CheckParity()
    {
        if (_knn is not null)
            DeviceParity.ThrowIfSearchIsWrong(_knn, _kernels.Knn);

        if (_layout is not null)
            DeviceParity.ThrowIfLayoutsAreWrong(_layout, _kernels.Layout);
    }

    private static IlgpuDevice? Open(DeviceRequest request, IStageProgress progress, long? memoryLimit)
    {
        IlgpuDevice? device = request.Kind switch
        {
            DeviceRequestKind.Host => null,
            DeviceRequestKind.Auto => AutoDevice.TryOpen(progress),
            _ => IlgpuDevices.Open(request.ToString()),
        };
        if (device is not null)
            device.MemoryLimit = memoryLimit;
        return device;
    }

    private IlgpuDevice? SearchDevice(Metric metric) => metric == Metric.Manhattan ? null : _knn;

    private void WarnOfHost(Metric metric, IStageProgress progress)
    {
        if (_knn is not null && SearchDevice(metric) is null)
            progress.Warn($"neighbours are searched on the host: --metric manhattan is not available on {KnnDevice}");
    }

    private IlgpuDevice? TsneDevice(int count) => count <= IlgpuTsneStepper.MaxSamples ? _layout : null;

    private string Describe(string layout) => KnnDevice == layout ? layout : $"knn {KnnDevice}, layout {layout}";

    private static string NameOf(IlgpuDevice? device) => device?.Info.Selector ?? "host";
}
