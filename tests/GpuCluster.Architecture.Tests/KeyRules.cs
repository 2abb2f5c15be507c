using System.Text.RegularExpressions;

namespace GpuCluster.Architecture.Tests;

/// <summary>Keys are named in the table of commands, and nowhere else: what a key does stands in one place.</summary>
public sealed partial class KeyRules
{
    /// <summary>
    /// Files that name keys: the table, how keys are written, and the controls of panels, whose keys mean the same in every program.
    /// </summary>
    private static readonly string[] Allowed =
    [
        "src/GpuCluster.Panels/Contents/GridPanel.cs",
        "src/GpuCluster.Panels/Contents/MarksPanel.cs",
        "src/GpuCluster.Panels/Plots/Histogram.cs",
        "src/GpuCluster.Panels/Widgets/ChipRow.cs",
        "src/GpuCluster.Panels/Widgets/Choice.cs",
        "src/GpuCluster.Panels/Widgets/ListView.cs",
        "src/GpuCluster.Panels/Widgets/PictureGrid.cs",
        "src/GpuCluster.Panels/Widgets/Slider.cs",
        "src/GpuCluster.Panels/Widgets/TextField.cs",
        "src/GpuCluster.Panels/Widgets/Widget.cs",
        "src/GpuCluster.Scene/Input/KeyChord.cs",
        "src/GpuCluster.Scene/Input/ModifierKeys.cs",
        "src/GpuCluster.Scene/SceneCommands.cs",
    ];

    private static readonly string[] Projects = ["Panels", "Scene", "Session"];

    [Fact]
    public void Keys_are_named_in_the_table_alone() =>
        Assert.Equal(Allowed, NamesKeys(Projects.SelectMany(project => SourceFile.Under($"src/GpuCluster.{project}"))));

    [Fact]
    public void The_rule_finds_a_planted_key() =>
        Assert.Equal(
            ["src/Room/Box.cs", "src/Room/Shelf.cs"],
            NamesKeys([
                new("src/Room/Box.cs", "if (key == Key.F12)"),
                new("src/Room/Shelf.cs", "case Input.Key.Escape:"),
                new("src/Room/Attic.cs", "pair.Key.Level; series.Key.ToString(); Handle(input.Key); HotKey.F12"),
            ])
        );

    private static IEnumerable<string> NamesKeys(IEnumerable<SourceFile> sources) =>
        sources.Where(source => KeyConstant().Matches(source.Text).Any(IsKey)).Select(source => source.Path).Order(StringComparer.Ordinal);

    private static bool IsKey(Match match) => Enum.TryParse<Scene.Input.Key>(match.Groups["name"].Value, out _);

    [GeneratedRegex(@"\bKey\.(?<name>\w+)", RegexOptions.None, 10_000)]
    private static partial Regex KeyConstant();
}
