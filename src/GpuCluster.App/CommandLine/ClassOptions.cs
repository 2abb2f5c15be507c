using System.CommandLine;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Labels;
using GpuCluster.Embedding.Text;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.CommandLine;

/// <summary>The options that name classes by words, and say what sentences are made of them.</summary>
internal static class ClassOptions
{
    private static readonly Option<string?> Classes = new("--classes")
    {
        HelpName = "\"A;B;…\"",
        Description = "Names of the classes, semicolons between them, or commas if there is no semicolon (default: the data's own labels).",
    };

    private static readonly Option<string?> ClassesFile = new("--classes-file")
    {
        HelpName = "FILE",
        Description = "Names of the classes, a name a line.",
    };
    private static readonly Option<string[]> Templates = new("--template")
    {
        HelpName = "TEXT",
        Description = "A sentence with {} for the name; give several to take their mean (default: four general ones).",
    };

    /// <summary>All options of this group.</summary>
    public static IReadOnlyList<Option> All { get; } = [Classes, ClassesFile, Templates];

    /// <summary>The names that were given; null where none were.</summary>
    /// <exception cref="UnusableInputException">Both ways at once, or the file cannot be read.</exception>
    public static IReadOnlyList<string>? NamesOf(ParseResult result)
    {
        string? listed = result.GetValue(Classes),
            file = result.GetValue(ClassesFile);
        if (listed is not null && file is not null)
            throw new UnusableInputException("--classes and --classes-file: give one of them");
        // A single class has nothing to be compared with, so commas without a semicolon are a list.
        char separator = listed?.Contains(';', StringComparison.Ordinal) == true ? ';' : ',';
        return file is not null
            ? ClassNamesFile.Read(file)
            : listed?.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The names that were given with the sentences around them; null where none were.</summary>
    /// <exception cref="UnusableInputException">As <see cref="NamesOf"/>.</exception>
    public static ClassWords? WordsOf(ParseResult result) =>
        NamesOf(result) is { } names ? new ClassWords(names, TemplatesOf(result)) : null;

    /// <summary>The sentences around a name.</summary>
    public static IReadOnlyList<string> TemplatesOf(ParseResult result) =>
        result.GetValue(Templates) is { Length: > 0 } own ? own : ClassPrompts.Usual;
}
