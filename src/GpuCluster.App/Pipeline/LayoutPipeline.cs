using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;

namespace GpuCluster.App.Pipeline;

/// <summary>From files to positions, stage by stage. Each stage is one call; this is only their order, their names and their shapes.</summary>
internal sealed class LayoutPipeline(LayoutSettings settings, ComputeBackends backends, IRunProgress progress)
{
    /// <summary>Loads a dataset.</summary>
    public Dataset Load(string path, DatasetOptions options, CancellationToken cancellation) => DatasetStage.Load(path, options, progress, cancellation);

    /// <summary>Everything up to the first epoch; of a scene file up to where it stopped. The caller owns the result.</summary>
    public PreparedLayout Open(string path, DatasetOptions options, CancellationToken cancellation) => SceneFileReader.Reads(path)
        ? KeptScene.Open(path, settings.Embedding, backends, progress, cancellation)
        : Prepare(Load(path, options, cancellation), cancellation) with { Source = new DataSource(path, options), Metric = settings.Metric };

    /// <summary>Everything up to the first epoch. The caller owns the result.</summary>
    public PreparedLayout Prepare(Dataset dataset, CancellationToken cancellation)
    {
        EmbeddingMatrix embedding = DatasetStage.Embed(dataset, settings.Embedding, progress, cancellation);
        if (dataset is LayoutDataset ready)
        {
            return new PreparedLayout(dataset, embedding, null, new FixedLayout(ready.Layout), null, $"layout of {dataset.Name}");
        }

        return settings.Method == LayoutMethod.Pca ? PreparePca(dataset, embedding, cancellation) : PrepareUmap(dataset, embedding, cancellation);
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

    private PreparedLayout PrepareUmap(Dataset dataset, EmbeddingMatrix embedding, CancellationToken cancellation)
    {
        int n = embedding.Rows;
        UmapOptions options = settings.Umap;
        int k = Math.Min(options.Neighbours, n);
        if (k < options.Neighbours)
        {
            progress.Warn($"{options.Neighbours} neighbours were asked for and there {(n == 1 ? "is 1 sample" : $"are {n} samples")}: taking {k}");
        }

        progress.Plan(UmapPlan(n, embedding.Columns, k, options));
        progress.Begin(StageNames.Knn, $"({n}, {embedding.Columns}) to ({n}, {k})");
        KnnGraph knn;
        using (IKnnSearch search = backends.CreateKnn())
        {
            knn = search.Search(embedding, k, settings.Metric, progress, cancellation);
        }

        progress.Begin(StageNames.Graph, $"({n}, {k}) to edges");
        LayoutGraph graph;
        using (IFuzzyGraphBuilder builder = backends.CreateGraphBuilder())
        {
            graph = builder.Build(knn, progress, cancellation);
        }

        progress.Begin(StageNames.Init, $"{graph.EdgeCount} edges to ({n}, {options.Dims})");
        InitialLayoutResult initial = InitialLayouts.Create(settings.Init, graph, embedding, options.Dims, options.Seed, settings.Threads, progress, cancellation);
        return new PreparedLayout(dataset, embedding, knn, backends.CreateStepper(graph, initial.Layout, options), backends.Description, $"UMAP, {options.Dims}-D, {LayoutOptions.NameOf(settings.Metric)}")
        {
            Rebuilder = new GraphRebuilder(embedding, knn, initial.Layout, settings.Metric, settings.Threads, (layoutGraph, start, umap) => backends.CreateStepper(layoutGraph, start, umap)),
            Similarity = SimilarityOf(embedding),
        };
    }

    private PreparedLayout PreparePca(Dataset dataset, EmbeddingMatrix embedding, CancellationToken cancellation)
    {
        int dims = settings.Umap.Dims;
        progress.Begin(StageNames.Init, $"({embedding.Rows}, {embedding.Columns}) to ({embedding.Rows}, {dims})");
        PrincipalComponents components = PrincipalComponents.Find(embedding, dims, settings.Umap.Seed, settings.Threads, progress.Report, cancellation);
        return new PreparedLayout(dataset, embedding, null, new FixedLayout(new Layout(embedding.Rows, dims, components.Projected)), "host", $"PCA, {dims}-D") { Similarity = SimilarityOf(embedding) };
    }

    private SimilaritySource SimilarityOf(EmbeddingMatrix embedding) => new(warn => backends.CreateCosine(embedding, warn), settings.Threads, settings.Umap.Seed);

    /// <summary>Weights are seconds as two cores were seen to take; only their ratios matter.</summary>
    private static PlannedStage[] UmapPlan(int n, int d, int k, UmapOptions options) =>
    [
        new(StageNames.Knn, 0.05 + ((double)n * n * d / 1.5e11)),
        new(StageNames.Graph, 0.02 + (n * k * 2e-7)),
        new(StageNames.Init, 0.05 + (n * k * 1e-6)),
        new(StageNames.Optimize, options.EpochsFor(n) * ((n * 2e-7) + 1e-5)),
    ];
}
