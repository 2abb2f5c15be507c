using System.CommandLine;
using System.Text.RegularExpressions;

namespace GpuCluster.App.Tests.Documented;

/// <summary>A command line as it is printed somewhere.</summary>
/// <param name="Where">A README with its line, or the command whose help shows it.</param>
/// <param name="Line">The line for a shell, without its comment.</param>
internal sealed partial record DocumentedCommand(string Where, string Line)
{
    /// <summary>Every command of the README in all its languages.</summary>
    public static IReadOnlyList<DocumentedCommand> OfReadmes() => [.. OfReadme("README.md"), .. OfReadme("README.zh-CN.md")];

    /// <summary>Every command of a README, in its order: the lines of its shell blocks, and whole commands within its text.</summary>
    /// <param name="name">A file in the root.</param>
    public static IReadOnlyList<DocumentedCommand> OfReadme(string name)
    {
        List<DocumentedCommand> found = [];
        bool isShell = false;
        foreach ((int index, string line) in File.ReadLines(Path.Combine(GpuClusterProgram.Root, name)).Index())
        {
            string where = $"{name}:{index + 1}";
            if (line.StartsWith("```", StringComparison.Ordinal))
                isShell = line == "```sh";
            else if (isShell && line.Length > 0)
                found.Add(new DocumentedCommand(where, Comment().Replace(line, "")));
            else
                found.AddRange(Inline().Matches(line).Select(match => new DocumentedCommand(where, match.Groups["line"].Value)));
        }

        return found;
    }

    /// <summary>Every example of every command's help.</summary>
    public static IReadOnlyList<DocumentedCommand> OfHelp() => [.. OfHelp(GpuClusterCommand.Create(), "gpucluster")];

    private static IEnumerable<DocumentedCommand> OfHelp(Command command, string name)
    {
        string description = command.Description ?? "";
        int begin = Math.Max(
            description.IndexOf("\nExample:\n", StringComparison.Ordinal),
            description.IndexOf("\nExamples:\n", StringComparison.Ordinal)
        );
        string examples = begin < 0 ? "" : description[(description.IndexOf(':', begin) + 1)..];
        string joined = examples.Replace("\\\n", " ", StringComparison.Ordinal);
        IEnumerable<DocumentedCommand> own = joined
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => new DocumentedCommand($"{name} --help", line));
        return own.Concat(command.Subcommands.SelectMany(sub => OfHelp(sub, $"{name} {sub.Name}")));
    }

    // Two blanks and more stand before a comment; no command here has a # of its own.
    [GeneratedRegex(@"\s{2,}#.*$", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"`(?<line>\./gpucluster [^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inline();
}
