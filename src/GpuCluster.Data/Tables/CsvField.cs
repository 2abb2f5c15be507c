namespace GpuCluster.Data.Tables;

/// <summary>One field of a .csv.</summary>
public static class CsvField
{
    /// <summary>The text, in quotes where RFC 4180 needs them or blanks at an end would be lost.</summary>
    public static string Quote(string text) =>
        text.AsSpan().IndexOfAny("\",\r\n") < 0 && text.Trim().Length == text.Length
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
