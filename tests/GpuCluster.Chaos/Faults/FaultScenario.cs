namespace GpuCluster.Chaos.Faults;

/// <summary>Something that the machine refuses a command.</summary>
/// <param name="Name">What it is.</param>
internal sealed record FaultScenario(string Name)
{
    /// <summary>Lines of a shell that is then replaced by the command.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Variables of the environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the command has to succeed all the same.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>Whether the data itself is other data, so that a command may succeed with other numbers.</summary>
    public bool ChangesContent { get; init; }

    /// <summary>What every command is refused. Sizes of files are counted in blocks of 512 bytes.</summary>
    public static IReadOnlyList<FaultScenario> All { get; } =
    [
        DiskFull("disk full at once", 0),
        DiskFull("disk full after 512 bytes", 1),
        DiskFull("disk full after 2 KiB", 4),
        DiskFull("disk full after 8 KiB", 16),
        DiskFull("disk full after 32 KiB", 64),
        new("16 MiB of memory") { Environment = Of("DOTNET_GCHeapHardLimit", "0x1000000") },
        new("24 MiB of memory") { Environment = Of("DOTNET_GCHeapHardLimit", "0x1800000") },
        new("120 open files") { Before = ["ulimit -n 120"] },
        new("no place for temporary files") { Environment = Of("TMPDIR", "/nowhere"), IsHarmless = true },
        new("a cache that cannot be written") { Environment = Of("XDG_CACHE_HOME", "/proc"), IsHarmless = true },
        new("a cache that is a file") { Environment = Of("XDG_CACHE_HOME", "/dev/null"), IsHarmless = true },
        new("no home") { Before = ["unset HOME", "unset XDG_CACHE_HOME"], IsHarmless = true },
        new("an output folder that goes") { Before = ["rm -r \"$PWD\""] },
        new("standard error that is full") { Before = ["exec 2>/dev/full"], IsHarmless = true },
        new("standard error that is closed") { Before = ["exec 2>&-"], IsHarmless = true },
        Forbidden,
    ];

    // Root may write everywhere: it gives the command to the user that owns nothing, where that one may read the program.
    private static FaultScenario Forbidden =>
        new("folders that may not be written")
        {
            Before =
            [
                "chmod 755 ..",
                "other='setpriv --reuid=65534 --regid=65534 --clear-groups'",
                "[ \"$(id -u)\" != 0 ] || ! $other test -r \"$2\" || set -- $other \"$@\"",
                "chmod 555 . ../cache",
                "chmod 777 ../temporary",
            ],
        };

    // The signal that such a limit sends would end the command, and a full disk sends none. The runtime maps the code that it compiles
    // through a file, which the limit would refuse too.
    private static FaultScenario DiskFull(string name, int blocks) =>
        new(name) { Before = ["trap '' XFSZ", $"ulimit -f {blocks}"], Environment = Of("DOTNET_EnableWriteXorExecute", "0") };

    private static Dictionary<string, string> Of(string name, string value) => new(StringComparer.Ordinal) { [name] = value };
}
