using System.Globalization;

namespace GpuCluster.Fuzz;

/// <summary>What a command line asks for.</summary>
internal sealed record FuzzOptions
{
    public const string Usage = """
        Changes sound files at random and reads them. Only the program's own refusal of a file may come out, within 5 s and 1 GB.

          --seed N         draws other changes (default 1)
          --count N        cases for each reader (default 20000)
          --reader A,B     these readers only; --list prints their names
          --minutes M      begins no further reader's cases after M minutes (default 30)
          --chain A,B,C    one case again, by the numbers that a finding names; with one --reader and the same --seed
          --keep FILE      writes the input of --chain into a file
          --record         adds the run to tests/GpuCluster.Fuzz/RUNS.md
          --sound          reads the files of the corpus as they are
          --plain          does not count branches
        """;

    public long Seed { get; init; } = 1;

    public long Count { get; init; } = 20_000;

    public IReadOnlyList<string> Readers { get; init; } = [];

    public double Minutes { get; init; } = 30;

    public IReadOnlyList<long> Chain { get; init; } = [];

    public string? Keep { get; init; }

    public bool IsRecorded { get; init; }

    public bool IsPlain { get; init; }

    public bool IsSound { get; init; }

    public bool IsList { get; init; }

    /// <summary>The folder of a worker, which its parent made; null in the parent.</summary>
    public string? Worker { get; init; }

    /// <summary>Reads a command line; throws a FormatException that says what is wrong.</summary>
    public static FuzzOptions Of(IReadOnlyList<string> arguments)
    {
        FuzzOptions options = new();
        for (int i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[i - 1]} needs a value");
            long Number() => long.Parse(Value(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            options = arguments[i] switch
            {
                "--seed" => options with { Seed = Number() },
                "--count" => options with { Count = Number() },
                "--reader" => options with { Readers = Value().Split(',') },
                "--minutes" => options with { Minutes = double.Parse(Value(), CultureInfo.InvariantCulture) },
                "--chain" => options with
                {
                    Chain = [.. Value().Split(',').Select(each => long.Parse(each, CultureInfo.InvariantCulture))],
                },
                "--keep" => options with { Keep = Value() },
                "--record" => options with { IsRecorded = true },
                "--plain" => options with { IsPlain = true },
                "--sound" => options with { IsSound = true },
                "--list" => options with { IsList = true },
                "--worker" => options with { Worker = Value() },
                _ => throw new FormatException($"unknown option {arguments[i]}"),
            };
        }

        return options;
    }
}
