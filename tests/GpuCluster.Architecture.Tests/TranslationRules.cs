using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using GpuCluster.App;
using GpuCluster.App.Texts;
using GpuCluster.Core.Texts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Scene;

namespace GpuCluster.Architecture.Tests;

/// <summary>
/// Each file of texts has all texts that people read, none that the program no longer says, and the values at the places where its English
/// has them. A new text fails here with the lines to add to the file.
/// </summary>
public sealed partial class TranslationRules
{
    private const string Folder = "src/GpuCluster.App/Texts";

    /// <summary>Texts that the program puts together of parts, so that no line of the code has them.</summary>
    private static readonly string[] Composed =
    [
        "{0} (grey)",
        "loss {0}",
        "displacement {0}",
        "kept {0}",
        "stray {0}",
        "mean {0}, at most {1} of 255",
        "shown {0} times",
        "saved {0}, {1} samples without a picture",
        "opened {0}",
        "not opened: {0}",
        "--{0} or --{1}",
        "{0}: unknown; use {1} or {2}",
        "a command is missing; use {0} or {1}",
        "{0}: unknown; use {1}",
        "pixels know no texts; start with a model with a text side, such as tiny-clip (digits and garments) or a CLIP "
            + "(models/README.md says where to get one)",
        "pixels know no texts; give a model with a text side, such as tiny-clip (digits and garments) or a CLIP "
            + "(models/README.md says where to get one)",
    ];

    /// <summary>Texts that are the same in every language, or parts of <see cref="Composed"/>.</summary>
    private static readonly string[] Same =
    [
        "gpucluster {0}",
        "KL",
        "{0} kB",
        "{0} MB",
        "yyyy-MM-dd HH:mm",
        "{0}\n{1} (grey)",
        "{0}{1} closes",
        "{0} of {1}  ·  ",
        "mean {0}, at most {1} of 255  ·  shown {2} times",
    ];

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Path.Combine(Checkout.Root, Folder), "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void No_text_lacks_a_translation(string language)
    {
        HashSet<string> known = [.. PhrasesOf(language).Select(phrase => phrase.Key), .. Same];

        string[] missing = [.. Wanted().Where(key => !known.Contains(key) && !known.Contains(WithoutPrefix(key))).Distinct()];

        Assert.True(missing.Length == 0, $"add to {language}.json:\n{string.Join('\n', missing.Select(Line))}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void No_translation_is_of_a_text_that_is_no_longer_there(string language)
    {
        HashSet<string> there =
        [
            .. Wanted(),
            .. SourceFile.Under("src").SelectMany(file => TextKeys.OfAll(file.Text)).SelectMany(key => new[] { key, WithoutPrefix(key) }),
            .. Composed,
        ];

        string[] unused = [.. PhrasesOf(language, except: "libraries").Select(phrase => phrase.Key).Where(key => !there.Contains(key))];

        Assert.True(unused.Length == 0, $"remove from {language}.json:\n{string.Join('\n', unused.Select(Line))}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Values_stand_in_every_translation(string language) =>
        Assert.DoesNotContain(PhrasesOf(language), phrase => !HolesOf(phrase.Key).SequenceEqual(HolesOf(phrase.Value)));

    [Fact]
    public void The_program_reads_the_file_of_the_language_that_is_asked_for()
    {
        Phrasebook chinese = Language.Named("zh").Messages;

        Assert.Equal("错误：x.npy：没有此文件；请检查路径", chinese.Say("error: x.npy: no such file; check the path"));
        Assert.True(Language.Named("en").Messages.IsEmpty);
    }

    [Fact]
    public void The_Chinese_readme_has_no_measured_figure_of_its_own()
    {
        string english = File.ReadAllText(Path.Combine(Checkout.Root, "README.md"));
        string[] figures =
        [
            .. Ratio().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "README.zh-CN.md"))).Select(match => match.Value),
        ];

        Assert.NotEmpty(figures);
        Assert.All(figures, figure => Assert.Contains(figure, english));
    }

    [Fact]
    public void Texts_with_conditions_and_values_are_found_in_the_code()
    {
        const string Code = """
            class C
            {
                void M(bool many) =>
                    throw new UnusableInputException($"{file}: {(many ? "rows" : "a row")} of {n:N0}" + (far ? "; go" : ""));
                void N() => html.Mark("<h3>Most</h3><p>").Say($"{count} left");
            }
            """;

        Assert.Equal(
            ["{0}: rows of {1}; go", "{0}: rows of {1}", "{0}: a row of {1}; go", "{0}: a row of {1}"],
            TextKeys.OfMessages(Code).Where(key => key.Contains(" of ", StringComparison.Ordinal))
        );
        Assert.Equal(["Most", "{0} left"], TextKeys.OfHtml(Code).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Wanted()
    {
        IReadOnlyList<SourceFile> files = SourceFile.Under("src");
        return
        [
            .. HelpTexts.Of(GpuClusterCommand.Create()).Where(text => text.Length > 0),
            .. SceneCommands.All.SelectMany(command =>
                new[] { command.Text, command.Description, command.Group.ToString(), command.Gesture }.Where(text => text.Length > 0)
            ),
            .. typeof(StageNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetValue(null)!),
            // The output of bench and selftest is for those who work on the program; what a socket answers is for programs.
            .. files
                .Where(file => !Developers().IsMatch(file.Path) && !Programs().IsMatch(file.Path))
                .SelectMany(file => TextKeys.OfMessages(file.Text)),
            .. files.Where(file => file.Folder == "src/GpuCluster.App/Reports").SelectMany(file => TextKeys.OfHtml(file.Text)),
            .. files.Where(file => Panels().IsMatch(file.Path)).SelectMany(file => TextKeys.OfAll(file.Text)),
        ];
    }

    // What a message is written behind is a phrase of its own.
    private static string WithoutPrefix(string key) => key.StartsWith("error: ", StringComparison.Ordinal) ? key[7..] : key;

    private static IEnumerable<KeyValuePair<string, string>> PhrasesOf(string language, string except = "") =>
        JsonSerializer
            .Deserialize<Dictionary<string, Dictionary<string, string>>>(
                File.ReadAllText(Path.Combine(Checkout.Root, Folder, language + ".json"))
            )!
            .Where(part => part.Key != except)
            .SelectMany(part => part.Value);

    private static IEnumerable<int> HolesOf(string text) =>
        Hole().Matches(text).Select(hole => int.Parse(hole.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)).Order();

    private static string Line(string key) => $"\"{JsonEncodedText.Encode(key)}\": \"\",";

    [GeneratedRegex(@"\{(?<number>[0-9]+)!?\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hole();

    [GeneratedRegex(@"\*\*[0-9.]+x\*\*", RegexOptions.None, 1000)]
    private static partial Regex Ratio();

    [GeneratedRegex("/(?:Bench|Benchmarks|SelfTests)/", RegexOptions.None, 1000)]
    private static partial Regex Developers();

    [GeneratedRegex("/Remote(?:Arguments|Inbox|Request|Verbs)[.]cs$|/McpTools[.]cs$", RegexOptions.None, 1000)]
    private static partial Regex Programs();

    [GeneratedRegex("^src/GpuCluster.Panels/(?:Contents|Blocks|Palette|Plots|Status|Widgets)/", RegexOptions.None, 1000)]
    private static partial Regex Panels();
}
