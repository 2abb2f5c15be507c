using System.Text.Json.Nodes;
using GpuCluster.App.Texts;

namespace GpuCluster.App.Tests;

/// <summary>The language of help, messages and report: by option, else by locale; JSON and files are English.</summary>
public sealed class LanguageRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-language-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("zh_CN.UTF-8", "", "", "zh")]
    [InlineData("", "zh_CN.UTF-8", "", "zh")]
    [InlineData("", "", "zh_TW", "zh")]
    [InlineData("", "", "ZH-hans", "zh")]
    [InlineData("C", "zh_CN.UTF-8", "zh_CN.UTF-8", "en")]
    [InlineData("", "en_GB.UTF-8", "zh_CN.UTF-8", "en")]
    [InlineData("", "", "de_DE.UTF-8", "en")]
    [InlineData("", "", "zhuang", "en")]
    [InlineData("", "", "", "en")]
    public void The_first_variable_that_is_set_gives_the_locale(string all, string messages, string lang, string expected) =>
        Assert.Equal(
            expected,
            Language.OfLocale(name =>
                name switch
                {
                    "LC_ALL" => all,
                    "LC_MESSAGES" => messages,
                    _ => lang,
                }
            )
        );

    [Fact]
    public void A_language_that_is_not_there_is_refused_with_those_that_are() =>
        GpuClusterProgram
            .Run("layout", GpuClusterProgram.Digits, "--lang", "fr", "-o", Path.Combine(_folder.FullName, "x.npy"))
            .AssertRefused(2, "--lang fr: unknown; use en or zh");

    [Fact]
    public void A_message_is_in_the_language_and_the_file_keeps_its_name()
    {
        string file = Path.Combine(_folder.FullName, "undo.npy");

        GpuClusterProgram
            .Run(Locale("zh_CN.UTF-8"), "layout", file, "-o", Path.Combine(_folder.FullName, "x.npy"))
            .AssertRefused(2, $"错误：{file}：没有此文件；请检查路径");
        GpuClusterProgram
            .Run(Locale("zh_CN.UTF-8"), "layout", file, "--lang", "en", "-o", Path.Combine(_folder.FullName, "x.npy"))
            .AssertRefused(2, $"error: {file}: no such file");
        GpuClusterProgram
            .Run("layout", "--dims", "7", file, "-o", "x.npy", "--lang", "zh")
            .AssertRefused(2, "错误：--dims 7：布局为 2 或 3 维");
    }

    [Fact]
    public void Help_is_in_the_language_and_its_examples_are_to_be_typed()
    {
        GpuClusterProgram run = GpuClusterProgram.Run("layout", "--help", "--lang", "zh");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("把样本降到 2 或 3 维并写出位置。", run.Out);
        Assert.Contains("gpucluster layout assets/mnist --limit 5000 --quality --json -o out/x.npy", run.Out);
        Assert.Contains("选项：", run.Out);
        Assert.DoesNotContain("Description:", run.Out);
    }

    [Fact]
    public void A_report_is_in_the_language_and_its_json_is_not()
    {
        string output = Path.Combine(_folder.FullName, "report.html");

        GpuClusterProgram run = GpuClusterProgram.Run(
            new Dictionary<string, string> { ["VK_DRIVER_FILES"] = "/nowhere.json", ["VK_ICD_FILENAMES"] = "/nowhere.json" },
            ["report", GpuClusterProgram.Digits, "--limit", "300", "--epochs", "20", "--lang", "zh", "--json", "-o", output]
        );

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.Equal("pixels", (string)json["comparedBy"]!);
        Assert.Contains("警告：报告不含绘制的图片", run.Error);
        string page = File.ReadAllText(output);
        Assert.Contains("<html lang=\"zh-Hans\">", page);
        Assert.Contains("<h2>类别</h2>", page);
        Assert.Contains("不作判断：样本按像素比较", page);
        Assert.Contains("<th>重叠最多的类别</th>", page);
        Assert.DoesNotContain("Samples that are alike", page);
    }

    private static Dictionary<string, string> Locale(string name) =>
        new()
        {
            ["LC_ALL"] = "",
            ["LC_MESSAGES"] = "",
            ["LANG"] = name,
        };
}
