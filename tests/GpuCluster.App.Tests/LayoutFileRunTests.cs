using System.IO.Compression;
using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>What `layout -o` leaves for other commands: positions that know their data and model, and scenes.</summary>
public sealed class LayoutFileRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-layout-file-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Positions_know_their_labels_their_model_and_their_vectors()
    {
        string positions = File("x.npy"),
            vectors = File("new.npy");
        GpuClusterProgram layout = Run(
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "300",
            "--model",
            "tiny-clip",
            "--method",
            "pca",
            "-o",
            positions
        );
        Assert.Contains("with the labels and pictures of mnist", layout.Out);

        // Clusters of positions are named by the labels of their data.
        JsonObject clusters = Run("clusters", positions, "--method", "kmeans", "--on", "layout", "--json").Json;
        Assert.Equal(300, (int)clusters["n"]!);
        Assert.Equal(10, clusters["clusters"]!.AsArray().Count);
        Assert.All(clusters["clusters"]!.AsArray(), cluster => Assert.NotNull(cluster!["label"]));

        Run("embed", GpuClusterProgram.Digits, "--limit", "20", "--model", "tiny-clip", "-o", vectors);
        JsonObject side = JsonNode.Parse(System.IO.File.ReadAllText(File("x.layout.json")))!.AsObject();
        Assert.EndsWith("tiny-clip", (string)side["model"]!["path"]!);
        Assert.Equal(300, (int)side["source"]!["limit"]!);
        Assert.Equal(
            20,
            (int)Run("transform", positions, GpuClusterProgram.Digits, "--limit", "20", "-o", File("y.npy"), "--json").Json["n"]!
        );
    }

    [Fact]
    public void A_layout_as_a_scene_goes_on_from_its_last_epoch()
    {
        string scene = File("x.gpc");
        Run("layout", GpuClusterProgram.Digits, "--limit", "200", "--epochs", "20", "-o", scene);

        using ZipArchive zip = ZipFile.OpenRead(scene);
        using Stream json = zip.GetEntry("scene.json")!.Open();
        JsonObject document = JsonNode.Parse(json)!.AsObject();
        Assert.Equal((200, 20), ((int)document["count"]!, (int)document["run"]!["epoch"]!));
        Assert.EndsWith("mnist", (string)document["source"]!["path"]!);
        Run("render", scene, "-o", File("x.png"));
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);

    private static GpuClusterProgram Run(params string[] arguments)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
