namespace GpuCluster.Data.Tables;

/// <summary>Numbers with a decimal comma, as spreadsheets write them in many countries.</summary>
internal static class DecimalComma
{
    /// <summary>Whether a text is a number with one comma and no point, such as "-0,25" or "1,5e-3".</summary>
    public static bool Has(string text)
    {
        int comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma >= 0
            && !text.Contains('.', StringComparison.Ordinal)
            && text.IndexOf(',', comma + 1) < 0
            && ColumnTypes.TryParse(WithPoint(text), out _);
    }

    /// <summary>
    /// Whether a text could have a comma between thousands as well: "1,234" is one thousand two hundred and thirty-four in English.
    /// </summary>
    public static bool IsAmbiguous(string text) =>
        text.Split(',') is [{ Length: >= 1 and <= 4 } whole, { Length: 3 } rest]
        && whole.TrimStart('+', '-') is not ("" or "0")
        && rest.All(char.IsAsciiDigit);

    /// <summary>The same with a decimal point.</summary>
    public static string WithPoint(string text) => text.Replace(',', '.');
}
