using System.Text.RegularExpressions;

namespace GpuCluster.Architecture.Tests;

/// <summary>The guide for developers, src/README.md, names files that exist.</summary>
public sealed partial class GuideRules
{
    [Fact]
    public void Every_file_that_the_guide_names_exists() =>
        Assert.Empty(Missing(File.ReadAllText(Path.Combine(Checkout.Root, "src/README.md")), [.. Checkout.Files()]));

    [Fact]
    public void The_rule_finds_a_planted_name() =>
        Assert.Equal(
            ["Core/Gone.cs", "tests/Core.Tests/Lost.cs", "Boxes/Gone", "Other…Name.cs"],
            Missing(
                "`Core/Box.cs`, `Core/Gone.cs` | `Box.cs`, `.cs`, `n/a x`, `--out` | `tests/Core.Tests/Lost.cs`\n"
                    + "`Core/XShelf.cs` (new), `Boxes/Gone` | `Boxes/Shelf`, `BigShelf.cs`, `Big…elf.cs`, `X.json`, `Other…Name.cs`",
                ["src/GpuCluster.Core/Box.cs", "src/GpuCluster.Core/Boxes/Shelf/BigShelf.cs", "tests/GpuCluster.Core.Tests/Box.cs"]
            )
        );

    /// <summary>
    /// Names between backticks that are a path or have a source file's extension, and that no file ends with or lies in. … stands for any
    /// text; what the guide calls new, and a file X of the user, are left out.
    /// </summary>
    private static List<string> Missing(string guide, string[] files)
    {
        string all = string.Join('\n', files.Select(file => file.Replace('\\', '/'))) + '\n';
        return
        [
            .. Name()
                .Matches(guide)
                .Select(match => match.Groups["name"].Value)
                .Where(name => name.Contains('/') || SourceName().IsMatch(name))
                .Where(name => !name.StartsWith("X.", StringComparison.Ordinal))
                .Where(name => !Regex.IsMatch(all, Pattern(name), RegexOptions.Multiline, TimeSpan.FromSeconds(10))),
        ];
    }

    private static string Pattern(string name)
    {
        string escaped = Regex.Escape(name.StartsWith("tests/", StringComparison.Ordinal) ? name[6..] : name.Trim('…', '/', '.'));
        return "(^|[/.])"
            + escaped.Replace("…", "[^\\n]*", StringComparison.Ordinal).Replace("\\*", "[^/\\n]*", StringComparison.Ordinal)
            + "([/.]|$)";
    }

    [GeneratedRegex(@"`(?<name>[\w./…*-]+)`(?! \(new\))", RegexOptions.None, 10_000)]
    private static partial Regex Name();

    [GeneratedRegex(@"\w\.(cs|md|py|frag|comp|txt|json|sh|csproj)$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex SourceName();
}
