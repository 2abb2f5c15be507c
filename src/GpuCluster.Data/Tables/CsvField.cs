using System.Buffers;
using System.Globalization;

namespace GpuCluster.Data.Tables;

/// <summary>One field of a .csv.</summary>
public static class CsvField
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",;\t\r\n");

    /// <summary>
    /// The text, in quotes where RFC 4180 needs them, where blanks at an end would be lost, or where it could be taken for several fields.
    /// </summary>
    public static string Quote(string text) =>
        text.AsSpan().IndexOfAny(Quoted) < 0 && text.Trim().Length == text.Length
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// The same for a spreadsheet, which computes a text that begins as a formula does: an apostrophe before it makes it text. Numbers
    /// stay.
    /// </summary>
    public static string QuoteForSpreadsheet(string text) =>
        text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !double.TryParse(text, CultureInfo.InvariantCulture, out _)
            ? Quote("'" + text)
            : Quote(text);

    /// <summary>One of the two.</summary>
    public static Func<string, string> Quoting(bool forSpreadsheet) => forSpreadsheet ? QuoteForSpreadsheet : Quote;
}
