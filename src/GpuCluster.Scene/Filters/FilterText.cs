using System.Globalization;

namespace GpuCluster.Scene.Filters;

/// <summary>How names and values are written in an expression.</summary>
public static class FilterText
{
    private static readonly string[] Words = ["and", "or", "not", "contains", "in", "is", "empty"];

    /// <summary>A name or value, in quotes where it needs them.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text.All(FilterLexer.IsOfWord) && text[0] != '\'' && !Words.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A column between two numbers, both included.</summary>
    public static string Range(string column, double low, double high) =>
        string.Create(CultureInfo.InvariantCulture, $"{Quote(column)} >= {low} and {Quote(column)} <= {high}");

    /// <summary>Whether a text is what <see cref="Range"/> writes for a column.</summary>
    internal static bool IsRange(string text, string column) => RangeIn(text, column) is not null;

    /// <summary>The range in a text of <see cref="Range"/> for a column; null if it is another.</summary>
    internal static (double Low, double High)? RangeIn(string text, string column)
    {
        string name = Quote(column);
        (string head, string middle) = ($"{name} >= ", $" and {name} <= ");
        int at = text.IndexOf(middle, StringComparison.Ordinal);
        return
            text.StartsWith(head, StringComparison.Ordinal)
            && at > 0
            && TryNumber(text[head.Length..at], out double low)
            && TryNumber(text[(at + middle.Length)..], out double high)
            ? (low, high)
            : null;
    }

    /// <summary>A number as C writes it; NaN is none.</summary>
    internal static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && !double.IsNaN(number);

    internal static bool IsWord(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
