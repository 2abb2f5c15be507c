using GpuCluster.Compute.Host.Components;
using GpuCluster.Compute.Host.Graphs;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>From files to positions, stage by stage. Each stage is one call; this is only their order, their names and their shapes.</summary>
public sealed class LayoutPipeline(LayoutSettings settings, IComputeBackends backends, IStageProgress progress)
{
    /// <summary>Loads a dataset.</summary>
    public Dataset Load(string path, DatasetOptions options, CancellationToken cancellation) => DatasetStage.Load(path, options, progress, cancellation);

    /// <summary>Everything up to the first epoch; of a scene file up to where it stopped. The caller owns the result.</summary>
    public PreparedLayout Open(string path, DatasetOptions options, CancellationToken cancellation) => SceneFileReader.Reads(path)
        ? KeptScene.Open(path, settings.Embedding, backends, progress, cancellation)
        : Prepare(Load(path, options, cancellation), cancellation) with { Source = new DataSource(path, options), Model = settings.Embedding.Model, Metric = settings.Metric };

    /// <summary>Everything up to the first epoch. The caller owns the result.</summary>
    public PreparedLayout Prepare(Dataset dataset, CancellationToken cancellation) => Prepare(dataset, Vectors(dataset, cancellation), null, cancellation);

    /// <summary>Everything from the vectors up to the first epoch. The caller owns the result.</summary>
    /// <param name="dataset">What is laid out.</param>
    /// <param name="vectors">Its vectors.</param>
    /// <param name="known">Neighbours found before, at least as many as the method takes; or null.</param>
    /// <param name="cancellation">Stops.</param>
    public PreparedLayout Prepare(Dataset dataset, LayoutVectors vectors, KnnGraph? known, CancellationToken cancellation)
    {
        if (dataset is LayoutDataset ready)
        {
            return new PreparedLayout(dataset, vectors.Own, null, new FixedLayout(ready.Layout), null, $"layout of {dataset.Name}");
        }

        if (settings.Method != LayoutMethod.Pca && settings.NeighboursFile is null)
        {
            MetricCheck.Run(vectors.Searched, settings.Metric, progress);
        }

        return settings.Method switch
        {
            LayoutMethod.Pca => PreparePca(dataset, vectors, cancellation),
            LayoutMethod.Tsne => PrepareTsne(dataset, vectors, known, cancellation),
            _ => PrepareUmap(dataset, vectors, known, cancellation),
        };
    }

    /// <summary>The vectors of a dataset, reduced for the search where that was asked for; of a ready layout its positions.</summary>
    public LayoutVectors Vectors(Dataset dataset, CancellationToken cancellation)
    {
        EmbeddingMatrix embedding = DatasetStage.Embed(dataset, settings.Embedding, progress, cancellation);
        return settings.Components is { } count && dataset is not LayoutDataset
            ? ComponentsStage.Run(embedding, count, settings.Umap.Seed, settings.Threads, progress, cancellation)
            : LayoutVectors.Of(embedding);
    }

    /// <summary>The k nearest neighbours of every sample, itself among them, and how they were searched; null where they came from a file.</summary>
    public (KnnGraph Graph, KnnOutcome? Outcome) Search(EmbeddingMatrix embedding, int k, CancellationToken cancellation)
    {
        if (settings.NeighboursFile is { } file)
        {
            progress.Begin(StageNames.Knn, Path.GetFileName(file));
            return (KnownNeighbours.Read(file, embedding.Rows, k, cancellation), null);
        }

        progress.Begin(StageNames.Knn, $"({embedding.Rows}, {embedding.Columns}) to ({embedding.Rows}, {k})");
        return KnnStage.Run(embedding, k, settings.Search, backends, progress, cancellation);
    }

    /// <summary>Announces the epochs as a stage; says nothing of a layout that has none.</summary>
    public static void BeginOptimize(ILayoutStepper stepper, IStageProgress progress)
    {
        if (stepper.Epochs > 0)
        {
            progress.Begin(StageNames.Optimize, $"({stepper.Count}, {stepper.Dims}), {stepper.Epochs} epochs");
        }
    }

    /// <summary>Runs every epoch.</summary>
    public Layout Optimize(PreparedLayout prepared, CancellationToken cancellation)
    {
        ILayoutStepper stepper = prepared.Stepper;
        BeginOptimize(stepper, progress);
        while (stepper.Epoch < stepper.Epochs)
        {
            cancellation.ThrowIfCancellationRequested();
            stepper.Step();
            progress.Report((double)stepper.Epoch / stepper.Epochs);
        }

        return stepper.Read();
    }

    private PreparedLayout PrepareUmap(Dataset dataset, LayoutVectors vectors, KnnGraph? known, CancellationToken cancellation)
    {
        EmbeddingMatrix embedding = vectors.Searched;
        int n = embedding.Rows;
        UmapOptions options = settings.Umap;
        int k = Math.Min(options.Neighbours, n);
        if (k < options.Neighbours)
        {
            progress.Warn($"{options.Neighbours} neighbours were asked for and there {(n == 1 ? "is 1 sample" : $"are {n} samples")}: taking {k}");
        }

        Layout? start = ReadInitial(n, options.Dims, cancellation);
        SampleLabels? classes = ClassesFor(options, dataset);
        Plan(UmapPlan(n, embedding.Columns, k, KnnStage.IsApproximate(settings.Search, backends, n), options));
        (KnnGraph knn, KnnOutcome? outcome) = known is null ? Search(embedding, k, cancellation) : (known.Nearest(k), null);
        progress.Begin(StageNames.Graph, $"({n}, {k}) to edges");
        LayoutGraph graph;
        using (IFuzzyGraphBuilder builder = backends.CreateGraphBuilder(FuzzyGraphRule.Of(options), progress))
        {
            graph = UmapGraph.Build(knn, builder, options, classes, settings.Threads, progress, cancellation);
        }

        progress.Begin(StageNames.Init, $"{graph.EdgeCount} edges to ({n}, {options.Dims})");
        Layout initial = start is null
            ? InitialLayouts.Create(settings.Init, graph, embedding, options.Dims, options.Seed, settings.Threads, progress, cancellation).Layout
            : InitialLayouts.Scaled(start, options.Seed);
        return new PreparedLayout(dataset, vectors.Own, knn, backends.CreateStepper(graph, initial, options), backends.Description, $"UMAP, {options.Dims}-D, {MetricOf(vectors)}")
        {
            KnnOutcome = outcome,
            Explained = vectors.Explained,
            Components = vectors.Explained?.Shares.Count,
            Rebuilder = new GraphRebuilder((_, _) => embedding, knn, initial, settings.Metric, settings.Threads, (layoutGraph, from, umap) => backends.CreateStepper(layoutGraph, from, umap)) { Labels = classes },
            Similarity = SimilarityOf(vectors.Own),
        };
    }

    private PreparedLayout PrepareTsne(Dataset dataset, LayoutVectors vectors, KnnGraph? known, CancellationToken cancellation)
    {
        EmbeddingMatrix embedding = vectors.Searched;
        int n = embedding.Rows;
        TsneOptions options = settings.Tsne;
        double most = Math.Max(TsneLimits.LeastPerplexity, (n - 1) / 3.0);
        if (options.Perplexity > most)
        {
            progress.Warn($"a perplexity of {options.Perplexity} needs {(3 * options.Perplexity) + 1:0} samples and there {(n == 1 ? "is 1" : $"are {n}")}: taking {most:0.##}");
            options = options with { Perplexity = most };
        }

        int k = options.NeighboursFor(n);
        Layout? start = ReadInitial(n, options.Dims, cancellation);
        Plan(TsnePlan(n, embedding.Columns, k, KnnStage.IsApproximate(settings.Search, backends, n), options));
        (KnnGraph knn, KnnOutcome? outcome) = known is null ? Search(embedding, k, cancellation) : (known.Nearest(k), null);
        progress.Begin(StageNames.Graph, $"({n}, {k}) to edges of perplexity {options.Perplexity:0.##}");
        LayoutGraph graph = new HostAffinityBuilder(settings.Threads).Build(knn, options.Perplexity, progress, cancellation);
        progress.Begin(StageNames.Init, $"{graph.EdgeCount} edges to ({n}, {options.Dims})");
        Layout initial = start is null
            ? TsneInitialLayout.Create(settings.Init, graph, embedding, options.Dims, options.Seed, settings.Threads, progress, cancellation)
            : TsneInitialLayout.Scaled(start);
        string method = $"t-SNE, {options.Dims}-D, {MetricOf(vectors)}";
        return new PreparedLayout(dataset, vectors.Own, knn, backends.CreateTsneStepper(graph, initial, options, progress), backends.DescriptionOfTsne(n), method)
        {
            KnnOutcome = outcome,
            Explained = vectors.Explained,
            Similarity = SimilarityOf(vectors.Own),
        };
    }

    private PreparedLayout PreparePca(Dataset dataset, LayoutVectors vectors, CancellationToken cancellation)
    {
        // Of the vectors themselves: the first components of components are the same.
        EmbeddingMatrix embedding = vectors.Own;
        int dims = settings.Umap.Dims;
        progress.Begin(StageNames.Init, $"({embedding.Rows}, {embedding.Columns}) to ({embedding.Rows}, {dims})");
        PrincipalComponents components = PrincipalComponents.Find(embedding, dims, settings.Umap.Seed, settings.Threads, progress.Report, cancellation);
        return new PreparedLayout(dataset, embedding, null, new FixedLayout(new Layout(embedding.Rows, dims, components.Projected)), "host", $"PCA, {dims}-D")
        {
            Explained = ExplainedVariance.Of(components),
            Similarity = SimilarityOf(embedding),
        };
    }

    // Read before the neighbours are searched: what does not fit is told at once.
    private Layout? ReadInitial(int n, int dims, CancellationToken cancellation) => settings.InitFile is { } file ? InitialLayoutFile.Read(file, n, dims, cancellation) : null;

    private SampleLabels? ClassesFor(UmapOptions options, Dataset dataset)
    {
        if (options.TargetWeight is null)
        {
            return dataset.Labels;
        }

        SampleLabels labels = dataset.Labels ?? throw new UnusableInputException($"{dataset.Name} has no labels to supervise the layout; give labels, or leave supervision out")
        {
            Remedies = [new Remedy(Setting.Labels, "FILE"), new Remedy(Setting.Supervision)],
        };
        if (labels.ClassOf.Where(label => label >= 0).Distinct().Take(2).Count() < 2)
        {
            progress.Warn("supervision: all labelled samples are of one class, which parts nothing", [new Remedy(Setting.Supervision)]);
        }

        return labels;
    }

    private string MetricOf(LayoutVectors vectors) => MetricNames.Of(settings.Metric) + (vectors.Explained is { } explained ? $" of {explained.Shares.Count} principal components" : "");

    private SimilaritySource SimilarityOf(EmbeddingMatrix embedding) => new(warn => backends.CreateCosine(embedding, warn), settings.Threads, settings.Umap.Seed, warn => TextSide.Open(settings.Embedding.Model, warn));

    private void Plan(PlannedStage[] stages)
    {
        if (progress is IRunProgress run)
        {
            run.Plan(stages);
        }
    }

    /// <summary>Weights are seconds as two cores were seen to take; only their ratios matter.</summary>
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
