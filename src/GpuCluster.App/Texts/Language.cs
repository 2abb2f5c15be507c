using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Texts;
using GpuCluster.Panels.Drawing;

namespace GpuCluster.App.Texts;

/// <summary>
/// The language of panels, help, messages and report. Its texts are in one file, which the program carries; English is what the code says.
/// JSON, files of data, names of options and columns, and logs are English in every language.
/// </summary>
internal sealed class Language
{
    private const string English = "en";
    private const string Chinese = "zh";

    /// <summary>The variables of a locale; the first that is set counts.</summary>
    private static readonly string[] Variables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The option of every command.</summary>
    public static readonly Option<string?> Option = new("--lang")
    {
        HelpName = $"{English}|{Chinese}",
        Description = "The language of panels, help, messages and report (default: that of the locale, else en).",
        Recursive = true,
    };

    private Language(string name, IReadOnlyDictionary<string, Dictionary<string, string>> texts)
    {
        Tag = name == Chinese ? "zh-Hans" : name;
        Help = BookOf("libraries", "help");
        Messages = BookOf("libraries", "messages", "stages", "report");
        Report = BookOf("report", "values", "messages");
        Panels = new PanelWords(BookOf("panels", "values", "stages", "messages"), BookOf("values"), name == Chinese ? "SC" : string.Empty);

        Phrasebook BookOf(params string[] parts) =>
            new(parts.Where(texts.ContainsKey).SelectMany(part => texts[part]).DistinctBy(phrase => phrase.Key));
    }

    /// <summary>What HTML calls it.</summary>
    public string Tag { get; }

    /// <summary>Texts of help pages.</summary>
    public Phrasebook Help { get; }

    /// <summary>Messages and results for people.</summary>
    public Phrasebook Messages { get; }

    /// <summary>Texts of a report.</summary>
    public Phrasebook Report { get; }

    /// <summary>Texts of the window.</summary>
    public PanelWords Panels { get; }

    /// <summary>The language asked for, else that of the locale: LC_ALL, LC_MESSAGES or LANG, the first that is set.</summary>
    /// <exception cref="UnusableInputException">--lang is none of those there are.</exception>
    public static Language Of(ParseResult result) =>
        result.GetResult(Option) is { Tokens: [var token, ..] }
            ? token.Value is English or Chinese
                ? Named(token.Value)
                : throw new UnusableInputException($"--lang {token.Value}: unknown; use {English} or {Chinese}")
            : Named(OfLocale(Environment.GetEnvironmentVariable));

    /// <summary>The name of the locale's language, "en" where there are no texts in it.</summary>
    /// <param name="variable">The value of an environment variable, or null.</param>
    public static string OfLocale(Func<string, string?> variable)
    {
        string locale = Variables.Select(variable).FirstOrDefault(value => value is { Length: > 0 }) ?? "";
        return locale.Split('_', '.', '@', '-')[0].ToLowerInvariant() is Chinese ? Chinese : English;
    }

    /// <summary>The language of a name; English where there is none.</summary>
    public static Language Named(string name)
    {
        using Stream? file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"texts/{name}.json");
        return new Language(
            file is null ? English : name,
            file is null ? new() : JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(file)!
        );
    }
}
