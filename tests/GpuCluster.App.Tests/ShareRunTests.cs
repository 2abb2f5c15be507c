using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Panels.Drawing;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>`share` from start to page, as a process, and the page in Chromium.</summary>
public sealed partial class ShareRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-share-");

    private string Scene => Path.Combine(_folder.FullName, "場景.gpc");

    private string Output => Path.Combine(_folder.FullName, "分享");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Digits_become_one_page_with_their_pictures_and_epochs_that_loads_nothing()
    {
        string positions = Path.Combine(_folder.FullName, "x.npy");
        string[] layout = [GpuClusterProgram.Digits, "--limit", "200", "--epochs", "30"];
        GpuClusterProgram known = GpuClusterProgram.Run(["layout", .. layout, "-o", positions]);
        Assert.True(known.ExitCode == 0, known.Error);

        GpuClusterProgram run = GpuClusterProgram.Run(["share", .. layout, "--json", "-o", Output]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal((200, 200), ((int)run.Json["n"]!, (int)run.Json["pictures"]!));
        SharedPage page = SharedPage.Read(Output);
        Assert.Equal(new FileInfo(Path.Combine(Output, "index.html")).Length, (long)run.Json["bytes"]!);
        AssertLoadsNothing(page.Text);
        int[] rows = page.Rows;
        Assert.Equal(Enumerable.Range(0, 200), rows.Order());

        // The positions are those of `layout`, moved and scaled by one factor.
        byte[] npy = File.ReadAllBytes(positions);
        float[] written = new float[600];
        Buffer.BlockCopy(npy, npy.Length - 2400, written, 0, 2400);
        AssertSimilar(written, rows, page.Positions);
        int[] epochs = [.. page.Facts["epochs"]!.AsArray().Select(epoch => (int)epoch!)];
        Assert.Equal((0, 30), (epochs[0], epochs[^1]));
        double[][] frames = page.Epochs();
        Assert.True(frames[0].Zip(frames[^1]).Max(pair => Math.Abs(pair.First - pair.Second)) > 0.05);
        Assert.True(frames[^2].Zip(frames[^1]).Max(pair => Math.Abs(pair.First - pair.Second)) < 0.2);

        // Classes: those of the data's own labels file, read here.
        byte[] labels = Unpacked("*labels*");
        string[] names = [.. page.Facts["colourings"]![0]!["names"]!.AsArray().Select(name => (string)name!)];
        Assert.Equal(
            rows.Select(row => labels[8 + row].ToString(CultureInfo.InvariantCulture)),
            page.Numbers<ushort>("cloud-colours-0").Select(part => names[part])
        );
        Assert.Equal("RIFF"u8.ToArray(), Convert.FromBase64String(page.Block("atlas-0"))[..4]);
    }

    [Fact]
    public void A_saved_scene_is_shared_with_its_epochs_and_without_its_hidden_samples()
    {
        SceneFileWriter.Write(Scene, Recorded() with { Selection = new SceneSelection { Hidden = [0, 39] } });

        GpuClusterProgram run = GpuClusterProgram.Run("share", Scene, "-o", Output, "--title", "<b>数 & \"x\"</b>");

        Assert.True(run.ExitCode == 0, run.Error);
        SharedPage page = SharedPage.Read(Output);
        Assert.Contains("<h1>&lt;b&gt;", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>数", page.Text, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 38), page.Rows.Order());
        Assert.Equal([0, 7, 20], page.Facts["epochs"]!.AsArray().Select(epoch => (int)epoch!));
        double[][] frames = page.Epochs();
        float[] last = Helix();
        double extent = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            double[] all = [.. page.Rows.Select(row => (double)last[(3 * row) + axis])];
            extent = Math.Max(extent, all.Max() - all.Min());
        }

        // Each coordinate of epoch e is (e + 1) / 21 of the finished one's; the page's middle is that of the finished layout.
        foreach ((int frame, int epoch) in new[] { (0, 0), (1, 7) })
        {
            for (int point = 0; point < page.Rows.Length; point++)
            {
                for (int axis = 0; axis < 3; axis++)
                {
                    double moved = last[(3 * page.Rows[point]) + axis] * ((epoch + 1) / 21.0 - 1) / extent,
                        seen = frames[frame][(3 * point) + axis] - frames[^1][(3 * point) + axis];
                    Assert.InRange(seen, moved - 0.0005, moved + 0.0005);
                }
            }
        }
    }

    [Fact]
    public void A_class_whose_samples_are_all_hidden_is_not_named()
    {
        SceneFileWriter.Write(Scene, Recorded() with { Selection = new SceneSelection { Hidden = [.. Enumerable.Range(0, 20)] } });

        GpuClusterProgram run = GpuClusterProgram.Run("share", Scene, "-o", Output);

        Assert.True(run.ExitCode == 0, run.Error);
        SharedPage page = SharedPage.Read(Output);
        JsonNode colouring = page.Facts["colourings"]![0]!;
        Assert.Equal("</script><script>alert(1)</script>", (string)Assert.Single(colouring["names"]!.AsArray())!);
        Assert.Equal(20, (int)Assert.Single(colouring["counts"]!.AsArray())!);
        Assert.All(page.Numbers<ushort>("cloud-colours-0"), part => Assert.Equal(0, part));
    }

    [Fact]
    public void A_scene_is_not_shared_with_more_samples_than_were_asked_for()
    {
        SceneFileWriter.Write(Scene, Recorded());

        GpuClusterProgram.Run("share", Scene, "--limit", "10", "-o", Output).AssertRefused(2, "--limit 10", "hide the other samples");

        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public void One_sample_is_laid_out_and_shared()
    {
        GpuClusterProgram run = GpuClusterProgram.Run("share", GpuClusterProgram.Digits, "--limit", "1", "-o", Output);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal([0], SharedPage.Read(Output).Rows);
    }

    [Fact]
    public void What_a_killed_run_left_is_no_file_of_others()
    {
        SceneFileWriter.Write(Scene, Recorded());
        Directory.CreateDirectory(Output);
        string left = Path.Combine(Output, ".gpucluster-0123abcd-12-34-abcdefghijk.html");
        File.WriteAllText(left, "<p>");
        File.SetLastWriteTimeUtc(left, File.GetLastWriteTimeUtc(left).AddDays(-2));

        Assert.Equal(0, GpuClusterProgram.Run("share", Scene, "-o", Output).ExitCode);
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void A_scene_without_its_data_says_in_one_line_that_there_are_no_pictures()
    {
        SceneFileWriter.Write(
            Scene,
            Recorded() with
            {
                Source = new SceneSource("/nowhere/digits", "digits", new string('0', 64)) { As = MatrixUse.Embedding },
            }
        );

        GpuClusterProgram run = GpuClusterProgram.Run("share", Scene, "-o", Output);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Single(run.Error.Split('\n'), line => line.Contains("no pictures", StringComparison.Ordinal));
        Assert.Contains("no pictures", run.Out);
        SharedPage page = SharedPage.Read(Output);
        Assert.False(page.Has("atlas-0"));
        Assert.Equal(40, page.Rows.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Few_samples_are_a_page_too(int count)
    {
        SceneFileWriter.Write(Scene, new SceneFile("few", new Layout(count, 2, new float[count * 2])));

        GpuClusterProgram run = GpuClusterProgram.Run("share", Scene, "-o", Output);

        Assert.True(run.ExitCode == 0, run.Error);
        SharedPage page = SharedPage.Read(Output);
        Assert.Equal(Enumerable.Range(0, count), page.Rows.Order());
        Assert.All(page.Positions, value => Assert.InRange(value, -0.001, 0.001));
        Assert.True((bool)page.Facts["flat"]!);
    }

    [Fact]
    public void A_scene_that_hides_every_sample_is_refused()
    {
        SceneFileWriter.Write(Scene, Recorded() with { Selection = new SceneSelection { Hidden = [.. Enumerable.Range(0, 40)] } });

        GpuClusterProgram.Run("share", Scene, "-o", Output).AssertRefused(2, "場景.gpc", "hidden");
    }

    [Fact]
    public void A_folder_of_other_files_is_left_alone_and_an_own_page_is_replaced()
    {
        SceneFileWriter.Write(Scene, Recorded());
        string other = Path.Combine(Output, "index.html");
        Directory.CreateDirectory(Output);
        File.WriteAllText(other, "<p>mine</p>");

        GpuClusterProgram.Run("share", Scene, "-o", Output).AssertRefused(2, Output, "give a new or an empty folder");

        Assert.Equal("<p>mine</p>", File.ReadAllText(other));
        File.Delete(other);
        Assert.Equal(0, GpuClusterProgram.Run("share", Scene, "-o", Output).ExitCode);
        byte[] first = File.ReadAllBytes(other);
        GpuClusterProgram again = GpuClusterProgram.Run("share", Scene, "-o", Output);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Equal(first, File.ReadAllBytes(other));
        GpuClusterProgram.Run("share", Scene, "-o", Scene).AssertRefused(2, "場景.gpc", "give a folder");
    }

    [Fact]
    public void A_pipe_in_place_of_the_page_is_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes of Unix");
        SceneFileWriter.Write(Scene, Recorded());
        Directory.CreateDirectory(Output);
        NamedPipe.Make(Path.Combine(Output, "index.html"));

        GpuClusterProgram.Run("share", Scene, "-o", Output).AssertRefused(2, Output, "give a new or an empty folder");
    }

    [Fact]
    public async Task Chromium_opens_the_page_from_the_disk_a_click_finds_the_sample_and_the_slider_moves_the_points()
    {
        Chromium.SkipUnlessPresent();
        SceneFileWriter.Write(Scene, Spots());
        GpuClusterProgram run = GpuClusterProgram.Run("share", Scene, "-o", Output);
        Assert.True(run.ExitCode == 0, run.Error);
        string address = new Uri(Path.Combine(Output, "index.html")).AbsoluteUri,
            picture = Path.Combine(_folder.FullName, "x.png");
        await using Chromium page = await Chromium.StartAsync(_folder, 1280, 720);

        await page.OpenAsync(address, "document.body.dataset.ready === 'yes'");

        Assert.Equal("webgl2", (string)(await page.EvaluateAsync("document.body.dataset.view"))!);
        await page.ScreenshotAsync(picture);
        (double x, double y) = MiddleOfRed(Screenshot.Load(picture));
        await page.ClickAsync(x, y);
        await page.UntilAsync("!document.getElementById('card').hidden");
        // The only red point is sample 3.
        string card = (string)(await page.EvaluateAsync("document.getElementById('card').textContent"))!;
        Assert.Contains("#3", card, StringComparison.Ordinal);
        Assert.Contains("red one", card, StringComparison.Ordinal);

        // At its first epoch it lies elsewhere, and comes back.
        await page.EvaluateAsync(
            "{ const s = document.getElementById('slider'); s.value = 0; s.dispatchEvent(new Event('input')); gpucluster.select(-1); } 0"
        );
        await page.ScreenshotAsync(picture);
        (double firstX, double firstY) = MiddleOfRed(Screenshot.Load(picture));
        Assert.True(Math.Abs(firstX - x) + Math.Abs(firstY - y) > 40, $"{x} {y}, {firstX} {firstY}");
        Assert.Contains(
            "0 / 20",
            (string)(await page.EvaluateAsync("document.getElementById('epoch').textContent"))!,
            StringComparison.Ordinal
        );

        // A class that is switched off is gone.
        await page.EvaluateAsync("[...document.querySelectorAll('#legend button')][1].click(); 0");
        await page.ScreenshotAsync(picture);
        Assert.Empty(RedPixels(Screenshot.Load(picture)));

        await page.OpenAsync(address + "?again#epoch=0", "document.body.dataset.ready === 'yes'");
        await page.ScreenshotAsync(picture);
        (double hashX, double hashY) = MiddleOfRed(Screenshot.Load(picture));
        Assert.InRange(Math.Abs(hashX - firstX) + Math.Abs(hashY - firstY), 0, 2);
        Assert.All(page.Requests, request => Assert.StartsWith(address, request, StringComparison.Ordinal));
        Assert.Equal(2, page.Requests.Length);
        Assert.Empty(page.Messages);
    }

    [Fact]
    public async Task Chromium_shows_pictures_near_the_camera_and_in_the_card_and_search_finds_names()
    {
        Chromium.SkipUnlessPresent();
        GpuClusterProgram run = GpuClusterProgram.Run("share", GpuClusterProgram.Digits, "--limit", "300", "--method", "pca", "-o", Output);
        Assert.True(run.ExitCode == 0, run.Error);
        await using Chromium page = await Chromium.StartAsync(_folder, 390, 844);
        await page.OpenAsync(new Uri(Path.Combine(Output, "index.html")).AbsoluteUri, "document.body.dataset.ready === 'yes'");

        await page.EvaluateAsync("gpucluster.select(5, true); 0");

        await page.UntilAsync("Number(document.getElementById('cloud').dataset.pictures) > 0");
        await page.UntilAsync("document.querySelectorAll('#card canvas[data-painted]').length === 13");
        // The first canvas of the card shows the digit's own pixels: compared with the data's file, read here.
        byte[] shown =
        [
            .. (
                await page.EvaluateAsync(
                    "Array.from(document.querySelector('#card canvas').getContext('2d').getImageData(2, 2, 28, 28).data)"
                        + ".filter((_, i) => i % 4 === 0)"
                )
            )!
                .AsArray()
                .Select(value => (byte)(int)value!),
        ];
        int row = (int)(await page.EvaluateAsync("gpucluster.row(5)"))!;
        byte[] images = Unpacked("*images*");
        Assert.Equal(images.AsSpan(16 + (row * 784), 784).ToArray(), shown);

        await page.EvaluateAsync("{ const f = document.getElementById('find'); f.value = '#17'; f.dispatchEvent(new Event('input')); } 0");
        Assert.Equal("1 of 300 found", (string)(await page.EvaluateAsync("document.getElementById('found').textContent"))!);
        Assert.Empty(page.Messages);
    }

    [Fact]
    public async Task Names_of_files_stand_without_the_folders_of_the_machine_and_are_found()
    {
        foreach (string name in new[] { "cat/first one.png", "cat/2.png", "dog/<b>3.png" })
        {
            string file = Path.Combine(_folder.FullName, "photos", name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using FileStream stream = File.Create(file);
            byte[] rgba = new byte[8 * 8 * 4];
            new Random(name.Length).NextBytes(rgba);
            PngWriter.Write(stream, 8, 8, rgba);
        }

        GpuClusterProgram run = GpuClusterProgram.Run("share", Path.Combine(_folder.FullName, "photos"), "--method", "pca", "-o", Output);

        Assert.True(run.ExitCode == 0, run.Error);
        SharedPage page = SharedPage.Read(Output);
        Assert.DoesNotContain(_folder.Name, page.Text, StringComparison.Ordinal);
        string[] names = Encoding.UTF8.GetString(SharedPage.Inflate(Convert.FromBase64String(page.Block("sample-names")))).Split('\n');
        Assert.Equal(["cat/2.png", "cat/first one.png", "dog/<b>3.png"], names.Order(StringComparer.Ordinal));
        Chromium.SkipUnlessPresent();
        await using Chromium browser = await Chromium.StartAsync(_folder, 1280, 720);
        await browser.OpenAsync(new Uri(Path.Combine(Output, "index.html")).AbsoluteUri, "document.body.dataset.ready === 'yes'");
        await browser.EvaluateAsync(
            "{ const f = document.getElementById('find'); f.value = 'first cat'; f.dispatchEvent(new Event('input')); } 0"
        );
        Assert.Equal("1 of 3 found", (string)(await browser.EvaluateAsync("document.getElementById('found').textContent"))!);
        await browser.EvaluateAsync("gpucluster.select([0, 1, 2].find(i => gpucluster.name(i).startsWith('dog'))); 0");
        Assert.Contains(
            "dog/<b>3.png",
            (string)(await browser.EvaluateAsync("document.getElementById('card').textContent"))!,
            StringComparison.Ordinal
        );
        Assert.Empty(browser.Messages);
    }

    [Fact]
    public async Task Without_webgl2_the_reports_view_takes_over()
    {
        Chromium.SkipUnlessPresent();
        SceneFileWriter.Write(Scene, Spots());
        Assert.Equal(0, GpuClusterProgram.Run("share", Scene, "-o", Output).ExitCode);
        string picture = Path.Combine(_folder.FullName, "x.png");
        await using Chromium page = await Chromium.StartAsync(_folder, 1280, 720, "--disable-3d-apis");

        await page.OpenAsync(
            new Uri(Path.Combine(Output, "index.html")).AbsoluteUri,
            "document.body.dataset.view === 'canvas' && document.getElementById('cloud').dataset.drawn === 'yes'"
        );

        await page.ScreenshotAsync(picture);
        (double x, double y) = MiddleOfRed(Screenshot.Load(picture));
        await page.MoveAsync(x, y);
        await page.UntilAsync("document.getElementById('told').textContent.length > 0");
        string told = (string)(await page.EvaluateAsync("document.getElementById('told').textContent"))!;
        Assert.Contains("#3", told, StringComparison.Ordinal);
        Assert.Contains("red one", told, StringComparison.Ordinal);
        Assert.Single(page.Requests);
        Assert.DoesNotContain(page.Messages, message => message.Contains("exception", StringComparison.OrdinalIgnoreCase));
    }

    private static void AssertLoadsNothing(string page)
    {
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
        string policy = Policy().Match(page).Groups["policy"].Value;
        foreach (string start in new[] { "<script>", "<script id=\"viewer\" type=\"text/plain\">", "<style>" })
        {
            string content = page.Split(start)[1].Split(start == "<style>" ? "</style>" : "</script>")[0];
            string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
            Assert.Contains($"'sha256-{hash}'", policy, StringComparison.Ordinal);
        }
    }

    private static void AssertSimilar(float[] written, int[] rows, double[] shown)
    {
        Vector3 At(int row) => new(written.AsSpan(3 * row, 3));
        double Shown(int a, int b) =>
            Math.Sqrt(Enumerable.Range(0, 3).Sum(axis => Math.Pow(shown[(3 * a) + axis] - shown[(3 * b) + axis], 2)));
        double scale = 0;
        for (int point = 1; point < rows.Length; point++)
        {
            double far = Vector3.Distance(At(rows[0]), At(rows[point]));
            if (scale == 0)
                scale = Shown(0, point) / far;
            Assert.InRange(Shown(0, point), (scale * far) - 0.001 - (0.01 * scale * far), (scale * far) + 0.001 + (0.01 * scale * far));
        }
    }

    private static float[] Helix() =>
        [.. Enumerable.Range(0, 40).SelectMany(i => new[] { MathF.Cos(i * 0.4f), MathF.Sin(i * 0.4f), i * 0.05f })];

    private static SceneFile Recorded()
    {
        float[] last = Helix();
        return new SceneFile("helix", new Layout(40, 3, last))
        {
            Labels = new SampleLabels([.. Enumerable.Range(0, 40).Select(i => i / 20)], ["上", "</script><script>alert(1)</script>"]),
            History = [.. new[] { 0, 7, 20 }.Select(epoch => Frame(epoch, [.. last.Select(value => value * (epoch + 1) / 21)]))],
        };
    }

    // Nine points far from each other, one of them red; in epoch 0 their order is reversed.
    private static SceneFile Spots()
    {
        float[] last = [.. Enumerable.Range(0, 9).SelectMany(i => new[] { i % 3, i / 3, 0f + (i % 2) })],
            first = [.. Enumerable.Range(0, 9).Reverse().SelectMany(i => last[(3 * i)..((3 * i) + 3)])];
        return new SceneFile("spots", new Layout(9, 3, last))
        {
            Labels = new SampleLabels([.. Enumerable.Range(0, 9).Select(i => i == 3 ? 1 : 0)], ["others", "red one"]),
            History = [Frame(0, first), Frame(20, last)],
        };
    }

    private static SceneKeyframe Frame(int epoch, float[] values)
    {
        Vector3 low = new(values.Min()),
            step = new((values.Max() - values.Min()) / 65535);
        return new SceneKeyframe(epoch, low, step, values.Select(value => (ushort)MathF.Round((value - low.X) / step.X)).ToArray());
    }

    private static IEnumerable<(int X, int Y)> RedPixels(Screenshot picture)
    {
        for (int y = 0; y < picture.Height; y++)
        {
            // The panel at the right has dots of the classes' colours.
            for (int x = 0; x < 1000; x++)
            {
                int at = ((y * picture.Width) + x) * 4;
                if (picture.Rgba[at] > 110 && picture.Rgba[at] > 2.5 * Math.Max(picture.Rgba[at + 1], picture.Rgba[at + 2]))
                    yield return (x, y);
            }
        }
    }

    private static (double X, double Y) MiddleOfRed(Screenshot picture)
    {
        (int X, int Y)[] red = [.. RedPixels(picture)];
        Assert.InRange(red.Length, 4, 2000);
        return (red.Average(at => at.X), red.Average(at => at.Y));
    }

    private static byte[] Unpacked(string pattern)
    {
        using GZipStream packed = new(
            File.OpenRead(Directory.GetFiles(GpuClusterProgram.Digits, pattern).Order().First()),
            CompressionMode.Decompress
        );
        using MemoryStream plain = new();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    [GeneratedRegex("Content-Security-Policy\" content=\"(?<policy>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Policy();
}
