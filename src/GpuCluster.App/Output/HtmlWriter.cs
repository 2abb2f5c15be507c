using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using GpuCluster.Core.Texts;

namespace GpuCluster.App.Output;

/// <summary>
/// Writes HTML of which only the program's own marks are taken as marks. What comes from data (labels, file names, headings) goes through
/// <see cref="Text"/> and can never become an element or an attribute.
/// </summary>
/// <param name="writer">Receives the page.</param>
/// <param name="phrases">The language of the program's own texts; null: English.</param>
internal sealed partial class HtmlWriter(TextWriter writer, Phrasebook? phrases = null)
{
    /// <summary>Longer marks are styles, scripts and pictures, which have no text to read.</summary>
    private const int MaxTextMarks = 2000;

    /// <summary>Writes marks, with the texts between them in the page's language. Never give it text from data.</summary>
    public HtmlWriter Mark(string marks)
    {
        writer.Write(phrases is null || marks.Length > MaxTextMarks ? marks : Words().Replace(marks, found => Said(found.Value)));
        return this;
    }

    /// <summary>Writes a text of the program in the page's language, escaped.</summary>
    public HtmlWriter Say(string text) => Text(Said(text));

    /// <summary>A text of the program in the page's language.</summary>
    public string Said(string text) => phrases?.Say(text) ?? text;

    /// <summary>Writes text, escaped for elements and quoted attributes.</summary>
    public HtmlWriter Text(string text)
    {
        WebUtility.HtmlEncode(text, writer);
        return this;
    }

    /// <summary>Writes a number as people of any country read it in a table.</summary>
    public HtmlWriter Number(double value, string format = "0.###") => Text(Format(value, format));

    /// <summary>A number as text; a dash where there is none.</summary>
    public static string Format(double value, string format = "0.###") =>
        double.IsNaN(value) ? "–"
        : double.IsInfinity(value) ? (value > 0 ? "∞" : "−∞")
        : value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A count with its thousands set apart.</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Opens a section; close it with <see cref="EndSection"/>.</summary>
    /// <param name="id">The program's own name of it.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="lead">One sentence that says how to read it.</param>
    public HtmlWriter BeginSection(string id, string title, string lead) =>
        Mark($"<section id=\"{id}\"><h2>").Say(title).Mark("</h2><p class=\"lead\">").Say(lead).Mark("</p>\n");

    /// <summary>Closes a section.</summary>
    public HtmlWriter EndSection() => Mark("</section>\n");

    /// <summary>A figure with its name, large.</summary>
    public HtmlWriter Card(string value, string name) =>
        Mark("<div class=\"card\"><b>").Text(value).Mark("</b><span>").Say(name).Mark("</span></div>");

    // What stands between two marks, or is read aloud in place of a picture; without the blanks around it.
    [GeneratedRegex("(?<=>|^)[^<>\\s](?:[^<>]*[^<>\\s])?(?=\\s*(?:<|$))|(?<=(?:alt|aria-label)=\")[^\"]+", RegexOptions.None, 1000)]
    private static partial Regex Words();
}
