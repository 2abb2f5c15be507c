using System.Text.RegularExpressions;

namespace GpuCluster.App.Tests.Documented;

/// <summary>
/// What is done with printed commands that a test cannot run as they are, or not within seconds. The first rule that matches counts; a
/// command that none matches runs as printed.
/// </summary>
/// <param name="Pattern">Matches the whole line.</param>
/// <param name="Reason">Why it does not run as printed in every test.</param>
internal sealed partial record CommandRule(string Pattern, string Reason)
{
    private static readonly CommandRule[] All =
    [
        new(@"\./gpucluster test.*", "runs the tests themselves") { Covered = "this run" },
        new(@"\./gpucluster pack.*", "publishes the program for another machine") { Covered = "PackRunTests" },
        new(@"(for library in|dotnet (pack|tool)) .*", "makes packages") { Covered = "PackageRunTests" },
        new(@"dotnet run tests/samples/.*", "builds a program of its own") { Covered = "SampleProgramTests" },
        new(@"(\./)?gpucluster view .* --listen|python3 tests/samples/hands\.py", "needs a window and another program")
        {
            Covered = "ListeningWindowTests",
        },
        new(@"(\./)?gpucluster view .*", "needs a window")
        {
            StandIn = line => line.Replace("gpucluster view ", "gpucluster render ") + " -o out/window.png",
        },
        new(@"(\./)?gpucluster demo( --lang zh)?", "draws a film of 10,000 digits") { IsCostly = true },
        new(@"(\./)?gpucluster bench (knn|embed) [^-].*", "measures thousands of samples")
        {
            IsCostly = true,
            StandIn = line => $"{line} --limit 200",
        },
        new(@"(\./)?gpucluster bench (knn|umap|tsne|similarity|embed)( -.*)?", "measures every kernel for minutes")
        {
            IsCostly = true,
            StandIn = line => $"{Sizes().Replace(line, "")} --devices host --n 200",
        },
        new(@"(\./)?gpucluster bench (stream|render -o).*", "measures every kernel for minutes")
        {
            IsCostly = true,
            StandIn = line => $"{line} --n 1000",
        },
        new(@"(\./)?gpucluster bench scene.*", "draws sixty frames of each scene")
        {
            IsCostly = true,
            StandIn = line => $"{line} --frames 2",
        },
        new(@"(\./)?gpucluster bench (layout|render --points).*", "measures thousands of samples") { IsCostly = true },
        new(@"(\./)?gpucluster bench regress", "measures whole commands for minutes") { StandIn = line => $"{line} --rows start" },
        new(@".* ilgpu-cpu .*", "simulates a GPU") { IsCostly = true },
        new(@".*\.mp4.*", "draws a film") { IsCostly = true },
        new(@"(\./)?gpucluster compare .*", "three layouts of thousands of digits") { IsCostly = true },
        new(@"(\./)?gpucluster report .*", "a layout, all pairs and pictures of thousands of samples") { IsCostly = true },
    ];

    /// <summary>Runs in its place, or null for the line itself.</summary>
    public Func<string, string>? StandIn { get; init; }

    /// <summary>What runs it elsewhere, or null.</summary>
    public string? Covered { get; init; }

    /// <summary>Whether it runs under test --all alone.</summary>
    public bool IsCostly { get; init; }

    /// <summary>The rule of a command; null for one that runs as printed.</summary>
    public static CommandRule? Of(string line) =>
        Array.Find(All, rule => Regex.IsMatch(line, $"^(?:{rule.Pattern})$", RegexOptions.None, TimeSpan.FromSeconds(1)));

    /// <summary>Rules that match none of some lines.</summary>
    public static IEnumerable<string> Unused(IReadOnlyList<string> lines) =>
        All.Where(rule => !lines.Any(line => Of(line) == rule)).Select(rule => rule.Pattern);

    [GeneratedRegex(@" --(n|d|devices) \S+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sizes();
}
