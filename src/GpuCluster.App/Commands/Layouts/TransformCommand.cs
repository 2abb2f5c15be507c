using System.CommandLine;
using System.Numerics;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Files;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Neighbours;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>`transform LAYOUT NEW -o OUT`: new samples into a finished layout.</summary>
internal static class TransformCommand
{
    private static readonly Argument<string> Known = new("LAYOUT")
    {
        Description = "A scene (.gpc), or positions (.npy) together with --data.",
    };
    private static readonly Argument<string> New = new("NEW")
    {
        Description = "The new samples: data of the same kind, as the other commands take it.",
    };
    private static readonly Option<string?> Data = new("--data")
    {
        HelpName = "DATA",
        Description = "The data that the layout was made of (default: what the scene was made of).",
    };
    private static readonly Option<int?> DataLimit = new("--data-limit")
    {
        HelpName = "N",
        Description = "The layout is of the first N samples of --data.",
    };
    private static readonly Option<string?> DataLabels = new("--data-labels") { HelpName = "FILE", Description = "Labels of --data." };
    private static readonly Option<string> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Required = true,
        Description = "The new positions as .npy, .csv or .ply, or a scene of old and new samples (.gpc).",
    };
    private static readonly Option<string?> MetricName = new("--metric")
    {
        HelpName = string.Join('|', MetricNames.All),
        Description = "How distance between samples is measured (default: as in the scene, else euclidean).",
    };
    private static readonly Option<int?> Neighbors = new("--neighbors")
    {
        HelpName = "K",
        Description = "Known samples that a new one is drawn by (default: as in the scene, else 15).",
    };
    private static readonly Option<double?> MinDist = new("--min-dist")
    {
        HelpName = "X",
        Description = "Of the layout (default: as in the scene, else 0.1).",
    };
    private static readonly Option<double?> Spread = new("--spread")
    {
        HelpName = "X",
        Description = "Of the layout (default: as in the scene, else 1).",
    };
    private static readonly Option<int?> Epochs = new("--epochs")
    {
        HelpName = "E",
        Description = "Epochs in which the new points move (default 100, 30 above 10,000 new samples).",
    };

    public static Command Create()
    {
        Command command = new(
            "transform",
            """
            Places new samples into a finished layout by UMAP's rule: near their nearest known samples, which stay where they are.

            Example:
              gpucluster transform out/x.npy new.npy --data assets/mnist --data-limit 5000 -o out/both.gpc
            """
        )
        {
            Known,
            New,
            Data,
            DataLimit,
            DataLabels,
            Output,
            CommonOptions.Spreadsheet,
            MetricName,
            Neighbors,
            MinDist,
            Spread,
            Epochs,
        };
        OptionGroups.AddData(command);
        command.Add(ModelOption.Model);
        command.Add(CommonOptions.Device);
        command.Add(CommonOptions.Threads);
        command.Add(CommonOptions.Seed);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        DatasetOptions dataOptions = new()
        {
            Limit = result.GetValue(DataLimit) is { } limit ? CommonOptions.AtLeast("--data-limit", limit, 1, "samples") : null,
            LabelsPath = result.GetValue(DataLabels),
            As = MatrixUse.Embedding,
        };
        string output = result.GetValue(Output)!;
        bool isScene = output.EndsWith(".gpc", StringComparison.OrdinalIgnoreCase);
        if (isScene)
            AtomicFile.Probe(output);
        else
            LayoutWriter.Check(output);

        string path = result.GetValue(Known)!;
        KnownLayout known = KnownLayout.Open(path, result.GetValue(Data), dataOptions, context.Progress, context.Cancellation);
        Metric metric = result.GetValue(MetricName) is { } name
            ? LayoutOptions.MetricOf("--metric", name)
            : known.Run?.Metric ?? Metric.Euclidean;
        UmapOptions umap = OptionsOf(result, known);
        Dataset given = DatasetStage.Load(result.GetValue(New)!, options, context.Progress, context.Cancellation);
        RefuseOtherModel(known.Dataset, given);
        EmbeddingSettings settings = ModelOption.ReadFor(result, known.Dataset);
        EmbeddingMatrix vectors = DatasetStage.EmbedAll(known.Dataset, settings, context.Progress, context.Cancellation);
        (Dataset added, EmbeddingMatrix newVectors) = DatasetStage.Embed(given, settings, context.Progress, context.Cancellation);
        if (newVectors.Columns != vectors.Columns)
        {
            throw new UnusableInputException(
                $"{result.GetValue(New)}: vectors of {newVectors.Columns} features, and the layout's data has {vectors.Columns}; give "
                    + "samples that became vectors the same way"
            );
        }

        if (
            known.Run?.Components is { } count
            && ComponentsStage.Find(vectors, count, known.Run.Options.Seed, settings.Threads, context.Progress, context.Cancellation)
                is { } components
        )
        {
            // Both by the same sums: a copy of a known sample lies where that does.
            vectors = components.Project(vectors, settings.Threads, context.Cancellation);
            newVectors = components.Project(newVectors, settings.Threads, context.Cancellation);
        }

        MetricCheck.Run(newVectors, metric, context.Progress);
        (Layout start, Layout placed) = Place(known, vectors, newVectors, metric, umap, settings.Threads, context);
        TransformReport report = new(known, added, start, placed, metric, umap, context.SecondsSinceStart);
        if (isScene)
            report.WriteScene(output, context);
        else
            Write(output, placed, added, result.GetValue(CommonOptions.Spreadsheet), context.Cancellation);

        context.Progress.Finish();
        report.Print(output, context);
    }

    private static void Write(string output, Layout placed, Dataset added, bool forSpreadsheet, CancellationToken cancellation) =>
        LayoutWriter.Write(
            output,
            placed,
            SampleHeading.Of(added),
            added.Labels is { } labels ? new LabelColouring(labels).Colour(new Vector4[labels.Count]).Rgba : null,
            forSpreadsheet,
            cancellation: cancellation
        );

    private static (Layout Start, Layout Placed) Place(
        KnownLayout known,
        EmbeddingMatrix vectors,
        EmbeddingMatrix newVectors,
        Metric metric,
        UmapOptions umap,
        int threads,
        RunContext context
    )
    {
        int k = Math.Min(umap.Neighbours, vectors.Rows);
        context.Progress.Begin(
            StageNames.Knn,
            $"({newVectors.Rows}, {newVectors.Columns}) among {vectors.Rows} to ({newVectors.Rows}, {k})"
        );
        KnownNeighbourSearch found = KnownNeighbourSearch.Run(
            vectors,
            newVectors,
            k,
            metric,
            threads,
            context.Progress,
            context.Cancellation
        );
        context.Progress.Begin(StageNames.Init, $"({newVectors.Rows}, {k}) to ({newVectors.Rows}, {known.Layout.Dims})");
        float[] weights = NewPoints.Memberships(found, umap.LocalConnectivity, threads, context.Cancellation);
        Layout start = NewPoints.Start(known.Layout, found, weights);
        context.Progress.Begin(
            StageNames.Optimize,
            $"({newVectors.Rows}, {known.Layout.Dims}), {umap.Epochs ?? NewPoints.EpochsFor(newVectors.Rows)} epochs"
        );
        return (start, NewPoints.Settle(known.Layout, found, weights, start, umap, threads, context.Progress, context.Cancellation));
    }

    // The scene's own options, unless the user gives others; epochs are those of the new points alone.
    private static UmapOptions OptionsOf(ParseResult result, KnownLayout known)
    {
        UmapOptions run = known.Run?.Options ?? new UmapOptions();
        UmapOptions options = run with
        {
            Dims = known.Layout.Dims,
            Neighbours = result.GetValue(Neighbors) ?? run.Neighbours,
            MinDist = result.GetValue(MinDist) ?? run.MinDist,
            Spread = result.GetValue(Spread) ?? run.Spread,
            Epochs = result.GetValue(Epochs),
            Seed = result.GetValue(CommonOptions.Seed),
        };
        return UmapLimits.FaultIn(options) is { } fault ? throw LayoutOptions.Refusal(fault) : options;
    }

    private static void RefuseOtherModel(Dataset known, Dataset added)
    {
        if (known is EmbeddingDataset { MadeBy: { } old } && added is EmbeddingDataset { MadeBy: { } other } && old != other)
        {
            throw new UnusableInputException(
                $"{added.Name}: made by the model {other}, and {known.Name} by {old}: distances between two models mean nothing; "
                    + $"embed the new samples with --model {old}"
            );
        }
    }
}
