using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using GpuCluster.Testing;

namespace GpuCluster.Pipeline.Tests;

/// <summary>The programs under tests/samples, run from the repository's root as the README says.</summary>
public sealed partial class SampleProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-samples-");

    /// <summary>Without an argument the bundled data, with one that data. The second run needs no build.</summary>
    [Theory]
    [InlineData(
        "umap.cs",
        "2000 x 784: 15 neighbours within 6.608 on average; 3-D layout of trustworthiness 0.958",
        "40 x 784: 15 neighbours within "
    )]
    [InlineData(
        "clip-search.cs",
        "\"a photo of a sneaker\" among 500 images of 64 features: 0.696 Sneaker, 0.694 Sneaker, 0.694 Sneaker, 0.694 Sneaker, 0.693 "
            + "Sneaker",
        "\"a photo of a sneaker\" among 40 images of 64 features: "
    )]
    [InlineData(
        "near-duplicates.cs",
        "10000 x 784: 134 pairs of cosine 0.99 or more in 69 groups; of the largest, 6 images, keep row 5158",
        "40 x 784: 780 pairs of cosine 0.99 or more in 1 groups; of the largest, 40 images, keep row "
    )]
    public void A_sample_runs_on_bundled_data_and_on_its_argument(string program, string bundled, string own)
    {
        AssertAlike(bundled, Run(program, "-c", "Release", $"tests/samples/{program}"));
        Assert.StartsWith(
            own,
            Run(program, "-c", "Release", "--no-build", $"tests/samples/{program}", OwnImages()),
            StringComparison.Ordinal
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>
    /// The one line that `dotnet run` of a program prints. Release is what the tests are built in, so that the library is not built again.
    /// </summary>
    private string Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", ["run", .. arguments])
        {
            WorkingDirectory = RepositoryRoot.Find(),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["XDG_CACHE_HOME"] = _folder.FullName,
                ["MSBUILDDISABLENODEREUSE"] = "1",
                ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
                ["DOTNET_NOLOGO"] = "1",
            },
        };
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), $"{program} did not end");
        Assert.True(process.ExitCode == 0, output + error.GetAwaiter().GetResult());
        return Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The same words, and numbers within 2 %: registers of another width round sums otherwise.</summary>
    private static void AssertAlike(string expected, string actual)
    {
        Assert.Equal(Number().Replace(expected, "#"), Number().Replace(actual, "#"));
        foreach ((Match one, Match other) in Number().Matches(expected).Zip(Number().Matches(actual)))
        {
            double wanted = double.Parse(one.Value, CultureInfo.InvariantCulture),
                found = double.Parse(other.Value, CultureInfo.InvariantCulture);
            Assert.InRange(found, wanted * 0.98, wanted * 1.02);
        }
    }

    /// <summary>40 grey images, of five brightnesses.</summary>
    private string OwnImages()
    {
        const int Count = 40,
            Edge = 28;
        string path = Path.Combine(_folder.FullName, "own-images-idx3-ubyte");
        byte[] header = [0, 0, 8, 3, 0, 0, 0, Count, 0, 0, 0, Edge, 0, 0, 0, Edge];
        byte[] pixels =
        [
            .. Enumerable
                .Range(0, Count * Edge * Edge)
                .Select(at => (byte)(10 + (at / (Edge * Edge) / 8) + (at % (Edge * Edge) * 7 % 101))),
        ];
        File.WriteAllBytes(path, [.. header, .. pixels]);
        return path;
    }

    [GeneratedRegex("[0-9]+(?:[.][0-9]+)?", RegexOptions.None, 10_000)]
    private static partial Regex Number();
}
