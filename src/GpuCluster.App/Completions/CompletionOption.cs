using System.CommandLine;

namespace GpuCluster.App.Completions;

/// <summary>An option as a shell completes it.</summary>
/// <param name="Names">Its names, the long one first.</param>
/// <param name="Description">One line.</param>
/// <param name="TakesValue">Whether the next word is its value.</param>
/// <param name="Values">The values that there are; empty: anything, such as a file.</param>
internal sealed record CompletionOption(IReadOnlyList<string> Names, string Description, bool TakesValue, IReadOnlyList<string> Values)
{
    public static CompletionOption Of(Option option) =>
        new(
            [option.Name, .. option.Aliases.Where(alias => alias.StartsWith('-'))],
            CompletionEntry.LineOf(option.Description),
            option.Arity.MinimumNumberOfValues > 0,
            ValuesOf(option)
        );

    // What stands as "frame|max" are words; what stands in capitals is a place for something else.
    private static string[] ValuesOf(Option option) =>
        option.HelpName is { } help && help.Contains('|', StringComparison.Ordinal) && !help.Any(char.IsAsciiLetterUpper)
            ? [.. help.Split('|').Where(word => word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))]
            : [];
}
