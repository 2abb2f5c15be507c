using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using GpuCluster.Compute.Host.Copies;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Streaming;
using GpuCluster.Data;
using GpuCluster.Data.Projector;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Rendering.Thumbnails;
using GpuCluster.Scene;
using GpuCluster.Session.Files;
using GpuCluster.Session.Layouts;
using GpuCluster.Session.Pairs;
using GpuCluster.Session.Scenes;
using GpuCluster.Session.Similarity;
using GpuCluster.Vulkan.Devices;

namespace GpuCluster.Session.Live;

/// <summary>A prepared layout in a window: its scene, its slots and the thread that moves it. Owns them and the layout.</summary>
public sealed class LiveCloud : IDisposable
{
    /// <summary>Seed of the samples whose neighbours are followed: the figures of two runs are of the same samples.</summary>
    private const ulong FigureSeed = 42;
    private const string Host = "host";

    private readonly PreparedLayout _prepared;
    private readonly Action _wake;
    private readonly MetricsMeter _figures;
    private readonly SceneFollower _follower;
    private readonly GraphRebuild? _rebuild;
    private readonly ProjectorExport _projector;
    private readonly WrongLabelSearch _wrongLabels;
    private readonly ConcurrentQueue<string> _messages = new();
    private (UmapOptions? Umap, TsneOptions? Tsne) _running;

    /// <param name="prepared">Owned from then on where this succeeds.</param>
    /// <param name="device">Draws, and holds the slots.</param>
    /// <param name="settings">How the window behaves.</param>
    /// <param name="word">The text of an error for the user; called from other threads.</param>
    /// <param name="wake">Wakes the window's thread; called from the layout's.</param>
    public LiveCloud(PreparedLayout prepared, VulkanDevice device, LiveSettings settings, Func<Exception, string> word, Action wake)
    {
        _prepared = prepared;
        Features = prepared.FeaturesOf();
        void Warn(string message)
        {
            _messages.Enqueue(message);
            wake();
        }

        _projector = new ProjectorExport(Warn);
        Files = new PictureWorker(prepared.Dataset, prepared.Similarity?.Threads ?? Environment.ProcessorCount, Warn, word, wake);
        _wrongLabels = new WrongLabelSearch(prepared.Knn, prepared.Dataset.Labels, wake);
        try
        {
            _wake = wake;
            Count = prepared.Stepper.Count;
            Shown = new CloudScene(prepared, device, settings.Picture, restoresHistory: true, Warn);
            if (Pictures is not null)
                Pictures.Arrived += wake;

            _figures = new MetricsMeter(
                prepared.Knn,
                prepared.Stepper.Dims,
                FigureSeed,
                Scene.Timeline.AddFigures,
                TimeProvider.System,
                prepared.Dataset.Labels
            );
            _follower = new SceneFollower(positions =>
            {
                Scene.UpdatePositions(positions);
                wake();
            });
            Layout = new LayoutThread(
                prepared.Stepper,
                Stream,
                Scene.Timeline,
                _figures,
                settings.Paced,
                _follower.Follow,
                wake,
                prepared.Kept is null ? 0 : SceneFiles.EpochsBefore(prepared.Kept),
                prepared.Device is null or Host ? null : captured => OnHost(captured, prepared.Similarity?.Threads)
            );
            if (prepared.Kept?.File.Selection.Pinned is { Length: > 0 } pinned)
                Layout.Pin(pinned);

            if (prepared.Rebuilder is { } rebuilder)
            {
                _rebuild = new GraphRebuild(
                    rebuilder,
                    Layout,
                    NoProgress.Instance,
                    fault => Warn($"the graph was not rebuilt: {fault.Message}")
                );
            }

            if (prepared.Similarity is { } source)
            {
                Func<IStageProgress, CancellationToken, FoundCopies>? look = LookOf(prepared, source.Threads);
                Scene.Similarity.CanLook = look is not null;
                Similarity = new SimilarityWorker(
                    prepared.Embedding,
                    () => source.Create(Warn),
                    () => source.OpenTexts(Warn),
                    source.Words is { } words ? stop => words(Warn, stop) : null,
                    look,
                    source.Threads,
                    source.Seed,
                    Warn,
                    word,
                    wake
                );
            }

            // Positions alone have no cosines worth the name.
            Scene.Similarity.IsComparing = Scene.Similarity.TakesTexts = Similarity is not null;
        }
        catch
        {
            Stop();
            throw;
        }
    }

    /// <summary>The scene and its slots, as a session draws them.</summary>
    public CloudScene Shown { get; }

    /// <inheritdoc cref="CloudScene.Scene"/>
    public SceneState Scene => Shown.Scene;

    /// <inheritdoc cref="CloudScene.Stream"/>
    public PositionStream Stream => Shown.Stream;

    /// <summary>The samples' pictures in device memory; null where there are none.</summary>
    public ThumbnailAtlas? Pictures => Shown.Pictures;

    public LayoutThread Layout { get; }

    /// <summary>Computes what is similar to what; null for positions alone.</summary>
    internal SimilarityWorker? Similarity { get; }

    /// <summary>Reads picture files at full size.</summary>
    internal PictureWorker Files { get; }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>What the data is called.</summary>
    public string Name => _prepared.Dataset.Name;

    /// <inheritdoc cref="PreparedFacts.FeaturesOf"/>
    public string Features { get; }

    /// <inheritdoc cref="PreparedLayout.Method"/>
    public string Method => _prepared.Method;

    /// <summary>What the layout runs with, what was asked for and waits included; null where it cannot be steered.</summary>
    public UmapOptions? Options =>
        Layout.Status.Options is { } options && _rebuild?.Neighbours is { } wanted
            ? options with
            {
                Neighbours = wanted,
            }
            : Layout.Status.Options;

    /// <inheritdoc cref="PreparedLayout.Describe"/>
    public string Describe(string draws) => Layout.HasMovedToHost ? $"{Host} computes, {draws} draws" : _prepared.Describe(draws);

    /// <summary>What a scene file keeps of it now.</summary>
    /// <param name="path">Where the file goes.</param>
    public SceneFile Keep(string path) => SceneFiles.Keep(Scene, Layout.Capture(), _prepared, path);

    /// <summary>Frame thread: frees what is on a device that is lost. The layout, its history and the scene stay and go on.</summary>
    public void LeaveDevice()
    {
        Layout.LeaveStream();
        Shown.Leave();
    }

    /// <summary>Frame thread: draws on another device from now on.</summary>
    /// <param name="device">Draws, and holds the slots.</param>
    public void EnterDevice(VulkanDevice device)
    {
        Shown.Enter(device);
        if (Pictures is not null)
            Pictures.Arrived += _wake;
        Layout.EnterStream(Stream);
    }

    /// <summary>Writes what can be had at once, for a session that ends: of a long timeline a part.</summary>
    /// <param name="path">Where the file goes.</param>
    public void KeepLast(string path)
    {
        LayoutCapture captured = Layout.CaptureLast() ?? new LayoutCapture(Scene.Cloud.ToLayout(), 0, null);
        SceneFile kept = SceneFiles.Keep(Scene, captured, _prepared, path);
        SceneFileWriter.Write(path, kept with { History = Thinned(kept.History) });
    }

    /// <summary>Frame thread: gives the scene the running options if they have changed, and what has been computed for it.</summary>
    public void Follow()
    {
        Similarity?.Deliver(Scene);
        _wrongLabels.Deliver(Scene);
        Files.Deliver(Scene);
        if ((Options, Layout.Status.Tsne) is var running && running != _running)
        {
            _running = running;
            Scene.Steering.SetRunning(running.Options, running.Tsne);
        }
    }

    /// <summary>
    /// The layout runs on with other values. For another number of neighbours the graph is built again, which takes a while.
    /// </summary>
    internal void Steer(UmapOptions options)
    {
        Layout.Steer(options);
        if (_rebuild is null || Layout.Status.Options is not { } present || UmapLimits.FaultIn(options) is not null)
            return;

        if (options.Neighbours == present.Neighbours)
            _rebuild.Cancel();
        else
            _rebuild.Start(options);
    }

    /// <summary>Begins to look for samples whose class is likely wrong; the scene receives them.</summary>
    internal void FindWrongLabels() => _wrongLabels.Start();

    /// <summary>Begins to write vectors, classes, columns and pictures for TensorBoard's projector; a message reports the end.</summary>
    /// <param name="folder">Made where it is not there.</param>
    public void ExportProjector(string folder) =>
        _projector.Start(
            folder,
            new ProjectorSet(_prepared.Dataset.Name, _prepared.Embedding)
            {
                Labels = Scene.Facts.Labels,
                Columns = Scene.Facts.Columns,
                Thumbnails = Shown.Thumbnails,
            }
        );

    /// <summary>Takes the next message about something that was done elsewhere, refused or failed.</summary>
    public bool TryNextMessage([NotNullWhen(true)] out string? message) =>
        Layout.TryNextRefusal(out message) || _messages.TryDequeue(out message);

    /// <summary>Stops the layout and frees the slots. The device has finished every frame.</summary>
    public void Dispose()
    {
        Stop();
        _prepared.Dispose();
    }

    private static IUmapStepper OnHost(LayoutCapture captured, int? threads)
    {
        SteerableCapture run = captured.Steerable!;
        UmapProgress reached = new(captured.Positions, run.Epoch, run.Epochs);
        using HostBackends host = new(threads);
        return host.CreateStepper(run.Stepper.Graph, run.Stepper.Initial, run.Options, reached);
    }

    // A signal leaves less than two seconds.
    private static IReadOnlyList<SceneKeyframe> Thinned(IReadOnlyList<SceneKeyframe> history)
    {
        const long MaxBytes = 32L << 20;
        long bytes = history.Sum(frame => (long)frame.Quantised.Length * sizeof(ushort));
        int every = (int)(1 + ((bytes - 1) / MaxBytes));
        return [.. history.Where((_, i) => i % every == 0)];
    }

    private static Func<IStageProgress, CancellationToken, FoundCopies>? LookOf(PreparedLayout prepared, int threads) =>
        DuplicateStage.IsByLook(prepared.Dataset, prepared.Model) && prepared.Dataset is ImageFileDataset photos
            ? (progress, cancellation) => DuplicateStage.FindByLook(photos, threads, progress, cancellation)
            : null;

    // Also where the constructor fails: what it has not made yet is null.
    private void Stop()
    {
        _projector.Dispose();
        _wrongLabels.Dispose();
        Files.Dispose();
        Similarity?.Dispose();
        _rebuild?.Dispose();
        Layout?.Dispose();
        _follower?.Dispose();
        _figures?.Dispose();
        Shown?.Dispose();
    }
}
