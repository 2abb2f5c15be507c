using GpuCluster.Compute.Host.Components;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Embedding.Models;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>
/// From files, or from vectors in memory, to positions. Each stage is one call; this class holds their order, their names and their shapes.
/// </summary>
/// <example>
/// Neighbours and a layout of n x d values in a float[]:
/// <code>
/// using HostBackends host = new();
/// LayoutPipeline pipeline = new(new LayoutSettings(), host);
/// EmbeddingMatrix vectors = new(n, d, values);
/// KnnGraph neighbours = pipeline.Search(vectors, 15).Graph;
/// Layout layout = pipeline.Run(vectors, neighbours);
/// </code>
/// </example>
/// <remarks>The same seed on the same device gives the same layout, bit by bit, whatever the number of threads.</remarks>
/// <param name="settings">How the layout is made.</param>
/// <param name="backends">Where it is computed. Not owned; it has to outlive every layout that is made.</param>
/// <param name="progress">Receives stages and warnings; null to ignore them. An <see cref="IRunProgress"/> also receives the plan.</param>
public sealed class LayoutPipeline(LayoutSettings settings, IComputeBackends backends, IStageProgress? progress = null)
{
    private readonly IStageProgress _progress = progress ?? NoProgress.Instance;

    /// <summary>Reads a data set.</summary>
    /// <inheritdoc cref="DatasetStage.Load"/>
    public Dataset Load(string path, DatasetOptions options, CancellationToken cancellation = default) =>
        DatasetStage.Load(path, options, _progress, cancellation);

    /// <summary>Runs everything up to the first epoch; for a scene file up to where it stopped. The caller owns the result.</summary>
    /// <param name="path">A data set, vectors, a finished layout, or a scene (.gpc).</param>
    /// <param name="options">How data is read; a scene's own for a scene.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UnusableInputException">The data or the settings cannot be used.</exception>
    /// <exception cref="MachineFaultException">A device or the disk fails, or the memory does not suffice.</exception>
    public PreparedLayout Open(string path, DatasetOptions options, CancellationToken cancellation = default) =>
        SceneFileReader.Reads(path)
            ? SavedScene.Open(path, settings.Embedding, backends, _progress, cancellation)
            : WithSource(Prepare(Load(path, options, cancellation), cancellation), cancellation) with
            {
                Source = new DataSource(path, options),
                Metric = settings.Metric,
            };

    /// <summary>Runs everything from the samples up to the first epoch. The caller owns the result.</summary>
    /// <param name="dataset">n samples.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <inheritdoc cref="Open"/>
    public PreparedLayout Prepare(Dataset dataset, CancellationToken cancellation) =>
        Prepare(Vectors(dataset, cancellation), null, cancellation);

    /// <summary>Runs everything from the vectors up to the first epoch. The caller owns the result.</summary>
    /// <param name="vectors">n samples with their n x d vectors.</param>
    /// <param name="known">Neighbours found before, at least as many as the method takes; null to search them.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <inheritdoc cref="Open"/>
    public PreparedLayout Prepare(LayoutVectors vectors, KnnGraph? known, CancellationToken cancellation)
    {
        if (vectors.Dataset is LayoutDataset ready)
            return new PreparedLayout(ready, vectors.Own, null, new FixedLayout(ready.Layout), null, $"layout of {ready.Name}");

        known ??= NeighboursOf(vectors, cancellation);
        if (settings.Method != LayoutMethod.Pca && settings.NeighboursFile is null)
            MetricCheck.Run(vectors.Searched, settings.Metric, _progress);

        return settings.Method switch
        {
            LayoutMethod.Pca => PreparePca(vectors, cancellation),
            LayoutMethod.Tsne => PrepareTsne(vectors, known, cancellation),
            _ => PrepareUmap(vectors, known, cancellation),
        };
    }

    /// <summary>The vectors of a data set, with their components where <see cref="LayoutSettings.Components"/> asks for them.</summary>
    /// <param name="dataset">n samples; a finished layout gives its positions.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The samples that have a vector, and the vectors.</returns>
    /// <exception cref="UnusableInputException">The model or every image cannot be used.</exception>
    public LayoutVectors Vectors(Dataset dataset, CancellationToken cancellation = default)
    {
        SampleVectors vectors = DatasetStage.Embed(dataset, settings.Embedding, _progress, cancellation);
        return settings.Components is { } count && dataset is not LayoutDataset
            ? ComponentsStage.Run(vectors, count, settings.Umap.Seed, settings.Threads, _progress, cancellation)
            : LayoutVectors.Of(vectors);
    }

    /// <summary>Searches the k nearest neighbours of every sample, itself included, or reads them from the file of the settings.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="k">1 to n.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n x k neighbours, the nearest first, and how they were searched; null where they came from a file.</returns>
    /// <exception cref="UnusableInputException">n x k is more than one array holds, or the file does not fit.</exception>
    /// <exception cref="MachineFaultException">The memory of the host or of the device does not suffice.</exception>
    public (KnnGraph Graph, KnnOutcome? Outcome) Search(EmbeddingMatrix embedding, int k, CancellationToken cancellation = default)
    {
        if (settings.NeighboursFile is { } file)
        {
            _progress.Begin(StageNames.Knn, Path.GetFileName(file));
            return (KnownNeighbours.Read(file, embedding.Rows, k, cancellation), null);
        }

        _progress.Begin(StageNames.Knn, $"({embedding.Rows}, {embedding.Columns}) to ({embedding.Rows}, {k})");
        return KnnStage.Run(embedding, k, settings.Search, backends, _progress, cancellation);
    }

    /// <summary>Runs everything from the vectors to the finished layout.</summary>
    /// <param name="vectors">n x d values, all finite.</param>
    /// <param name="known">Neighbours found before, at least as many as the method takes; null to search them.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n x dims positions.</returns>
    /// <inheritdoc cref="Open"/>
    public Layout Run(EmbeddingMatrix vectors, KnnGraph? known = null, CancellationToken cancellation = default)
    {
        EmbeddingDataset dataset = new("vectors", vectors, null);
        using PreparedLayout prepared = Prepare(Vectors(dataset, cancellation), known, cancellation);
        return Optimize(prepared, cancellation: cancellation);
    }

    /// <summary>Begins the stage of the epochs, unless the layout has none.</summary>
    /// <param name="stepper">The layout.</param>
    /// <param name="progress">Receives the stage.</param>
    public static void BeginOptimize(ILayoutStepper stepper, IStageProgress progress)
    {
        if (stepper.Epochs > 0)
            progress.Begin(StageNames.Optimize, $"({stepper.Count}, {stepper.Dims}), {stepper.Epochs} epochs");
    }

    /// <summary>Runs every epoch.</summary>
    /// <param name="prepared">A layout before its first epoch, or where it stopped.</param>
    /// <param name="afterEpoch">Called after each epoch, where the stepper may be read; null for nothing.</param>
    /// <param name="cancellation">Stops between two epochs.</param>
    /// <returns>n x dims positions.</returns>
    public Layout Optimize(PreparedLayout prepared, Action? afterEpoch = null, CancellationToken cancellation = default)
    {
        ILayoutStepper stepper = prepared.Stepper;
        BeginOptimize(stepper, _progress);
        QueuedEpochs queued = new(stepper, TimeProvider.System);
        while (stepper.Epoch < stepper.Epochs)
        {
            cancellation.ThrowIfCancellationRequested();
            queued.Step();
            _progress.Report((double)stepper.Epoch / stepper.Epochs);
            afterEpoch?.Invoke();
        }

        return stepper.Read();
    }

    // A finished layout that knows its data is compared by the vectors of that data.
    private PreparedLayout WithSource(PreparedLayout prepared, CancellationToken cancellation)
    {
        if (prepared.Dataset is not LayoutDataset { Of: { } source } layout)
            return prepared with { Model = settings.Embedding.Model };
        EmbeddingSettings embedding = settings.Embedding with
        {
            Model = settings.Embedding.Model ?? (layout.ModelPath is { } path ? ModelFolder.Open(path) : null),
        };
        EmbeddingMatrix vectors = DatasetStage.EmbedAll(source, embedding, _progress, cancellation);
        return prepared with
        {
            Embedding = vectors,
            Model = embedding.Model,
            Method = $"layout of {source.Name}",
            Similarity = SimilarityOf(source, vectors, embedding),
        };
    }

    // Neighbours that came with the vectors, where they are those that the layout takes.
    private KnnGraph? NeighboursOf(LayoutVectors vectors, CancellationToken cancellation)
    {
        if (vectors.Dataset is not EmbeddingDataset { Neighbours: { } found })
            return null;
        if (settings.Method == LayoutMethod.Pca || settings.NeighboursFile is not null || vectors.Explained is not null)
            return null;
        int n = vectors.Searched.Rows,
            needed = Math.Min(n, settings.Method == LayoutMethod.Tsne ? settings.Tsne.NeighboursFor(n) : settings.Umap.Neighbours);
        string data = vectors.Dataset.Name;
        if (found.Metric != settings.Metric)
        {
            string name = MetricNames.Of(found.Metric);
            _progress.Note(
                $"{data} has neighbours by {name}; those by {MetricNames.Of(settings.Metric)} are searched",
                [new Remedy(Setting.Metric, name)]
            );
            return null;
        }

        if (found.K < needed)
        {
            _progress.Note(
                $"{data} has {found.K} neighbours of each sample; {needed} are searched",
                [new Remedy(Setting.Neighbours, $"{found.K}")]
            );
            return null;
        }

        _progress.Begin(StageNames.Knn, $"({n}, {found.K}) of {data}");
        return found.Read(cancellation);
    }

    private PreparedLayout PrepareUmap(LayoutVectors vectors, KnnGraph? known, CancellationToken cancellation)
    {
        EmbeddingMatrix embedding = vectors.Searched;
        int n = embedding.Rows;
        UmapOptions options = settings.Umap;
        int k = Math.Min(options.Neighbours, n);
        if (k < options.Neighbours)
        {
            string samples = n == 1 ? "is 1 sample" : $"are {n} samples";
            _progress.Warn($"{options.Neighbours} neighbours were asked for and there {samples}: taking {k}");
        }

        Layout? start = ReadInitial(n, options.Dims, cancellation);
        SampleLabels? classes = ClassesFor(options, vectors.Dataset);
        Plan(UmapPlan(n, embedding.Columns, k, KnnStage.IsApproximate(settings.Search, backends, n), options));
        (KnnGraph knn, KnnOutcome? outcome) = known is null ? Search(embedding, k, cancellation) : (known.Nearest(k), null);
        _progress.Begin(StageNames.Graph, $"({n}, {k}) to edges");
        LayoutGraph graph;
        using (IFuzzyGraphBuilder builder = backends.CreateGraphBuilder(options.GraphRule(), _progress))
        {
            graph = UmapGraph.Build(knn, builder, options, classes, settings.Threads, _progress, cancellation);
        }

        _progress.Begin(StageNames.Init, $"{graph.EdgeCount} edges to ({n}, {options.Dims})");
        Layout initial = start is null
            ? InitialLayouts
                .Create(settings.Init, graph, embedding, options.Dims, options.Seed, settings.Threads, _progress, cancellation)
                .Layout
            : InitialLayouts.Scaled(start, options.Seed);

        // Epochs read no vectors.
        embedding.LetGo();
        IUmapStepper stepper = backends.CreateStepper(graph, initial, options);
        string method = $"UMAP, {options.Dims}-D, {MetricOf(vectors)}";
        return new PreparedLayout(vectors.Dataset, vectors.Own, knn, stepper, backends.Description, method)
        {
            KnnOutcome = outcome,
            Explained = vectors.Explained,
            Components = vectors.Explained?.Shares.Count,
            Rebuilder = new GraphRebuilder(
                (_, _) => embedding,
                knn,
                initial,
                settings.Metric,
                settings.Threads,
                (layoutGraph, from, umap) => backends.CreateStepper(layoutGraph, from, umap)
            )
            {
                Labels = classes,
            },
            Similarity = SimilarityOf(vectors.Dataset, vectors.Own, settings.Embedding),
        };
    }

    private PreparedLayout PrepareTsne(LayoutVectors vectors, KnnGraph? known, CancellationToken cancellation)
    {
        EmbeddingMatrix embedding = vectors.Searched;
        int n = embedding.Rows;
        TsneOptions options = settings.Tsne;
        double max = Math.Max(TsneLimits.MinPerplexity, (n - 1) / 3.0);
        if (options.Perplexity > max)
        {
            string samples = $"{(3 * options.Perplexity) + 1:0} samples and there {(n == 1 ? "is 1" : $"are {n}")}";
            _progress.Warn($"a perplexity of {options.Perplexity} needs {samples}: taking {max:0.##}");
            options = options with { Perplexity = max };
        }

        int k = options.NeighboursFor(n);
        Layout? start = ReadInitial(n, options.Dims, cancellation);
        Plan(TsnePlan(n, embedding.Columns, k, KnnStage.IsApproximate(settings.Search, backends, n), options));
        (KnnGraph knn, KnnOutcome? outcome) = known is null ? Search(embedding, k, cancellation) : (known.Nearest(k), null);
        _progress.Begin(StageNames.Graph, $"({n}, {k}) to edges of perplexity {options.Perplexity:0.##}");
        LayoutGraph graph = new HostAffinityBuilder(settings.Threads).Build(knn, options.Perplexity, _progress, cancellation);
        _progress.Begin(StageNames.Init, $"{graph.EdgeCount} edges to ({n}, {options.Dims})");
        Layout initial = start is null
            ? TsneInitialLayout.Create(
                settings.Init,
                graph,
                embedding,
                options.Dims,
                options.Seed,
                settings.Threads,
                _progress,
                cancellation
            )
            : TsneInitialLayout.Scaled(start);
        ITsneStepper stepper = backends.CreateTsneStepper(graph, initial, options, _progress);
        string method = $"t-SNE, {options.Dims}-D, {MetricOf(vectors)}";
        return new PreparedLayout(vectors.Dataset, vectors.Own, knn, stepper, backends.DescriptionOfTsne(n), method)
        {
            KnnOutcome = outcome,
            Explained = vectors.Explained,
            Similarity = SimilarityOf(vectors.Dataset, vectors.Own, settings.Embedding),
        };
    }

    private PreparedLayout PreparePca(LayoutVectors vectors, CancellationToken cancellation)
    {
        // Of the vectors themselves: the first components of components are the same.
        EmbeddingMatrix embedding = vectors.Own;
        int dims = settings.Umap.Dims;
        _progress.Begin(StageNames.Init, $"({embedding.Rows}, {embedding.Columns}) to ({embedding.Rows}, {dims})");
        PrincipalComponents components = PrincipalComponents.Find(
            embedding,
            dims,
            settings.Umap.Seed,
            settings.Threads,
            _progress.Report,
            cancellation
        );
        Layout layout = new(embedding.Rows, dims, components.Projected);
        return new PreparedLayout(vectors.Dataset, embedding, null, new FixedLayout(layout), "host", $"PCA, {dims}-D")
        {
            Explained = ExplainedVariance.Of(components),
            Similarity = SimilarityOf(vectors.Dataset, embedding, settings.Embedding),
        };
    }

    // Read before the neighbours are searched, so that a file that does not fit is refused at once.
    private Layout? ReadInitial(int n, int dims, CancellationToken cancellation) =>
        settings.InitFile is { } file ? InitialLayoutFile.Read(file, n, dims, cancellation) : null;

    private SampleLabels? ClassesFor(UmapOptions options, Dataset dataset)
    {
        if (options.TargetWeight is null)
            return dataset.Labels;

        SampleLabels labels = dataset.Labels ?? throw NoLabels(dataset);
        if (labels.ClassOf.Where(label => label >= 0).Distinct().Take(2).Count() < 2)
        {
            const string Message = "supervision: all labelled samples are of one class, which parts nothing";
            _progress.Warn(Message, [new Remedy(Setting.Supervision)]);
        }

        return labels;
    }

    private static UnusableInputException NoLabels(Dataset dataset) =>
        new($"{dataset.Name} has no labels to supervise the layout; give labels, or leave supervision out")
        {
            Remedies = [new Remedy(Setting.Labels, "FILE"), new Remedy(Setting.Supervision)],
        };

    private string MetricOf(LayoutVectors vectors)
    {
        string of = vectors.Explained is { } explained ? $" of {explained.Shares.Count} principal components" : "";
        return MetricNames.Of(settings.Metric) + of;
    }

    private SimilaritySource SimilarityOf(Dataset dataset, EmbeddingMatrix embedding, EmbeddingSettings model) =>
        SimilaritySource.Of(dataset.Name, embedding, model, settings.Umap.Seed, backends);

    private void Plan(PlannedStage[] stages)
    {
        if (_progress is IRunProgress run)
            run.Plan(stages);
    }

    /// <summary>Weights are seconds as measured on two cores; only their ratios matter.</summary>
    private static PlannedStage[] UmapPlan(int n, int d, int k, bool approximate, UmapOptions options) =>
        [
            new(StageNames.Knn, KnnStage.ExpectedSeconds(n, d, approximate)),
            new(StageNames.Graph, 0.02 + (n * k * 2e-7)),
            new(StageNames.Init, 0.05 + (n * k * 3e-7)),
            new(StageNames.Optimize, options.EpochsFor(n) * ((n * 2e-7) + 1e-5)),
        ];

    private static PlannedStage[] TsnePlan(int n, int d, int k, bool approximate, TsneOptions options) =>
        [
            new(StageNames.Knn, KnnStage.ExpectedSeconds(n, d, approximate)),
            new(StageNames.Graph, 0.02 + (n * k * 2e-7)),
            new(StageNames.Init, 0.1 + (n * 1e-6)),
            new(StageNames.Optimize, options.Epochs * ((n * 6e-7) + 1e-5)),
        ];
}
