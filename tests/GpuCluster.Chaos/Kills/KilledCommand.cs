using GpuCluster.Testing;

namespace GpuCluster.Chaos.Kills;

/// <summary>A command that is killed: its line and what it writes, relative to the folder that it runs in.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Outputs">The files that it writes.</param>
internal sealed record KilledCommand(string Name, string[] Arguments, params string[] Outputs)
{
    private static readonly string Digits = Path.Combine(RepositoryRoot.Find(), "assets", "mnist");
    private static readonly string Clothes = Path.Combine(RepositoryRoot.Find(), "assets", "fashion");
    private static readonly string Model = Path.Combine(RepositoryRoot.Find(), "models", "tiny-clip");

    /// <summary>Whether the arguments are the program's; if not, they are a whole command line.</summary>
    public bool IsProgram { get; init; } = true;

    /// <summary>Twelve commands, each a second or two.</summary>
    public static IReadOnlyList<KilledCommand> All { get; } =
    [
        new("layout", ["layout", Digits, "--limit", "300", "--epochs", "50", "-o", "x.npy"], "x.npy", "x.layout.json"),
        new(
            "checkpoint",
            ["layout", Digits, "--limit", "300", "--epochs", "60", "-o", "x.npy", "--checkpoint", "c.gpc", "--checkpoint-every", "0"],
            "x.npy",
            "x.layout.json",
            "c.gpc"
        ),
        new("tsne", ["layout", Digits, "--limit", "200", "--method", "tsne", "--epochs", "250", "-o", "x.csv"], "x.csv"),
        new("scene", ["layout", Digits, "--limit", "200", "--epochs", "50", "-o", "x.gpc"], "x.gpc"),
        new("embed", ["embed", Clothes, "--model", Model, "--limit", "60", "-o", "x.npy"], "x.npy", "x.labels.npy", "x.columns.csv"),
        new("embed-parquet", ["embed", Clothes, "--model", Model, "--limit", "60", "-o", "x.parquet"], "x.parquet"),
        new("label", ["label", Clothes, "--model", Model, "--limit", "40", "-o", "x.csv"], "x.csv"),
        new("similar", ["similar", Digits, "--limit", "200", "--index", "0", "-k", "9", "-o", "x.png"], "x.png"),
        new("duplicates", ["duplicates", Digits, "--limit", "300", "--threshold", "0.9", "-o", "x.json"], "x.json"),
        new("clusters", ["clusters", Digits, "--limit", "200", "--epochs", "50", "-o", "x.csv"], "x.csv"),
        new("report", ["report", Digits, "--limit", "150", "-o", "x.html"], "x.html"),
        new(
            "render",
            ["render", Digits, "--limit", "200", "--epochs", "5", "-o", "x.mp4", "--resolution", "160x120", "--frames", "8"],
            "x.mp4"
        ),
    ];
}
