using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Clusters;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Session.Drivers;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Reports;

/// <summary>Measures what a report shows, stage by stage.</summary>
internal sealed class ReportMeasures(LayoutSettings settings, ComputeBackends backends, RunContext context)
{
    /// <summary>Groups whose cosines are measured and shown.</summary>
    public const int ShownGroups = 24;

    /// <summary>Columns by these names say which split a sample is of.</summary>
    private static readonly string[] SplitNames = ["split", "subset", "fold", "partition"];

    /// <summary>Measures everything.</summary>
    /// <param name="prepared">The data with its vectors.</param>
    /// <param name="layout">Where the samples lie.</param>
    /// <param name="thumbnails">Their pictures, or null.</param>
    /// <param name="threshold">The cosine from where on samples are near-duplicates; null for the default of the data.</param>
    /// <param name="picture">How the cloud is drawn.</param>
    public ReportData Measure(PreparedLayout prepared, Layout layout, IThumbnails? thumbnails, float? threshold, FrameSettings picture)
    {
        CancellationToken cancellation = context.Cancellation;
        KnnGraph knn = prepared.Knn ?? Search(prepared);
        SampleLabels? labels = prepared.Dataset.Labels;
        context.Progress.Begin("classes", $"({knn.Count}, {knn.K})");
        SampleRarity rarity = SampleRarity.Measure(prepared.Embedding, knn, settings.Threads, cancellation);
        LabelVotes? votes = labels is null ? null : LabelVotes.Count(knn, labels, cancellation);
        int[] firstEqual = FirstEqual(prepared);
        bool isByLook = threshold is null && DuplicateStage.IsByLook(prepared.Dataset, prepared.Model);
        SimilarPairs pairs = isByLook
            ? DuplicateStage.PairsByLook((ImageFileDataset)prepared.Dataset, firstEqual, settings.Threads, context.Progress, cancellation)
            : FindPairs(prepared, threshold ?? DuplicateStage.DefaultThreshold);
        ReportData data = new(prepared, layout)
        {
            Evidence = ReportEvidence.Of(prepared, votes?.Agreement ?? double.NaN),
            Conflicts = labels is null ? [] : LabelConflicts.Find(firstEqual, labels, cancellation),
            Rarity = rarity,
            Clusters = new ClusterStage(ClusterSettings.Usual, settings, context.Progress).Find(layout, labels, cancellation),
            Pairs = pairs,
            IsByLook = isByLook,
            Groups = Group(prepared, pairs, isByLook),
            Shapes = labels is null ? [] : ClassShapes.Measure(prepared.Embedding, labels, cancellation),
            Votes = votes,
            Splits = prepared
                .Dataset.Columns.OfType<TextColumn>()
                .FirstOrDefault(column => SplitNames.Contains(column.Name, StringComparer.OrdinalIgnoreCase)),
        };
        (byte[]? rendered, string? fault) = Render(prepared, picture);
        return data with
        {
            Leaks = data.Splits is { } splits ? SplitLeaks.Find(data.Pairs.Pairs, splits.Values) : null,
            Pictures = MeasureImages(thumbnails),
            Sizes = MeasureSizes(prepared.Dataset),
            Rendered = rendered,
            NotRendered = fault,
        };
    }

    // The first equal file of each sample, or the first equal row.
    private int[] FirstEqual(PreparedLayout prepared)
    {
        if (prepared.Dataset is not ImageFileDataset photos)
            return EqualRows.FirstOf(prepared.Embedding, settings.Threads, context.Cancellation);
        return DuplicateStage.FirstEqual(photos, context.Progress, context.Cancellation);
    }

    private KnnGraph Search(PreparedLayout prepared)
    {
        int k = Math.Min(settings.Umap.Neighbours, prepared.Embedding.Rows);
        context.Progress.Begin(
            StageNames.Knn,
            $"({prepared.Embedding.Rows}, {prepared.Embedding.Columns}) to ({prepared.Embedding.Rows}, {k})"
        );
        return KnnStage
            .Run(prepared.Embedding, k, settings.Search with { Kind = KnnKind.Exact }, backends, context.Progress, context.Cancellation)
            .Graph;
    }

    private SimilarPairs FindPairs(PreparedLayout prepared, float minCosine)
    {
        context.Progress.Begin(
            "duplicates",
            $"({prepared.Embedding.Rows}, {prepared.Embedding.Columns}), cosine {minCosine:0.###} or more"
        );
        return new SimilarPairSearch(settings.Threads).Find(
            prepared.Embedding,
            minCosine,
            SimilarPairSearch.DefaultMax,
            context.Progress,
            null,
            null,
            context.Cancellation
        );
    }

    private SimilarityGroups Group(PreparedLayout prepared, SimilarPairs pairs, bool isByLook)
    {
        SimilarityGroups groups = SimilarityGrouping.Group(pairs.Pairs, pairs.Count, pairs.MinCosine, GroupLinkage.Star);
        if (isByLook)
        {
            PairedCosines paired = new(pairs.Pairs, []);
            return groups with { Groups = [.. groups.Groups.Select(paired.Measure)] };
        }

        GroupCosines cosines = new(prepared.Embedding, settings.Threads);
        return groups with
        {
            Groups = [.. groups.Groups.Select((group, rank) => rank < ShownGroups ? cosines.Measure(group, context.Cancellation) : group)],
        };
    }

    private Core.Quality.ImageMeasures?[] MeasureImages(IThumbnails? thumbnails)
    {
        if (thumbnails is not { Edges.Count: > 0 })
            return [];
        context.Progress.Begin("pictures", $"{thumbnails.Count} x ({thumbnails.Edges[^1]}, {thumbnails.Edges[^1]})");
        return ImageChecks.Measure(thumbnails, settings.Threads, context.Progress, context.Cancellation);
    }

    private static (int Width, int Height)[] MeasureSizes(Dataset dataset) =>
        dataset switch
        {
            ImageFileDataset photos =>
            [
                .. Enumerable.Range(0, photos.Count).Select(photos.SizeOf).Select(size => (size.Width, size.Height)),
            ],
            ImageDataset { Images: var images } => [.. Enumerable.Repeat((images.Width, images.Height), images.Count)],
            _ => [],
        };

    // A report without its large picture is still a report, so that it can be made where nothing draws.
    private (byte[]? Png, string? Fault) Render(PreparedLayout prepared, FrameSettings picture)
    {
        context.Progress.Begin(StageNames.Render, $"({picture.Height}, {picture.Width}, 4)");
        try
        {
            using OffscreenRun run = new(prepared, picture, context.ForSession);
            return (run.TakePng(), null);
        }
        catch (MachineFaultException fault)
        {
            context.Progress.Warn($"the report goes without the rendered picture: {OptionNames.Worded(fault)}");
            return (null, OptionNames.Worded(fault));
        }
    }
}
