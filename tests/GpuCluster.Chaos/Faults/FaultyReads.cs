using System.Diagnostics;
using System.Globalization;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Faults;

/// <summary>
/// Files that give less than they should, or other bytes: FaultyReads.c, a library that the loader puts before the C library, so that
/// every reader of the program and of its libraries meets it. Files that are mapped do not.
/// </summary>
internal sealed class FaultyReads : IDisposable
{
    private const string Compiler = "cc";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-reads-");

    private FaultyReads() { }

    /// <summary>How files are read.</summary>
    public IReadOnlyList<FaultScenario> Scenarios =>
        [
            // What a file system over a network may do at any time.
            Of("reads that give a part", "short") with
            {
                IsHarmless = true,
            },
            Of("files that are cut at the 2nd read", "end 2"),
            Of("files that are cut at the 12th read", "end 12"),
            Of("a disk that fails at the 2nd read", "fail 2"),
            Of("a disk that fails at the 12th read", "fail 12"),
            Of("files that change at the 2nd read", "change 2") with
            {
                ChangesContent = true,
            },
            Of("files that change at the 12th read", "change 12") with
            {
                ChangesContent = true,
            },
        ];

    private string Library => Path.Combine(_folder.FullName, "reads.so");

    /// <summary>What is missing on this machine for it; null: nothing.</summary>
    public static string? Missing() =>
        !OperatingSystem.IsLinux() ? "the loader is Linux's"
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Compiler))) ? null
        : $"no {Compiler}: apt-get install gcc libc6-dev";

    /// <summary>Compiles it.</summary>
    public static FaultyReads Compile()
    {
        FaultyReads reads = new();
        string source = Path.Combine(RepositoryRoot.Find(), "tests", "GpuCluster.Chaos", "Faults", "FaultyReads.c");
        using Process compiler = Process.Start(Compiler, ["-O1", "-shared", "-fPIC", "-o", reads.Library, source, "-ldl"]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? reads : throw new InvalidOperationException($"{Compiler} ended with {compiler.ExitCode}");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private FaultScenario Of(string name, string how) =>
        new(name)
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["LD_PRELOAD"] = Library,
                ["FAULTY_READS"] = how,
                ["FAULTY_READS_IN"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{At("assets")}:{At("models")}:{At("tests", "GpuCluster.Data.Tests", "fixtures")}:{At("tests", "golden")}"
                ),
            },
        };

    private static string At(params string[] names) => Path.Combine([RepositoryRoot.Find(), .. names]) + "/";
}
