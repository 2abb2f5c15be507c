using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Clusters;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Clusters;

/// <summary>`clusters DATA`: what belongs together, without labels, and what it is called.</summary>
internal static class ClustersCommand
{
    private const int DefaultMeans = 10;

    private static readonly Option<string> Method = new("--method")
    {
        HelpName = "hdbscan|kmeans",
        DefaultValueFactory = _ => "hdbscan",
        Description =
            "hdbscan: finds dense clusters of any shape, their number, and noise (default). kmeans: makes -k clusters around centres.",
    };
    private static readonly Option<string?> On = new("--on")
    {
        HelpName = "layout|embedding",
        Description =
            "What is clustered: positions (by UMAP, or DATA itself where it is a layout) or vectors (default: layout for hdbscan, "
            + "embedding for kmeans).",
    };
    private static readonly Option<int?> MinSize = new("--min-size")
    {
        HelpName = "N",
        Description = "hdbscan: members of a cluster at least (default: half a percent of the samples, 5 or more).",
    };
    private static readonly Option<int?> MinSamples = new("--min-samples")
    {
        HelpName = "N",
        Description =
            "hdbscan: density is measured by the distance to this nearest, the sample itself counted (default 10, or the least "
            + "size). More leaves more samples in no cluster.",
    };
    private static readonly Option<int?> Means = new("-k")
    {
        HelpName = "K",
        Description = "kmeans: number of clusters (default: as many as classes, else 10).",
    };
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Where the cluster of each sample goes: .csv, which --columns of other commands reads, or .npy.",
    };

    public static Command Create()
    {
        Command command = new(
            "clusters",
            """
            Finds clusters and names them: by the data's labels, or by what a model says of their pictures.

            Examples:
              gpucluster clusters assets/mnist --limit 5000 -o out/clusters.csv
              gpucluster view assets/mnist --limit 5000 --columns out/clusters.csv --color-by "cluster name"
              gpucluster clusters assets/fashion --limit 2000 --model tiny-clip --classes "bag;sneaker;coat;trouser"
            """
        )
        {
            CommonOptions.Data,
            Method,
            On,
            MinSize,
            MinSamples,
            Means,
            Output,
            CommonOptions.Spreadsheet,
        };
        OptionGroups.AddData(command);
        OptionGroups.AddLayouts(command);
        OptionGroups.Add(command, ClassOptions.All);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        bool isMeans = result.GetValue(Method) switch
        {
            "hdbscan" => false,
            "kmeans" => true,
            var other => throw new UnusableInputException($"--method {other}: unknown; use hdbscan or kmeans"),
        };
        bool onLayout = (result.GetValue(On) ?? (isMeans ? "embedding" : "layout")) switch
        {
            "layout" => true,
            "embedding" => false,
            var other => throw new UnusableInputException($"--on {other}: unknown; use layout or embedding"),
        };
        LayoutSettings settings = LayoutOptions.Read(result, LayoutMethod.Umap);
        int? size = AtLeast("--min-size", result.GetValue(MinSize), 2, "members"),
            core = AtLeast("--min-samples", result.GetValue(MinSamples), 1, "samples");
        int? means = AtLeast("-k", result.GetValue(Means), 1, "clusters");
        if (!isMeans && means is not null)
            throw new UnusableInputException($"-k {means}: hdbscan finds the number of clusters itself; use --method kmeans");
        if (isMeans && size is not null)
            throw new UnusableInputException($"--min-size {size}: kmeans has no least size; use --method hdbscan");
        if (isMeans && core is not null)
            throw new UnusableInputException($"--min-samples {core}: kmeans measures no density; use --method hdbscan");
        string? output = result.GetValue(Output);
        if (output is not null)
            ClustersFile.Check(output);
        ClassWords? words = ClassOptions.WordsOf(result);
        using TextLabels? texts = words is null ? null : new TextLabels(settings.Embedding, context.Progress.Warn);

        using ComputeBackends backends = ComputeBackends.Create(LayoutOptions.DevicesOf(result), context.Progress);
        LayoutPipeline pipeline = new(settings, backends, context.Progress);
        Dataset loaded = pipeline.Load(
            result.GetValue(CommonOptions.Data)!,
            OptionGroups.DatasetOptions(result, MatrixUse.Layout),
            context.Cancellation
        );
        if (texts is not null)
            ModelOption.ReadFor(result, loaded);
        LayoutVectors vectors = pipeline.Vectors(loaded, context.Cancellation);
        Dataset dataset = vectors.Dataset;
        SampleLabels? labels = texts is null
            ? dataset.Labels
            : words!.Assign(dataset.Name, vectors.Own, texts, settings.Threads, context.Cancellation);
        ClusterStage stage = new(
            new ClusterSettings(size, core, isMeans ? means ?? DefaultMeansOf(dataset) : null),
            settings,
            context.Progress
        );
        FoundClusters found = onLayout
            ? stage.Find(LayOut(pipeline, vectors, context.Cancellation), labels, context.Cancellation)
            : stage.Find(vectors.Searched, labels, context.Cancellation);
        if (output is not null)
            ClustersFile.Write(output, found, SampleHeading.Of(dataset), result.GetValue(CommonOptions.Spreadsheet), context.Cancellation);
        context.Progress.Finish();
        if (found.Names.Count == 0)
            context.Progress.Warn($"{dataset.Name}: no cluster stands out; try a smaller --min-size");
        new ClustersReport(found, dataset.Labels is { } own ? AdjustedRand.Of(found.ClusterOf, own) : null).Write(context, output);
    }

    private static Layout LayOut(LayoutPipeline pipeline, LayoutVectors vectors, CancellationToken cancellation)
    {
        using PreparedLayout prepared = pipeline.Prepare(vectors, null, cancellation);
        return pipeline.Optimize(prepared, cancellation: cancellation);
    }

    private static int DefaultMeansOf(Dataset dataset) => dataset.Labels?.ClassNames.Count is { } classes and > 0 ? classes : DefaultMeans;

    private static int? AtLeast(string option, int? value, int min, string unit) =>
        value is { } given ? CommonOptions.AtLeast(option, given, min, unit) : null;
}
