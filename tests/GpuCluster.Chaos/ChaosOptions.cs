using System.Globalization;

namespace GpuCluster.Chaos;

/// <summary>What a command line asks for.</summary>
internal sealed record ChaosOptions
{
    public const string Usage = """
        kills   starts twelve commands, sends SIGKILL, SIGTERM or SIGINT at a random moment, and starts them again: no output is torn,
                nothing is left over, and what goes on ends with the same bytes
        faults  runs the commands with a full disk, too little memory, no place for temporary files and so on: each ends with one
                clear line, and leaves nothing torn or left over
        interrupts  sends Ctrl-C at random moments of every command: it ends within two seconds
        workers lets two workers do a small job, sends SIGKILL to one of them at random moments and starts another in its place: the result
                has the same bytes, and nothing is left over
        soak    uses the window at random on a virtual display: nothing is reported by the validation layer, memory and handles stay level

          --seed N       draws other moments (default 1)
          --count N      kills (default 100)
          --only A,B     these commands only; of the soak keys, clicks, wheel, drags or resizes
          --keys A,B     of the soak, these keys only
          --number N     one kill or fault again, by the number that a fault names
          --minutes M    of the soak (default 10)
          --data PATH    what the window of the soak shows (default assets/mnist)
          --limit N      and how many samples of it (default 2000)
          --bare         without the validation layer, which holds memory of its own
          --record       adds the run to tests/GpuCluster.Chaos/RUNS.md
        """;

    public string What { get; init; } = "";

    public long Seed { get; init; } = 1;

    public int Count { get; init; } = 100;

    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>The keys that the soak presses, by their names in X; none: all.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    public bool IsBare { get; init; }

    public long? Number { get; init; }

    public double Minutes { get; init; } = 10;

    /// <summary>What the soak's window shows; null for the bundled digits.</summary>
    public string? Data { get; init; }

    public int Limit { get; init; } = 2000;

    public bool IsRecorded { get; init; }

    /// <summary>Reads a command line; throws a FormatException that says what is wrong.</summary>
    public static ChaosOptions Of(IReadOnlyList<string> arguments)
    {
        ChaosOptions options = new()
        {
            What = arguments.Count > 0 ? arguments[0] : throw new FormatException("kills, faults, interrupts, workers or soak?"),
        };
        for (int i = 1; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value");
            options = arguments[i] switch
            {
                "--seed" => options with { Seed = long.Parse(Value(), CultureInfo.InvariantCulture) },
                "--count" => options with { Count = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--only" => options with { Only = Value().Split(',') },
                "--keys" => options with { Keys = Value().Split(',') },
                "--bare" => options with { IsBare = true },
                "--number" => options with { Number = long.Parse(Value(), CultureInfo.InvariantCulture) },
                "--minutes" => options with { Minutes = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--data" => options with { Data = Path.GetFullPath(Value()) },
                "--limit" => options with { Limit = int.Parse(Value(), CultureInfo.InvariantCulture) },
                "--record" => options with { IsRecorded = true },
                _ => throw new FormatException($"unknown option {arguments[i]}"),
            };
        }

        return options.What is "kills" or "faults" or "interrupts" or "workers" or "soak"
            ? options
            : throw new FormatException($"unknown: {options.What}");
    }
}
