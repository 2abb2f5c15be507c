using System.Globalization;
using System.Text.Json.Nodes;
using GpuCluster.Data;
using GpuCluster.Data.Readers;

namespace GpuCluster.App.Tests;

/// <summary>`label` from start to file, as a process, with the model that ships.</summary>
public sealed class LabelRunTests : IDisposable
{
    private const string Digits = "zero;one;two;three;four;five;six;seven;eight;nine";
    private const string Garments = "T-shirt/top;Trouser;Pullover;Dress;Coat;Sandal;Shirt;Sneaker;Bag;Ankle boot";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-标签-");

    /// <summary>What PyTorch gave when the model was trained.</summary>
    private static JsonNode Recorded =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(GpuClusterProgram.Root, "models", "tiny-clip", "check.json")))!;

    private static string Fashion => Path.Combine(GpuClusterProgram.Root, "assets", "fashion");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("mnist", Digits, "a photo of the digit {}", 0.97)]
    [InlineData("fashion", Garments, "a photo of a {}", 0.85)]
    public void The_shipped_model_labels_the_test_sets_without_training(string data, string classes, string template, double min)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "label",
            Path.Combine(GpuClusterProgram.Root, "assets", data),
            "--model",
            "tiny-clip",
            "--classes",
            classes,
            "--template",
            template,
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.Equal((10_000, 10_000), ((int)json["n"]!, (int)json["labelled"]!));
        Assert.InRange((double)json["accuracy"]!, min, 1);
        // What PyTorch measured when the model was trained. A rounding may turn the few pictures that lie on a border.
        Assert.Equal((double)Recorded["accuracy"]![data == "mnist" ? "MNIST" : "Fashion-MNIST"]!, (double)json["accuracy"]!, 0.0005);
        Assert.Equal(10_000, json["classes"]!.AsArray().Sum(entry => (int)entry!["count"]!));
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("fashion")]
    public void The_shipped_model_gives_images_the_vectors_that_PyTorch_gave(string data)
    {
        string output = Path.Combine(_folder.FullName, "vectors.npy");
        GpuClusterProgram run = GpuClusterProgram.Run(
            "embed",
            Path.Combine(GpuClusterProgram.Root, "assets", data),
            "--limit",
            "4",
            "--model",
            "tiny-clip",
            "-o",
            output
        );
        Assert.True(run.ExitCode == 0, run.Error);
        EmbeddingDataset vectors = Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(output, new DatasetOptions(), TestContext.Current.CancellationToken)
        );
        JsonArray recorded = Recorded[data]!.AsArray();
        for (int i = 0; i < recorded.Count; i++)
        {
            float[] expected = [.. recorded[i]!.AsArray().Select(value => (float)value!)];
            for (int j = 0; j < expected.Length; j++)
                Assert.Equal(expected[j], vectors.Embedding.Row(i)[j], 1e-5f);
        }
    }

    [Theory]
    [InlineData("bag,shoe", 2)]
    [InlineData("bag, ankle boot ,coat", 3)]
    [InlineData("bag, of leather;shoe", 2)]
    public void Commas_separate_classes_where_no_semicolon_does(string classes, int count)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "label",
            Fashion,
            "--limit",
            "20",
            "--model",
            "tiny-clip",
            "--classes",
            classes,
            "--json"
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(count, run.Json["classes"]!.AsArray().Count);
    }

    [Fact]
    public void The_table_and_the_arrays_hold_the_same_labels_and_their_probabilities()
    {
        string csv = Path.Combine(_folder.FullName, "标签.csv"),
            npy = Path.Combine(_folder.FullName, "labels.npy"),
            classes = Path.Combine(_folder.FullName, "classes.txt");
        File.WriteAllText(classes, "\ufeff" + Garments.Replace(";", "\r\n\r\n", StringComparison.Ordinal));
        foreach (string output in new[] { csv, npy })
        {
            GpuClusterProgram run = GpuClusterProgram.Run(
                "label",
                Fashion,
                "--limit",
                "200",
                "--model",
                "tiny-clip",
                "--classes-file",
                classes,
                "-o",
                output
            );
            Assert.True(run.ExitCode == 0, run.Error);
            Assert.Contains("accuracy 0.", run.Out, StringComparison.Ordinal);
        }

        string[] names = Garments.Split(';');
        string[][] rows = [.. File.ReadLines(csv).Select(line => line.Split(','))];
        Assert.Equal(["index", "label", "predicted", "probability", .. names.Select(name => $"p({name})")], rows[0]);
        Assert.Equal(201, rows.Length);
        EmbeddingDataset probabilities = Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(
                Path.ChangeExtension(npy, ".probabilities.npy"),
                new DatasetOptions { LabelsPath = npy },
                TestContext.Current.CancellationToken
            )
        );
        for (int i = 0; i < 200; i++)
        {
            float[] expected = [.. rows[i + 1][4..].Select(value => float.Parse(value, CultureInfo.InvariantCulture))];
            Assert.Equal(expected, probabilities.Embedding.Row(i).ToArray());
            Assert.Equal(1, expected.Sum(), 1e-4);
            int label = Array.IndexOf(names, rows[i + 1][2]);
            Assert.Equal(expected.Max(), expected[label]);
            Assert.Equal(label.ToString(CultureInfo.InvariantCulture), probabilities.Labels!.ClassNames[probabilities.Labels.ClassOf[i]]);
        }
    }

    [Fact]
    public void What_cannot_be_labelled_is_refused_with_the_remedy()
    {
        Refused(["--classes", "a;b"], "pixels know no texts", "--model tiny-clip");
        Refused(["--model", "tiny-clip"], "--classes");
        Refused(["--model", "tiny-clip", "--classes", " ; "], "no class");
        Refused(["--model", "tiny-clip", "--classes", "a", "--classes-file", "b"], "give one of them");
        Refused(["--model", "tiny-clip", "--classes", "a", "--template", "a photo"], "write {}");
        Refused(["--model", "tiny-clip", "--classes", "a", "--scale", "-1"], "--scale -1");
        Refused(["--model", "tiny-clip", "--classes", "a", "-o", "labels.txt"], ".csv or .npy");
        string binary = Path.Combine(_folder.FullName, "binary.txt");
        File.WriteAllBytes(binary, [0x61, 0xc3, 0x28, 0x0a]);
        Refused(["--model", "tiny-clip", "--classes-file", binary], binary);
        Refused(["--model", "tiny-clip", "--classes-file", binary + "x"], "no such file");
    }

    private static void Refused(string[] options, params string[] words) =>
        GpuClusterProgram.Run(["label", GpuClusterProgram.Digits, "--limit", "10", .. options]).AssertRefused(2, words);
}
