using GpuCluster.Chaos.Kills;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Interrupts;

/// <summary>A command that gets a Ctrl-C, on inputs that keep it busy for some seconds.</summary>
/// <param name="Arguments">Its arguments, the command's names first.</param>
internal sealed record InterruptedCommand(params string[] Arguments)
{
    private static readonly string Root = RepositoryRoot.Find();
    private static readonly string Digits = Path.Combine(Root, "assets", "mnist");
    private static readonly string Clothes = Path.Combine(Root, "assets", "fashion");
    private static readonly KilledCommand Job = new("job", ["job", "create", Digits, "-o", "job", "--rows", "500", "--exact"]);
    private static readonly string Model = Path.Combine(Root, "models", "tiny-clip");
    private static readonly string Scene = Path.Combine(Root, "tests", "golden", "spiral.npy");

    /// <summary>Whether it opens a window.</summary>
    public bool IsWindow { get; init; }

    /// <summary>Whether arguments end with a device of the host.</summary>
    public bool HasDevice { get; init; } = true;

    /// <summary>What runs to its end before; null for nothing.</summary>
    public KilledCommand? Before { get; init; }

    /// <summary>Every command.</summary>
    public static IReadOnlyList<InterruptedCommand> All { get; } =
    [
        new("view", Digits, "--limit", "2000", "--epochs", "100000") { IsWindow = true },
        new("demo", "--limit", "2000", "--epochs", "100000") { IsWindow = true },
        new("demo", "--limit", "500", "--resolution", "320x200"),
        new("layout", Digits, "--epochs", "2000", "-o", "x.npy", "--checkpoint", "c.gpc", "--checkpoint-every", "0"),
        new("layout", Digits, "--method", "tsne", "-o", "x.gpc"),
        new("layout", Digits, "--method", "pca", "--pca", "50", "--quality", "-o", "x.csv"),
        new("compare", Digits, "--limit", "2000", "--methods", "umap,tsne,pca", "-o", "compared"),
        new("transform", Scene, Scene, "--data", Scene, "-o", "x.npy"),
        new("render", Digits, "--limit", "500", "-o", "x.mp4", "--frames", "400"),
        new("embed", Clothes, "--model", Model, "-o", "x.parquet"),
        new("label", Clothes, "--model", Model, "-o", "x.csv"),
        new("similar", Clothes, "--model", Model, "--text", "a shoe", "-k", "24", "-o", "x.png"),
        new("duplicates", Digits, "--threshold", "0.5", "-o", "x.csv"),
        new("clusters", Digits, "-o", "x.csv"),
        new("report", Digits, "-o", "x.html"),
        new("share", Digits, "-o", "shared"),
        new("mcp", "no.sock") { HasDevice = false },
        new("completion", "bash") { HasDevice = false },
        new("job", "create", Digits, "-o", "job", "--rows", "1000"),
        new("job", "run", "job") { Before = Job },
        new("job", "work", "job", "--units", "0-9") { Before = Job },
        new("job", "status", "job") { HasDevice = false, Before = Job },
        new("job", "finish", "job", "-o", "x.npz") { HasDevice = false, Before = Job },
        new("models") { HasDevice = false },
        new("models", "check", Model) { HasDevice = false },
        new("devices") { HasDevice = false },
        new("doctor") { HasDevice = false },
        new("selftest") { HasDevice = false },
        new("bench", "knn", "--devices", "host") { HasDevice = false },
        new("bench", "similarity", "--devices", "host") { HasDevice = false },
        new("bench", "umap", "--devices", "host,ilgpu-cpu", "--n", "1000,10000") { HasDevice = false },
        new("bench", "tsne", "--devices", "host") { HasDevice = false },
        new("bench", "render") { HasDevice = false },
        new("bench", "embed", "--model", Model) { HasDevice = false },
        new("bench", "stream", "--devices", "host") { HasDevice = false },
        new("bench", "layout", Digits),
        new("bench", "scene") { HasDevice = false },
        new("bench", "regress", "--rows", "start") { HasDevice = false },
        new("bench", "list") { HasDevice = false },
    ];

    /// <summary>What a user would type, without the program's name.</summary>
    public string Line =>
        string.Join(
            ' ',
            Arguments.Select(argument => argument.StartsWith(Root, StringComparison.Ordinal) ? Path.GetFileName(argument) : argument)
        );

    /// <summary>As the other tests start it.</summary>
    public KilledCommand ToStart =>
        new(Line, HasDevice ? Arguments : [Workplace.Dotnet(), Path.Combine(AppContext.BaseDirectory, "gpucluster.dll"), .. Arguments])
        {
            IsProgram = HasDevice,
        };
}
