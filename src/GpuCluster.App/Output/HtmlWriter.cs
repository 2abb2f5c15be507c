using System.Globalization;
using System.Net;

namespace GpuCluster.App.Output;

/// <summary>
/// Writes HTML of which only the program's own marks are taken as marks. What comes from data (labels, file names, headings) goes through
/// <see cref="Text"/> and can never become an element or an attribute.
/// </summary>
internal sealed class HtmlWriter(TextWriter writer)
{
    /// <summary>Writes marks as they are. Never give it text from data.</summary>
    public HtmlWriter Mark(string marks)
    {
        writer.Write(marks);
        return this;
    }

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
        Mark($"<section id=\"{id}\"><h2>").Text(title).Mark("</h2><p class=\"lead\">").Text(lead).Mark("</p>\n");

    /// <summary>Closes a section.</summary>
    public HtmlWriter EndSection() => Mark("</section>\n");

    /// <summary>A figure with its name, large.</summary>
    public HtmlWriter Card(string value, string name) =>
        Mark("<div class=\"card\"><b>").Text(value).Mark("</b><span>").Text(name).Mark("</span></div>");
}
