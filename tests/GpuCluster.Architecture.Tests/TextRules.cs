using System.Text.RegularExpressions;

namespace GpuCluster.Architecture.Tests;

/// <summary>What stands in the files: nothing of one person's machine, nothing unfinished.</summary>
public sealed partial class TextRules
{
    private static readonly string[] Text =
    [
        ".cs",
        ".csproj",
        ".props",
        ".targets",
        ".sh",
        ".md",
        ".json",
        ".glsl",
        ".comp",
        ".vert",
        ".frag",
        ".py",
        ".yml",
        ".txt",
        "",
    ];

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

    [Fact]
    public void Prose_has_no_obscure_words() => Assert.DoesNotContain(FilesWith(ObscureWords()), IsProse);

    [Theory]
    [InlineData("/// <summary>Full from the beginning, of nobody.</summary>", true)]
    [InlineData("Whoever made it owns it.", true)]
    [InlineData("computed anew", true)]
    [InlineData("somebody chose", true)]
    [InlineData("It hears a key.", true)]
    [InlineData("It tells the rest.", true)]
    [InlineData("what is said", true)]
    [InlineData("by a host, which\n    /// is told of it", true)]
    [InlineData("schedule.StartsAnew(epoch) of the stellar, renewed", false)]
    [InlineData("is saidless; which is toldable", false)]
    public void The_pattern_finds_obscure_words(string text, bool isFound) => Assert.Equal(isFound, ObscureWords().IsMatch(text));

    [Theory]
    [InlineData("src/GpuCluster.Core/Layouts/Layout.cs", true)]
    [InlineData("README.md", true)]
    [InlineData("src/README.md", true)]
    [InlineData("tests/README.md", false)]
    [InlineData("tests/GpuCluster.Architecture.Tests/TextRules.cs", false)]
    [InlineData("src/GpuCluster.Core/GpuCluster.Core.csproj", false)]
    public void Prose_is_the_sources_and_the_readmes(string path, bool isProse) => Assert.Equal(isProse, IsProse(path));

    private static bool IsProse(string path)
    {
        string[] parts = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return path.Replace('\\', '/') is "README.md" or "src/README.md"
            || (parts[0] == "src" && path.EndsWith(".cs", StringComparison.Ordinal));
    }

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

    [GeneratedRegex(
        @"\b(?:nobody|somebody|whoever|anew|hears|tells|is(?:\s|///?)+said|which(?:\s|///?)+is(?:\s|///?)+told)\b",
        RegexOptions.IgnoreCase,
        10_000
    )]
    private static partial Regex ObscureWords();
}
