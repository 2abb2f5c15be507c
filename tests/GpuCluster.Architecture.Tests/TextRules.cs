using System.Text.RegularExpressions;

namespace GpuCluster.Architecture.Tests;

/// <summary>What stands in the files: nothing of one person's machine, nothing unfinished.</summary>
public sealed partial class TextRules
{
    private static readonly string[] Text = [".cs", ".csproj", ".props", ".targets", ".sh", ".md", ".json", ".glsl", ".comp", ".vert", ".frag", ".py", ".yml", ".txt", ""];

    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine() => Assert.Empty(FilesWith(MachinePath()));

    [Fact]
    public void Nothing_is_left_unfinished() => Assert.Empty(FilesWith(Unfinished()));

    [Theory]
    [InlineData("/ho" + "me/someone/x.npy", true)]
    [InlineData("see /ro" + "ot/.nuget", true)]
    [InlineData("C:\\Us" + "ers\\someone", true)]
    [InlineData("assets/mnist and /usr/share/vulkan", false)]
    public void The_pattern_tells_a_machines_path(string text, bool isOne) => Assert.Equal(isOne, MachinePath().IsMatch(text));

    private static IEnumerable<string> FilesWith(Regex pattern)
    {
        string[] files = [.. Checkout.Files().Where(path => Text.Contains(Path.GetExtension(path)))];
        Assert.True(files.Length > 100, "the checkout was not found");
        return files.Where(path => pattern.IsMatch(File.ReadAllText(Path.Combine(Checkout.Root, path))));
    }

    [GeneratedRegex(@"(?<![\w.$\}""])/(?:home|root|work|Users)/[\w.]|[A-Z]:\\Users\\", RegexOptions.None, 10_000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"NotImplemented(?:Exception)|\bTO(?:DO)\b|\bFIX(?:ME)\b", RegexOptions.None, 10_000)]
    private static partial Regex Unfinished();
}
