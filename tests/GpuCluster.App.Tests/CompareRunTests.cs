using System.Text.Json.Nodes;
using GpuCluster.Data.Scenes;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>`compare` from start to files, as a process.</summary>
public sealed class CompareRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-compare-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Methods_are_told_one_a_line_and_drawn_alone_and_together()
    {
        string folder = Path.Combine(_folder.FullName, "对比");

        GpuClusterProgram run = GpuClusterProgram.Run(
            "compare",
            GpuClusterProgram.Digits,
            "--limit",
            "200",
            "--epochs",
            "260",
            "--methods",
            "tsne,pca,umap",
            "--resolution",
            "160x120",
            "--json",
            "-o",
            folder
        );

        Assert.True(run.ExitCode == 0, run.Error);
        JsonNode[] lines = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];
        Assert.Equal(["tsne", "pca", "umap"], lines.Select(line => (string)line["method"]!));
        Assert.All(lines, line => Assert.InRange((double)line["quality"]!["trustworthiness15"]!, 0.5, 1));
        Assert.All(lines, line => Assert.True((double)line["seconds"]! > 0));
        Assert.NotNull(lines[0]["kl"]);
        Assert.Null(lines[1]["kl"]);
        foreach (string file in new[] { "tsne.png", "pca.png", "umap.png", "compare.png", "compare.gpc" })
            Assert.True(new FileInfo(Path.Combine(folder, file)).Length > 500, file);

        SceneFile scene = SceneFileReader.Read(Path.Combine(folder, "compare.gpc"), TestContext.Current.CancellationToken);
        Assert.Equal(
            ["tsne", "pca", "umap"],
            scene.Sections["timeline"].GetProperty("Stations").EnumerateArray().Select(station => station.GetProperty("Name").GetString())
        );
        GpuClusterProgram kept = GpuClusterProgram.Run(
            "render",
            Path.Combine(folder, "compare.gpc"),
            "--resolution",
            "160x120",
            "--pictures",
            "off",
            "--overlay",
            "-o",
            Path.Combine(_folder.FullName, "x.png")
        );
        Assert.True(kept.ExitCode == 0, kept.Error);

        // The scene opens on the first method.
        Screenshot opened = Screenshot.Load(Path.Combine(_folder.FullName, "x.png"));
        double[] differences =
        [
            .. new[] { "tsne", "pca", "umap" }.Select(method =>
                ImageComparer.Compare(Screenshot.Load(Path.Combine(folder, $"{method}.png")).Rgba, opened.Rgba, tolerance: 24).Mean
            ),
        ];
        Assert.True(differences[0] < 0.5 * Math.Min(differences[1], differences[2]), string.Join(' ', differences));
    }

    [Theory]
    [InlineData("umap,umap", "twice")]
    [InlineData("umap,som", "som")]
    public void A_list_of_methods_that_cannot_be_is_refused(string methods, string reason)
    {
        GpuClusterProgram run = GpuClusterProgram.Run("compare", GpuClusterProgram.Digits, "--methods", methods, "-o", _folder.FullName);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error);
    }
}
