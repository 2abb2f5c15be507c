using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace GpuCluster.App.Tests.Benchmarks;

/// <summary>`bench NAME` for kernels: what it writes. How fast anything is, no test asks.</summary>
public sealed class BenchLabTests : IDisposable
{
    private static readonly string[] Fields =
    [
        "device",
        "kernel",
        "variant",
        "n",
        "d",
        "msMedian",
        "gflops",
        "gbPerSecond",
        "shareOfPeak",
        "maxRelativeError",
    ];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-lab-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("knn", "5")]
    [InlineData("similarity", "5")]
    [InlineData("umap", "3")]
    [InlineData("stream", "2")]
    public void Every_device_has_a_row_for_every_size(string bench, string d)
    {
        JsonObject json = Run("bench", bench, "--n", "40,90", "--d", d, "--devices", "host,ilgpu-cpu", "--runs", "1", "--json").Json;

        Assert.Equal(["bench", "device", "machine", "runs", "seed", "peaks", "rows"], json.Select(pair => pair.Key));
        Assert.Equal(["host", "ilgpu-cpu"], json["peaks"]!.AsArray().Select(peak => (string)peak!["device"]!));
        JsonNode[] rows = [.. json["rows"]!.AsArray().Select(row => row!)];
        Assert.All(rows, row => Assert.Equal(Fields, row.AsObject().Select(pair => pair.Key)));
        Assert.Equal(
            ["host 40", "host 90", "ilgpu-cpu 40", "ilgpu-cpu 90"],
            rows.Select(row => $"{row["device"]} {row["n"]}").Distinct().Order()
        );
        Assert.All(
            rows,
            row => Assert.True((double)row["msMedian"]! > 0 && (double)row["shareOfPeak"]! >= 0 && (double)row["maxRelativeError"]! <= 1e-3)
        );
    }

    [Fact]
    public void Reports_hold_the_same_numbers_in_three_forms()
    {
        string page = Path.Combine(_folder.FullName, "x.html"),
            table = Path.Combine(_folder.FullName, "x.csv"),
            data = Path.Combine(_folder.FullName, "x.json");
        Run("bench", "knn", "--n", "50", "--d", "4", "--devices", "host", "--runs", "1", "-o", page, "-o", table, "-o", data);

        JsonArray rows = JsonNode.Parse(File.ReadAllText(data))!["rows"]!.AsArray();
        string[] lines = File.ReadAllLines(table);
        Assert.Equal(string.Join(',', Fields), lines[0]);
        Assert.Equal(rows.Count + 1, lines.Length);
        Assert.Equal(rows.Select(row => (string)row!["variant"]!), lines.Skip(1).Select(line => line.Split(',')[2]));

        string html = File.ReadAllText(page);
        string[] plots =
        [
            .. html.Split("<svg")
                .Skip(1)
                .Select(part => "<svg" + part[..(part.IndexOf("</svg>", StringComparison.Ordinal) + "</svg>".Length)]),
        ];
        XElement[] drawn = [.. plots.Select(XElement.Parse)];
        Assert.Equal(
            ["roofline", "time", "rate", "quality"],
            drawn
                .Where(plot => plot.Attribute("role") is not null)
                .Select((plot, i) => i == 0 ? "roofline" : ((string)plot.Attribute("aria-label")!).Split(',', ' ')[0].ToLowerInvariant())
        );
        Assert.All(drawn.Where(plot => plot.Attribute("role") is not null), plot => Assert.NotEmpty(plot.Elements("polyline")));
        Assert.All(drawn, plot => Assert.NotEmpty(plot.Elements("path")));
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.All(rows, row => Assert.Contains($"<td>{row!["variant"]}</td>", html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--n", "1")]
    [InlineData("--n", "12,x")]
    [InlineData("--d", "0")]
    [InlineData("--runs", "0")]
    [InlineData("--devices", "abacus")]
    [InlineData("-o", "report.pdf")]
    public void What_cannot_be_is_refused(string option, string value) =>
        GpuClusterProgram.Run("bench", "knn", option, value).AssertRefused(2, value);

    [Theory]
    [InlineData("render", "3", "compute,compute-64k,primitives")]
    [InlineData("stream", "2", "staged")]
    public void The_device_that_draws_has_rows_without_a_roofline(string bench, string d, string variants)
    {
        JsonObject json = Run("bench", bench, "--n", "700", "--d", d, "--devices", "vulkan", "--runs", "1", "--json").Json;
        JsonNode[] rows = [.. json["rows"]!.AsArray().Select(row => row!)];
        Assert.Superset(
            variants.Split(',').ToHashSet(StringComparer.Ordinal),
            rows.Select(row => (string)row["variant"]!).ToHashSet(StringComparer.Ordinal)
        );
        Assert.All(
            rows,
            row => Assert.True((double)row["msMedian"]! > 0 && (double)row["maxRelativeError"]! <= 1e-3 && row["shareOfPeak"] is null)
        );
        Assert.Null(json["peaks"]![0]!["gflops"]);
    }

    [Fact]
    public void A_device_without_kernels_of_the_benchmark_is_refused() =>
        GpuClusterProgram.Run("bench", "knn", "--devices", "vulkan").AssertRefused(2, "bench list");

    [Fact]
    public void An_approximation_is_told_with_its_error()
    {
        JsonNode[] rows =
        [
            .. Run("bench", "tsne", "--n", "300", "--devices", "host", "--runs", "1", "--json").Json["rows"]!.AsArray().Select(row => row!),
        ];
        Assert.Equal(["exact", "octree-0.3", "octree-0.5"], rows.Select(row => (string)row["variant"]!));
        Assert.True((double)rows[0]["maxRelativeError"]! < 1e-4 && (double)rows[2]["maxRelativeError"]! is > 1e-4 and < 0.05);
        Assert.True((double)rows[0]["gflops"]! > 0);
        Assert.Null(rows[2]["gflops"]);
    }

    [Fact]
    public void From_pictures_to_vectors_kernels_are_compared_without_a_model()
    {
        JsonNode[] rows =
        [
            .. Run("bench", "embed", "--n", "3,5", "--d", "16", "--runs", "1", "--json").Json["rows"]!.AsArray().Select(row => row!),
        ];
        Assert.All(rows, row => Assert.Equal(Fields, row.AsObject().Select(pair => pair.Key)));
        Assert.Equal(
            ["pixels, brightness", "pixels, centred", "resize, bicubic", "resize, bilinear", "resize, lanczos"],
            rows.Select(row => $"{row["kernel"]}, {row["variant"]}").Distinct().Order(StringComparer.Ordinal)
        );
        Assert.Equal([3, 5], rows.Select(row => (int)row["n"]!).Distinct());
        Assert.All(rows, row => Assert.True((double)row["msMedian"]! > 0 && (double)row["maxRelativeError"]! < 0.006));
    }

    [Fact]
    public void A_model_is_measured_on_tensors_and_from_files_to_vectors()
    {
        string page = Path.Combine(_folder.FullName, "x.html");
        JsonObject json = Run(
            "bench",
            "embed",
            GpuClusterProgram.Digits,
            "--limit",
            "40",
            "--model",
            "tiny-clip",
            "--runs",
            "1",
            "-o",
            page,
            "--json"
        ).Json;
        JsonNode[] rows = [.. json["rows"]!.AsArray().Select(row => row!)];
        Assert.All(rows, row => Assert.Equal(Fields, row.AsObject().Select(pair => pair.Key)));
        Assert.Equal(["image model 32", "files to vectors 40"], rows.Select(row => $"{row["kernel"]} {row["n"]}").Distinct());
        Assert.All(
            rows,
            row =>
                Assert.True(
                    (int)row["d"]! == 64
                        && (double)row["msMedian"]! > 0
                        && (double)row["maxRelativeError"]! < 1e-3
                        && row["gflops"] is null
                        && row["shareOfPeak"] is null
                )
        );
        Assert.Equal((40, "tiny-clip"), ((int)json["n"]!, (string)json["model"]!));
        Assert.Equal((double)json["ratio"]!, (double)json["imagesPerSecond"]! / (double)json["runtimeAlone"]!, 0.01);
        Assert.True((double)json["prepareMs"]! > 0 && (double)json["openSeconds"]! > 0 && (double)json["writeSeconds"]! > 0);
        Assert.Contains("files to vectors", File.ReadAllText(page), StringComparison.Ordinal);

        rows =
        [
            .. Run("bench", "embed", "--model", "tiny-clip", "--n", "2", "--runs", "1", "--json").Json["rows"]!
                .AsArray()
                .Select(row => row!),
        ];
        Assert.Equal(
            ["all-threads/1", "all-threads/32", "all-threads/8", "thread-a-batch/8"],
            rows.Select(row => (string)row["variant"]!).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("pixels", "DATA")]
    [InlineData("--n 5", "DATA", "--model", "tiny-clip", "--n", "5")]
    [InlineData("--d 7", "--model", "tiny-clip", "--d", "7")]
    [InlineData("bench list", "--model", "tiny-clip", "--devices", "ilgpu-cpu")]
    [InlineData("--model nobody", "--model", "nobody")]
    public void A_model_and_its_data_say_what_is_measured(string said, params string[] arguments) =>
        GpuClusterProgram
            .Run(["bench", "embed", .. arguments.Select(argument => argument == "DATA" ? GpuClusterProgram.Digits : argument)])
            .AssertRefused(2, said);

    [Fact]
    public void Points_have_two_or_three_dimensions() =>
        GpuClusterProgram.Run("bench", "umap", "--d", "3,784").AssertRefused(2, "--d 3,784");

    [Fact]
    public void Every_listed_kernel_can_be_chosen_and_lays_out()
    {
        JsonNode[] kernels = [.. Run("bench", "list", "--json").Json["kernels"]!.AsArray().Select(kernel => kernel!)];
        Assert.Contains(kernels, kernel => (string)kernel["variant"]! == "vector128" && (string)kernel["device"]! == "host");
        string data = Rows();
        foreach (
            JsonNode kernel in kernels.Where(kernel =>
                (string)kernel["device"]! is "host" or "ilgpu-cpu" && (string)kernel["bench"]! is "knn" or "umap"
            )
        )
        {
            string option = (string)kernel["bench"]! == "knn" ? "--knn" : "--layout",
                device = (string)kernel["device"]!,
                output = Path.Combine(_folder.FullName, "y.npy");
            Run("layout", data, "--epochs", "5", option + "-device", device, option + "-kernel", (string)kernel["variant"]!, "-o", output);
            Assert.True(File.Exists(output));
            File.Delete(output);
        }
    }

    [Theory]
    [InlineData("--knn-kernel", "abacus", "host", "vector128")]
    [InlineData("--layout-kernel", "gather", "host", "vector128")]
    [InlineData("--knn-kernel", "vector512", "ilgpu-cpu", "block-2x1-tile-512")]
    [InlineData("--layout-kernel", "gather/0", "ilgpu-cpu", "vertex-serial")]
    [InlineData("--layout-kernel", "gather/2/2", "ilgpu-cpu", "vertex-serial")]
    public void An_unknown_kernel_is_refused_with_those_there_are(string option, string name, string device, string listed)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(
            "layout",
            Rows(),
            "--device",
            device,
            option,
            name,
            "-o",
            Path.Combine(_folder.FullName, "y.npy")
        );
        run.AssertRefused(2, $"{option} {name}");
        Assert.Contains(listed, run.Error, StringComparison.Ordinal);
    }

    private string Rows() => LayoutFiles.Write(_folder, "x.npy", [.. Enumerable.Range(0, 200).Select(i => (float)Math.Sin(i * i))], 5);

    private static GpuClusterProgram Run(params string[] arguments)
    {
        GpuClusterProgram run = GpuClusterProgram.Run(arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}
