using System.CommandLine;
using GpuCluster.App.Pipeline;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Similarity;

namespace GpuCluster.App.CommandLine;

/// <summary>The options that say how a layout is made, shared by every command that makes one.</summary>
internal static class LayoutOptions
{
    private static readonly Option<string> Method = new("--method") { HelpName = "umap|pca", DefaultValueFactory = _ => "umap", Description = "umap or pca." };
    private static readonly Option<int> Dims = new("--dims") { HelpName = "2|3", DefaultValueFactory = _ => 3, Description = "Dimensions of the layout (default 3)." };
    private static readonly Option<int> Neighbors = new("--neighbors") { HelpName = "K", DefaultValueFactory = _ => 15, Description = "Neighbours per sample, itself included (default 15)." };
    private static readonly Option<double> MinDist = new("--min-dist") { HelpName = "X", DefaultValueFactory = _ => 0.1, Description = "Least distance between points that belong together (default 0.1)." };
    private static readonly Option<double> Spread = new("--spread") { HelpName = "X", DefaultValueFactory = _ => 1, Description = "Scale of the layout (default 1)." };
    public static readonly Option<string> MetricName = new("--metric") { HelpName = "euclidean|cosine", DefaultValueFactory = _ => "euclidean", Description = "How distance between samples is measured." };
    private static readonly Option<int?> Epochs = new("--epochs") { HelpName = "E", Description = "Epochs (default 500 up to 10,000 samples, 200 above)." };
    private static readonly Option<double> LearningRate = new("--learning-rate") { HelpName = "X", DefaultValueFactory = _ => 1, Description = "Initial step length (default 1)." };
    private static readonly Option<string> Init = new("--init") { HelpName = "spectral|pca|random", DefaultValueFactory = _ => "spectral", Description = "Where UMAP starts from (default spectral)." };

    /// <summary>All options of this group, for a command's list.</summary>
    public static IReadOnlyList<Option> All { get; } = [Method, Dims, Neighbors, MinDist, Spread, MetricName, Epochs, LearningRate, Init];

    /// <summary>Reads and checks the group.</summary>
    /// <exception cref="UnusableInputException">A value is impossible; the message names the option and what it may be.</exception>
    public static LayoutSettings Read(ParseResult result)
    {
        UmapOptions umap = new()
        {
            Dims = result.GetValue(Dims),
            Neighbours = result.GetValue(Neighbors),
            MinDist = result.GetValue(MinDist),
            Spread = result.GetValue(Spread),
            Epochs = result.GetValue(Epochs),
            LearningRate = result.GetValue(LearningRate),
            Seed = result.GetValue(CommonOptions.Seed),
        };
        if (UmapLimits.FaultIn(umap) is { } fault)
        {
            throw new UnusableInputException($"{OptionOf(fault.Property).Name} {fault.Value}: {fault.Reason}");
        }

        return new LayoutSettings
        {
            Method = OneOf("--method", result.GetValue(Method)!, ("umap", LayoutMethod.Umap), ("pca", LayoutMethod.Pca)),
            Metric = MetricOf(result),
            Init = OneOf("--init", result.GetValue(Init)!, ("spectral", InitialLayoutKind.Spectral), ("pca", InitialLayoutKind.Pca), ("random", InitialLayoutKind.Random)),
            Umap = umap,
            Threads = CommonOptions.ThreadsOf(result),
            KnnDevice = KnnDeviceOf(result),
            LayoutDevice = DeviceOf(result, CommonOptions.LayoutDevice),
            Embedding = ModelOption.Read(result),
        };
    }

    /// <summary>The metric asked for.</summary>
    public static Metric MetricOf(ParseResult result) =>
        OneOf("--metric", result.GetValue(MetricName)!, ("euclidean", Metric.Euclidean), ("cosine", Metric.Cosine));

    /// <summary>The metric's name on the command line.</summary>
    public static string NameOf(Metric metric) => metric == Metric.Cosine ? "cosine" : "euclidean";

    /// <summary>The device asked for the neighbour search.</summary>
    public static DeviceRequest KnnDeviceOf(ParseResult result) => DeviceOf(result, CommonOptions.KnnDevice);

    /// <summary>The option that sets a property of UMAP's.</summary>
    private static Option OptionOf(string property) => property switch
    {
        nameof(UmapOptions.Dims) => Dims,
        nameof(UmapOptions.Neighbours) => Neighbors,
        nameof(UmapOptions.MinDist) => MinDist,
        nameof(UmapOptions.Spread) => Spread,
        nameof(UmapOptions.Epochs) => Epochs,
        _ => LearningRate,
    };

    // A stage's own device wins over --device; the message names the option that was given.
    private static DeviceRequest DeviceOf(ParseResult result, Option<string?> stage) => result.GetValue(stage) is { } own
        ? DeviceRequest.Parse(stage.Name, own)
        : DeviceRequest.Parse("--device", result.GetValue(CommonOptions.Device)!);

    private static T OneOf<T>(string option, string text, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        foreach ((string name, T value) in choices)
        {
            if (name == text)
            {
                return value;
            }
        }

        List<string> names = [];
        foreach ((string name, _) in choices)
        {
            names.Add(name);
        }

        throw new UnusableInputException($"{option} {text}: unknown; use {string.Join(" or ", names)}");
    }
}
