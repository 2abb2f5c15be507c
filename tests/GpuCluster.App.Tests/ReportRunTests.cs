using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using GpuCluster.Panels.Drawing;

namespace GpuCluster.App.Tests;

/// <summary>`report` from start to page, as a process.</summary>
public sealed partial class ReportRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Digits_become_one_page_without_a_driver_and_the_json_tells_its_numbers()
    {
        string output = Path.Combine(_folder.FullName, "报告.html");

        GpuClusterProgram run = GpuClusterProgram.Run(
            new Dictionary<string, string> { ["VK_DRIVER_FILES"] = "/nowhere.json", ["VK_ICD_FILENAMES"] = "/nowhere.json" },
            "report",
            GpuClusterProgram.Digits,
            "--limit",
            "500",
            "--epochs",
            "50",
            "--json",
            "-o",
            output
        );

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.Equal(500, (int)json["n"]!);
        Assert.False((bool)json["rendered"]!);
        Assert.Equal(500, json["classes"]!.AsArray().Sum(entry => (int)entry!["count"]!));
        Assert.Contains("goes without the rendered picture", run.Error);
        Assert.Equal(("pixels", false), ((string)json["comparedBy"]!, (bool)json["suspectsAreVerdict"]!));
        string page = File.ReadAllText(output);
        Assert.Contains("data:image/png;base64,", page);
        Assert.Contains("id=\"cloud\"", page);
        Assert.Contains("No verdict: samples were compared by pixels", page);
        Assert.DoesNotContain("ikely wrong labels", page);
        Assert.DoesNotContain("http://", page);
        Assert.DoesNotContain("https://", page);
    }

    [Fact]
    public void Names_from_the_data_never_become_marks_and_leaks_are_found()
    {
        const string Hostile = "</script><script>alert('数 😀 \"x\"')</script>";
        string columns = Path.Combine(_folder.FullName, "columns.csv");
        StringBuilder text = new("split\n");
        for (int i = 0; i < 60; i++)
            text.Append('"').Append(i % 2 == 0 ? Hostile.Replace("\"", "\"\"", StringComparison.Ordinal) : "test").Append("\"\n");
        File.WriteAllText(columns, text.ToString());
        string output = Path.Combine(_folder.FullName, "x.html");

        GpuClusterProgram run = GpuClusterProgram.Run(
            "report",
            GpuClusterProgram.Digits,
            "--limit",
            "60",
            "--columns",
            columns,
            "--method",
            "pca",
            "--threshold",
            "0.7",
            "--json",
            "-o",
            output
        );

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True((int)run.Json["leaks"]!["pairs"]! > 0);
        string page = File.ReadAllText(output);
        Assert.DoesNotContain("<script>alert", page);
        Assert.Contains("&lt;script&gt;alert", page);
    }

    [Fact]
    public void Planted_wrong_labels_duplicates_and_an_outlier_are_found()
    {
        const int Features = 32;
        Random random = new(11);
        float[] values = new float[121 * Features];
        int[] classOf = new int[121];
        for (int sample = 0; sample < 120; sample++)
        {
            classOf[sample] = sample % 3;
            for (int feature = 0; feature < Features; feature++)
                values[(sample * Features) + feature] = (feature == sample % 3 ? 12 : 0) + (2 * (random.NextSingle() - 0.5f) * 2);
        }

        // One sample far from all, two pairs that are copies but for a hair, two labels of another class.
        values[(120 * Features) + 9] = 90;
        foreach ((int from, int to) in new[] { (6, 9), (31, 34) })
        {
            for (int feature = 0; feature < Features; feature++)
                values[(to * Features) + feature] = values[(from * Features) + feature] * 1.001f;
        }

        (classOf[12], classOf[50]) = (1, 0);
        string vectors = LayoutFiles.Write(_folder, "x.npy", values, Features),
            output = Path.Combine(_folder.FullName, "x.html");
        LayoutFiles.Write(_folder, "x.labels.npy", "<i4", [121], [.. classOf.SelectMany(BitConverter.GetBytes)]);

        GpuClusterProgram run = GpuClusterProgram.Run("report", vectors, "--method", "pca", "--threshold", "0.999", "--json", "-o", output);

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        (int, string, string)[] suspects =
        [
            .. json["suspects"]!
                .AsArray()
                .Select(suspect => ((int)suspect!["index"]!, (string)suspect["label"]!, (string)suspect["neighbours"]!))
                .Order(),
        ];
        Assert.Contains((12, "1", "0"), suspects);
        Assert.Contains((50, "0", "2"), suspects);
        Assert.All(suspects, suspect => Assert.Contains(suspect.Item1, new[] { 12, 50, 120 }));
        // Ready vectors that tell the classes apart: a verdict. Pixels never are one.
        Assert.True((bool)json["suspectsAreVerdict"]!);
        Assert.Equal("the vectors of the data", (string)json["comparedBy"]!);
        Assert.Empty(json["conflicts"]!.AsArray());
        Assert.Equal(2, (int)json["duplicatePairs"]!);
        Assert.Equal(2, (int)json["duplicateGroups"]!);
        Assert.Contains(120, json["outliers"]!.AsArray().Select(sample => (int)sample!));
        Assert.Equal(3, json["clusters"]!.AsArray().Count);
        Assert.All(json["clusters"]!.AsArray(), cluster => Assert.True((double)cluster!["share"]! > 0.9));
    }

    [Fact]
    public void A_folder_whose_names_are_marks_becomes_a_page_that_loads_nothing()
    {
        string page = File.ReadAllText(HostilePage());

        Assert.Contains("default-src 'none'; img-src data:", page, StringComparison.Ordinal);
        string script = page.Split("<script>")[1].Split("</script>")[0];
        Assert.Contains(
            $"script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'\"",
            page,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;", page, StringComparison.Ordinal);
        Assert.Contains("b&amp;&quot;c&#39;", page, StringComparison.Ordinal);
        string[] references = [.. Reference().Matches(page).Select(match => match.Groups["to"].Value)];
        Assert.Contains(references, reference => reference.StartsWith("data:image/png;base64,", StringComparison.Ordinal));
        Assert.All(
            references,
            reference =>
                Assert.True(
                    reference[0] == '#' || reference.StartsWith("data:image/png;base64,", StringComparison.Ordinal),
                    reference[..Math.Min(40, reference.Length)]
                )
        );
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Chromium_runs_the_page_without_a_fault_and_draws_the_cloud()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GPUCLUSTER_TEST_ALL") == "1", "a browser is started by test --all only");
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "chromium"))),
            "there is no chromium"
        );
        string output = Path.Combine(_folder.FullName, "x.html"),
            picture = Path.Combine(_folder.FullName, "x.png");
        GpuClusterProgram run = GpuClusterProgram.Run(
            new Dictionary<string, string> { ["VK_DRIVER_FILES"] = "/nowhere.json", ["VK_ICD_FILENAMES"] = "/nowhere.json" },
            "report",
            GpuClusterProgram.Digits,
            "--limit",
            "300",
            "--method",
            "pca",
            "-o",
            output
        );
        Assert.True(run.ExitCode == 0, run.Error);

        (string page, string console) = Browse(output, "--dump-dom");

        Assert.Contains("data-drawn=\"yes\"", page, StringComparison.Ordinal);
        Assert.Equal(11, page.Split("aria-pressed=\"true\"").Length - 1);
        Assert.DoesNotContain("CONSOLE", console, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", Browse(HostilePage(), "--dump-dom").Console, StringComparison.Ordinal);
        Browse(output, $"--screenshot={picture}", "--window-size=1280,900");
        Assert.True(new ImageDecoder().TryDecode(picture, ImageGround.White, null, out DecodedImage? seen, out string? reason), reason);
        Assert.Equal((1280, 900), (seen!.Width, seen.Height));
        int coloured = 0;
        ReadOnlySpan<byte> rgba = seen.Rgba.Span;
        for (int at = 0; at < rgba.Length; at += 4)
        {
            (byte red, byte green, byte blue) = (rgba[at], rgba[at + 1], rgba[at + 2]);
            if (Math.Max(red, Math.Max(green, blue)) - Math.Min(red, Math.Min(green, blue)) > 80)
                coloured++;
        }

        // The page itself is grey: what is coloured are points of some ten pixels each.
        Assert.True(coloured > 1000, $"{coloured} coloured pixels");
    }

    [Fact]
    public void A_page_of_another_ending_is_refused_before_work() =>
        GpuClusterProgram
            .Run("report", GpuClusterProgram.Digits, "-o", Path.Combine(_folder.FullName, "x.pdf"))
            .AssertRefused(2, "x.pdf", ".html");

    [GeneratedRegex("(?:src|href)=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();

    /// <summary>The report of a folder of photos whose classes are called as marks are.</summary>
    private string HostilePage()
    {
        foreach (string name in new[] { "<img src=x onerror=alert(1)>", "b&\"c'" })
        {
            DirectoryInfo folder = _folder.CreateSubdirectory("photos").CreateSubdirectory(name);
            for (int i = 0; i < 6; i++)
            {
                using FileStream file = File.Create(Path.Combine(folder.FullName, $"<b>{i}.png"));
                byte[] rgba = new byte[8 * 8 * 4];
                new Random(i + name.Length).NextBytes(rgba);
                PngWriter.Write(file, 8, 8, rgba);
            }
        }

        string output = Path.Combine(_folder.FullName, "hostile.html");
        GpuClusterProgram run = GpuClusterProgram.Run("report", Path.Combine(_folder.FullName, "photos"), "--method", "pca", "-o", output);
        Assert.True(run.ExitCode == 0, run.Error);
        return output;
    }

    /// <summary>Opens a page in Chromium; gives what it printed, and what it told on standard error, console messages among it.</summary>
    private (string Out, string Console) Browse(string page, params string[] options)
    {
        ProcessStartInfo start = new("chromium")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            string option in (string[])
                [
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--hide-scrollbars",
                    "--enable-logging=stderr",
                    $"--user-data-dir={Path.Combine(_folder.FullName, "browser")}",
                    "--virtual-time-budget=4000",
                    .. options,
                ]
        )
        {
            start.ArgumentList.Add(option);
        }

        start.ArgumentList.Add(new Uri(page).AbsoluteUri);
        using Process browser = Process.Start(start)!;
        Task<string> console = browser.StandardError.ReadToEndAsync();
        string text = browser.StandardOutput.ReadToEnd();
        browser.WaitForExit();
        return (text, console.GetAwaiter().GetResult());
    }
}
