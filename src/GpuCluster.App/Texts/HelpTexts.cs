using System.CommandLine;
using GpuCluster.Core.Texts;

namespace GpuCluster.App.Texts;

/// <summary>The words of help pages: what commands, arguments and options say of themselves, by paragraphs.</summary>
internal static class HelpTexts
{
    private const string Between = "\n\n";

    /// <summary>What stands above commands to type.</summary>
    private static readonly string[] Headings = ["Example:", "Examples:"];

    /// <summary>Translates what a command and those below it say of themselves; examples stay as they are typed.</summary>
    public static void Translate(Command command, Phrasebook help)
    {
        if (help.IsEmpty)
            return;
        foreach (Symbol symbol in SymbolsOf(command))
            symbol.Description = string.Join(Between, ParagraphsOf(symbol).Select(part => help.Say(part.Words) + part.Examples));
        foreach (Command sub in command.Subcommands)
            Translate(sub, help);
    }

    /// <summary>Every text of a command's help and of those below it.</summary>
    public static IEnumerable<string> Of(Command command) =>
        SymbolsOf(command).SelectMany(ParagraphsOf).Select(part => part.Words).Concat(command.Subcommands.SelectMany(Of)).Distinct();

    private static IEnumerable<Symbol> SymbolsOf(Command command) => [command, .. command.Arguments, .. command.Options];

    /// <summary>The paragraphs of a description on one line each, and the examples below a heading as they are.</summary>
    private static IEnumerable<(string Words, string Examples)> ParagraphsOf(Symbol symbol) =>
        (symbol.Description ?? "")
            .Split(Between)
            .Select(text =>
                Array.Find(Headings, heading => text.StartsWith(heading + "\n", StringComparison.Ordinal)) is { } found
                    ? (found, text[found.Length..])
                    : (text.Replace('\n', ' '), "")
            );
}
