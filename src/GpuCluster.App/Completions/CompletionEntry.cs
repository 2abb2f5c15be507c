using System.CommandLine;

namespace GpuCluster.App.Completions;

/// <summary>A command as a shell completes it.</summary>
/// <param name="Path">Its words below the program's name, each after a blank: " bench knn"; empty for the program.</param>
/// <param name="Commands">The commands below it: names and descriptions of one line.</param>
/// <param name="Options">Its options.</param>
internal sealed record CompletionEntry(
    string Path,
    IReadOnlyList<(string Name, string Description)> Commands,
    IReadOnlyList<CompletionOption> Options
)
{
    /// <summary>A command and all commands below it.</summary>
    public static IEnumerable<CompletionEntry> AllOf(Command command, string path = "")
    {
        Command[] below = [.. command.Subcommands.Where(each => !each.Hidden)];
        IEnumerable<Option> options = command.Options.Where(option => !option.Hidden);
        if (path.Length > 0)
            options = options.Append(new Option<bool>("--help", "-h") { Description = "Show help and usage information" });
        return
        [
            new CompletionEntry(
                path,
                [.. below.Select(each => (each.Name, LineOf(each.Description)))],
                [.. options.Select(CompletionOption.Of)]
            ),
            .. below.SelectMany(each => AllOf(each, $"{path} {each.Name}")),
        ];
    }

    /// <summary>The first line of a description.</summary>
    public static string LineOf(string? description) => (description ?? string.Empty).Trim().Split('\n')[0].Trim();
}
