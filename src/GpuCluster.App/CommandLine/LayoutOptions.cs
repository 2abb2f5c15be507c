using System.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.Compute.Host.Components;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Neighbours;

namespace GpuCluster.App.CommandLine;

/// <summary>The options that say how a layout is made, shared by every command that makes one.</summary>
internal static class LayoutOptions
{
    /// <summary>umap-learn's target_weight.</summary>
    private const double DefaultTargetWeight = 0.5;

    private static readonly Option<string> Method = new("--method")
    {
        HelpName = "umap|tsne|pca",
        DefaultValueFactory = _ => "umap",
        Description = "umap, tsne or pca.",
    };
    private static readonly Option<int> Dims = new("--dims")
    {
        HelpName = "2|3",
        DefaultValueFactory = _ => 3,
        Description = "Dimensions of the layout (default 3).",
    };
    private static readonly Option<int> Neighbors = new("--neighbors")
    {
        HelpName = "K",
        DefaultValueFactory = _ => 15,
        Description = "Neighbours per sample, itself included (default 15).",
    };
    private static readonly Option<double> MinDist = new("--min-dist")
    {
        HelpName = "X",
        DefaultValueFactory = _ => 0.1,
        Description = "Least distance between points that belong together (default 0.1).",
    };
    private static readonly Option<double> Spread = new("--spread")
    {
        HelpName = "X",
        DefaultValueFactory = _ => 1,
        Description = "Scale of the layout (default 1).",
    };
    public static readonly Option<string> MetricName = new("--metric")
    {
        HelpName = string.Join('|', MetricNames.All),
        DefaultValueFactory = _ => "euclidean",
        Description = "How distance between samples is measured.",
    };
    private static readonly Option<int?> Components = new("--pca")
    {
        HelpName = "K",
        Description =
            "Reduce vectors to their first K principal components before neighbours are searched, 1 to 256 (default: as they are).",
    };
    private static readonly Option<string> Knn = new("--knn")
    {
        HelpName = "exact|approx|auto",
        DefaultValueFactory = _ => "auto",
        Description =
            "Neighbour search: exact, approx (some may be missed; the share found is shown) or auto (default: approx above 16,384 "
            + "samples, on a GPU above 250,000).",
    };
    private static readonly Option<int?> Epochs = new("--epochs")
    {
        HelpName = "E",
        Description = "Epochs (default of UMAP 500 up to 10,000 samples, 200 above; of t-SNE 1000).",
    };
    private static readonly Option<double?> LearningRate = new("--learning-rate")
    {
        HelpName = "X",
        Description =
            "Step length (default of UMAP 1; of t-SNE n / exaggeration / 4, four times that once exaggeration ends, at least 50 or n / 4).",
    };
    private static readonly Option<string?> Init = new("--init")
    {
        HelpName = "spectral|pca|random|FILE",
        Description =
            "Where the layout starts from: a kind, or positions as .npy (float32, N x dims) (default of UMAP spectral, of t-SNE pca).",
    };
    private static readonly Option<string?> NeighborsFile = new("--neighbors-file")
    {
        HelpName = "FILE",
        Description = "Neighbours found before: a .npz of indices (N, k) and distances (N, k), the sample itself among them or not.",
    };
    private static readonly Option<double> LocalConnectivity = new("--local-connectivity")
    {
        HelpName = "X",
        DefaultValueFactory = _ => new UmapOptions().LocalConnectivity,
        Description = "UMAP: nearest neighbours that count as fully connected (default 1).",
    };
    private static readonly Option<double> SetOpMixRatio = new("--set-op-mix-ratio")
    {
        HelpName = "X",
        DefaultValueFactory = _ => new UmapOptions().SetOperationMix,
        Description = "UMAP: 1 keeps an edge that either end wants, 0 one that both want, or a mixture (default 1).",
    };
    private static readonly Option<double> RepulsionStrength = new("--repulsion-strength")
    {
        HelpName = "X",
        DefaultValueFactory = _ => new UmapOptions().Repulsion,
        Description = "UMAP: weight of repulsion (default 1).",
    };
    private static readonly Option<int> NegativeSampleRate = new("--negative-sample-rate")
    {
        HelpName = "N",
        DefaultValueFactory = _ => new UmapOptions().NegativeSamples,
        Description = "UMAP: points repelled for each pull (default 5).",
    };
    private static readonly Option<bool> Supervise = new("--supervise")
    {
        Description = "UMAP: let the labels part the classes; samples without a label are placed by distance.",
    };
    private static readonly Option<double?> TargetWeight = new("--target-weight")
    {
        HelpName = "X",
        Description = "UMAP: how much labels count against distances, 0 to 1 (default of --supervise 0.5).",
    };
    private static readonly Option<double> Perplexity = new("--perplexity")
    {
        HelpName = "X",
        DefaultValueFactory = _ => 30,
        Description = "t-SNE: effective number of neighbours (default 30).",
    };
    private static readonly Option<double> Exaggeration = new("--exaggeration")
    {
        HelpName = "X",
        DefaultValueFactory = _ => 12,
        Description = "t-SNE: how much stronger edges pull for the first 250 epochs (default 12).",
    };
    private static readonly Option<double> Theta = new("--theta")
    {
        HelpName = "X",
        DefaultValueFactory = _ => 0.5,
        Description = "t-SNE: how coarsely distant points are taken together, 0 (exact) to 0.57 (default 0.5).",
    };

    /// <summary>The options of every method, for a command that runs several.</summary>
    public static IReadOnlyList<Option> OfMethods { get; } =
    [
        Dims,
        Neighbors,
        MinDist,
        Spread,
        MetricName,
        Components,
        Knn,
        Epochs,
        LearningRate,
        Init,
        NeighborsFile,
        LocalConnectivity,
        SetOpMixRatio,
        RepulsionStrength,
        NegativeSampleRate,
        Supervise,
        TargetWeight,
        Perplexity,
        Exaggeration,
        Theta,
    ];

    /// <summary>All options of this group, for a command's list.</summary>
    public static IReadOnlyList<Option> All { get; } = [Method, .. OfMethods];

    /// <summary>Reads and checks the group.</summary>
    /// <exception cref="UnusableInputException">A value is impossible; the message names the option and what it may be.</exception>
    public static LayoutSettings Read(ParseResult result)
    {
        LayoutSettings settings = Read(result, MethodOf("--method", result.GetValue(Method)!));
        if (settings is { Method: not LayoutMethod.Umap, Umap.TargetWeight: not null })
            throw new UnusableInputException($"--supervise: {NameOf(settings.Method)} takes no labels; use --method umap");

        if (settings.Method == LayoutMethod.Pca && (settings.NeighboursFile is not null || settings.InitFile is not null))
        {
            throw new UnusableInputException(
                $"{(settings.InitFile is null ? "--neighbors-file" : "--init")}: pca takes none; use --method umap or tsne"
            );
        }

        if (settings is { Method: LayoutMethod.Pca, Components: { } components })
        {
            throw new UnusableInputException(
                $"--pca {components}: --method pca takes its components of the vectors themselves; leave it out"
            );
        }

        if (settings.Method != LayoutMethod.Umap && result.GetValue(CommonOptions.LayoutKernel) is { } kernel)
            throw new UnusableInputException($"--layout-kernel {kernel}: only UMAP's epochs have kernels to choose among");

        return settings;
    }

    /// <summary>The method of that name.</summary>
    /// <exception cref="UnusableInputException">There is none; the message names the option.</exception>
    public static LayoutMethod MethodOf(string option, string name) =>
        OneOf(option, name, ("umap", LayoutMethod.Umap), ("tsne", LayoutMethod.Tsne), ("pca", LayoutMethod.Pca));

    /// <summary>Reads and checks the group for one method.</summary>
    /// <exception cref="UnusableInputException">A value is impossible; the message names the option and what it may be.</exception>
    public static LayoutSettings Read(ParseResult result, LayoutMethod method)
    {
        UmapOptions umap = new()
        {
            Dims = result.GetValue(Dims),
            Neighbours = result.GetValue(Neighbors),
            MinDist = result.GetValue(MinDist),
            Spread = result.GetValue(Spread),
            Epochs = result.GetValue(Epochs),
            LearningRate = method == LayoutMethod.Tsne ? 1 : result.GetValue(LearningRate) ?? 1,
            NegativeSamples = result.GetValue(NegativeSampleRate),
            Repulsion = result.GetValue(RepulsionStrength),
            LocalConnectivity = result.GetValue(LocalConnectivity),
            SetOperationMix = result.GetValue(SetOpMixRatio),
            TargetWeight = result.GetValue(TargetWeight) ?? (result.GetValue(Supervise) ? DefaultTargetWeight : null),
            Seed = result.GetValue(CommonOptions.Seed),
        };
        TsneOptions tsne = new()
        {
            Dims = umap.Dims,
            Perplexity = result.GetValue(Perplexity),
            Exaggeration = result.GetValue(Exaggeration),
            Epochs = umap.Epochs ?? new TsneOptions().Epochs,
            LearningRate = method == LayoutMethod.Tsne ? result.GetValue(LearningRate) : null,
            Theta = result.GetValue(Theta),
            Seed = umap.Seed,
        };
        if ((UmapLimits.FaultIn(umap) ?? TsneLimits.FaultIn(tsne)) is { } fault)
            throw Refusal(fault);

        // A device that does not exist is refused with the other options, before any data is read.
        int threads = DevicesOf(result).Threads;
        string init = result.GetValue(Init) ?? (method == LayoutMethod.Tsne ? "pca" : "spectral");
        string? initFile = init.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) || File.Exists(init) ? init : null;
        return new LayoutSettings
        {
            Method = method,
            Metric = MetricOf(result),
            Init = initFile is null
                ? OneOf(
                    "--init",
                    init,
                    ("spectral", InitialLayoutKind.Spectral),
                    ("pca", InitialLayoutKind.Pca),
                    ("random", InitialLayoutKind.Random)
                )
                : default,
            InitFile = initFile,
            NeighboursFile = result.GetValue(NeighborsFile),
            Components = ComponentsOf(result),
            Umap = umap,
            Tsne = tsne,
            Threads = threads,
            Knn = OneOf("--knn", result.GetValue(Knn)!, ("exact", KnnKind.Exact), ("approx", KnnKind.Approximate), ("auto", KnnKind.Auto)),
            Embedding = ModelOption.Read(result),
        };
    }

    /// <summary>The metric asked for.</summary>
    public static Metric MetricOf(ParseResult result) => MetricOf("--metric", result.GetValue(MetricName)!);

    /// <summary>The metric of that name.</summary>
    /// <exception cref="UnusableInputException">There is none; the message names the option.</exception>
    public static Metric MetricOf(string option, string name) =>
        OneOf(option, name, [.. Enum.GetValues<Metric>().Select(metric => (MetricNames.Of(metric), metric))]);

    /// <summary>What is wrong, by the name of the option that sets it.</summary>
    public static UnusableInputException Refusal(OptionFault fault) =>
        new($"{OptionOf(fault.Property).Name} {fault.Value}: {fault.Reason}");

    /// <summary>The method's name on the command line.</summary>
    public static string NameOf(LayoutMethod method) =>
        method switch
        {
            LayoutMethod.Umap => "umap",
            LayoutMethod.Tsne => "tsne",
            _ => "pca",
        };

    /// <summary>The device asked for the neighbour search.</summary>
    public static DeviceRequest KnnDeviceOf(ParseResult result) => DeviceOf(result, CommonOptions.KnnDevice);

    /// <summary>The devices and kernels asked for.</summary>
    public static DeviceSettings DevicesOf(ParseResult result) =>
        new(
            KnnDeviceOf(result),
            DeviceOf(result, CommonOptions.LayoutDevice),
            CommonOptions.ThreadsOf(result),
            new KernelNames(result.GetValue(CommonOptions.KnnKernel), result.GetValue(CommonOptions.LayoutKernel)),
            CommonOptions.MemoryOf(result)
        );

    /// <summary>The principal components asked for, or null.</summary>
    /// <exception cref="UnusableInputException">The number is out of range, or neighbours come from a file and are not
    /// searched.</exception>
    private static int? ComponentsOf(ParseResult result)
    {
        if (result.GetValue(Components) is not { } count)
            return null;

        return count is < 1 or > PrincipalComponents.MaxComponents
                ? throw new UnusableInputException($"--pca {count}: use 1 to {PrincipalComponents.MaxComponents}")
            : result.GetValue(NeighborsFile) is { } file
                ? throw new UnusableInputException($"--pca {count}: the neighbours of {file} are found already; leave out one of the two")
            : count;
    }

    /// <summary>The option that sets a property of UMAP's or t-SNE's.</summary>
    private static Option OptionOf(string property) =>
        property switch
        {
            nameof(UmapOptions.Dims) => Dims,
            nameof(UmapOptions.Neighbours) => Neighbors,
            nameof(UmapOptions.MinDist) => MinDist,
            nameof(UmapOptions.Spread) => Spread,
            nameof(UmapOptions.Epochs) => Epochs,
            nameof(UmapOptions.NegativeSamples) => NegativeSampleRate,
            nameof(UmapOptions.Repulsion) => RepulsionStrength,
            nameof(UmapOptions.LocalConnectivity) => LocalConnectivity,
            nameof(UmapOptions.SetOperationMix) => SetOpMixRatio,
            nameof(UmapOptions.TargetWeight) => TargetWeight,
            nameof(TsneOptions.Perplexity) => Perplexity,
            nameof(TsneOptions.Exaggeration) => Exaggeration,
            nameof(TsneOptions.Theta) => Theta,
            _ => LearningRate,
        };

    // A stage's own device wins over --device; the message names the option that was given.
    private static DeviceRequest DeviceOf(ParseResult result, Option<string?> stage) =>
        result.GetValue(stage) is { } own
            ? DeviceRequest.Parse(stage.Name, own)
            : DeviceRequest.Parse("--device", result.GetValue(CommonOptions.Device)!);

    private static T OneOf<T>(string option, string text, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        foreach ((string name, T value) in choices)
        {
            if (name == text)
                return value;
        }

        List<string> names = [];
        foreach ((string name, _) in choices)
            names.Add(name);

        throw new UnusableInputException($"{option} {text}: unknown; use {string.Join(" or ", names)}");
    }
}
