using GpuCluster.Testing;

namespace GpuCluster.Scene.Tests;

/// <summary>The README's list of keys is the table of commands.</summary>
public sealed class ReadmeKeysTests
{
    private const string Begin = "<!-- keys: from SceneCommands.cs; the test ReadmeKeysTests prints it -->";
    private const string End = "<!-- end of keys -->";

    [Fact]
    public void The_readme_lists_the_table_of_commands()
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "README.md"));
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal);
        int end = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"README.md has no list of keys between '{Begin}' and '{End}'.");
        string expected = List(SceneCommands.All);
        string actual = readme[(begin + Begin.Length)..end].Trim();
        Assert.True(
            actual == expected,
            $"README.md differs from the table of commands. This has to stand between the marks:\n\n{expected}\n"
        );
    }

    [Fact]
    public void The_list_has_a_row_for_each_group() =>
        Assert.Equal(
            "| | keys |\n|---|---|\n| select | **click**: select a point · **Ctrl+Z**: undo |\n| layout | **Space**: pause, go on |",
            List([SceneCommands.Select, SceneCommands.Undo, SceneCommands.Pause])
        );

    private static string List(IEnumerable<SceneCommand> commands) =>
        "| | keys |\n|---|---|\n" + string.Join('\n', commands.GroupBy(command => command.Group).Select(Row));

    private static string Row(IGrouping<CommandGroup, SceneCommand> group) =>
        $"| {group.Key.ToString().ToLowerInvariant()} | {string.Join(" · ", group.Select(Item))} |";

    private static string Item(SceneCommand command) => $"**{command.Keys}**: {command.Description}";
}
