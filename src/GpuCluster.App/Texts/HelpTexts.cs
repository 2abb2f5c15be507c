using System.CommandLine;
using GpuCluster.Core.Texts;

namespace GpuCluster.App.Texts;

/// <summary>The words of help pages: descriptions of commands, arguments and options.</summary>
internal static class HelpTexts
{
    private static readonly string[] Headings = ["Example:", "Examples:"];

    /// <summary>Translates what a command and those below it say of themselves; examples stay as they are typed.</summary>
    public static void Translate(Command command, Phrasebook help)
    {
        if (help.IsEmpty)
            return;
        foreach (Symbol symbol in SymbolsOf(command))
            symbol.Description = string.Concat(PartsOf(symbol.Description ?? "").Select(help.Say));
        foreach (Command sub in command.Subcommands)
            Translate(sub, help);
    }

    /// <summary>Every text of a command's help and of those below it.</summary>
    public static IEnumerable<string> Of(Command command) =>
        SymbolsOf(command)
            .SelectMany(symbol => PartsOf(symbol.Description ?? ""))
            .Where(part => part.Any(char.IsLetter) && !part.StartsWith("\n  ", StringComparison.Ordinal))
            .Concat(command.Subcommands.SelectMany(Of))
            .Distinct();

    private static IEnumerable<Symbol> SymbolsOf(Command command) => [command, .. command.Arguments, .. command.Options];

    /// <summary>What it says, the heading of its examples, and those.</summary>
    private static string[] PartsOf(string description)
    {
        foreach (string heading in Headings)
        {
            int at = description.IndexOf($"\n\n{heading}\n", StringComparison.Ordinal);
            if (at >= 0)
                return [description[..at], "\n\n", heading, description[(at + 2 + heading.Length)..]];
        }

        return [description];
    }
}
