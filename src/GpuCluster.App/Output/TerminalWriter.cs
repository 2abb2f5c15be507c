using System.Globalization;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Texts;

namespace GpuCluster.App.Output;

/// <summary>
/// Standard output or standard error. File names, class names and messages come from data, and a terminal acts on the control characters in
/// them. So every control character, a line break too, is written as \u and its number: only <see cref="WriteLine()"/> and its overloads
/// end a line, and only <see cref="Mark"/> controls the terminal.
/// </summary>
/// <param name="console">Where the text goes.</param>
/// <param name="failed">Called when it cannot be written; may throw. The text is then lost.</param>
/// <param name="phrases">The language of whole lines; null: as they are.</param>
internal sealed class TerminalWriter(TextWriter console, Action<Exception> failed, Phrasebook? phrases = null)
    : TextWriter(CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override Encoding Encoding => console.Encoding;

    /// <summary>Standard output. A failure ends the command, as its result is lost.</summary>
    /// <param name="phrases">The language of whole lines; null: as they are.</param>
    public static TerminalWriter Results(Phrasebook? phrases = null) =>
        new(
            Console.Out,
            fault => throw new MachineFaultException($"standard output: cannot be written: {fault.GetBaseException().Message}", fault),
            phrases
        );

    /// <summary>Standard error. A failure is ignored: there is no other place to report it.</summary>
    /// <param name="phrases">The language of whole lines; null: as they are.</param>
    public static TerminalWriter Messages(Phrasebook? phrases = null) => new(Console.Error, _ => { }, phrases);

    /// <summary>Writes the program's own control sequences. Never give it text from data.</summary>
    public void Mark(string marks) => Guarded(marks);

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Guarded(Shown(value ?? ""));

    /// <inheritdoc/>
    public override void WriteLine() => Guarded(console.NewLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Guarded(Shown(Say(value ?? "")) + console.NewLine);

    /// <inheritdoc/>
    public override void Flush() => Guarded("");

    /// <summary>A text in the writer's language.</summary>
    public string Say(string text) => phrases?.Say(text) ?? text;

    /// <summary>A text in the writer's language, filled up with blanks; Chinese, Japanese and Korean characters take two cells.</summary>
    public string Say(string text, int cells)
    {
        string said = Say(text);
        return said + new string(' ', Math.Max(0, cells - said.Sum(c => c >= '\u2E80' ? 2 : 1)));
    }

    /// <summary>A text as a terminal may show it. In JSON, the replacement is an escape of the same character.</summary>
    internal static string Shown(string text)
    {
        if (!text.Any(Controls))
            return text;

        StringBuilder shown = new();
        foreach (char c in text)
            _ = Controls(c) ? shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}") : shown.Append(c);

        return shown.ToString();
    }

    // Beside control characters also those that reverse the direction of text: "gpj.exe" would read as "exe.jpg". A tab does no harm.
    private static bool Controls(char c) =>
        c != '\t' && (char.IsControl(c) || c is '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069'));

    private void Guarded(string text)
    {
        try
        {
            console.Write(text);
            console.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk, or no such output at all: the shell's >&-
            failed(e);
        }
    }
}
