using System.Text;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tables;

/// <summary>What stands between the fields of a text table.</summary>
internal static class Separator
{
    private const int LookedAt = 1 << 16;

    /// <summary>Begins the line by which a spreadsheet names the separator.</summary>
    private const string Name = "sep=";

    /// <summary>
    /// A tab for .tsv. Else found in the first line, as programs in countries with a decimal comma write semicolons: a semicolon if there
    /// is no comma, or if all commas are decimal; a tab if there is neither; else a comma. Quoted text does not count.
    /// </summary>
    public static char Of(string path) => Of(() => InputFile.Open(path), path);

    /// <summary>The same of a file that lies elsewhere than on the disk.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="path">Its name.</param>
    public static char Of(Func<Stream> open, string path)
    {
        if (path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase))
            return '\t';
        string line = FirstLine(open);
        if (line.Length == Name.Length + 1 && line.StartsWith(Name, StringComparison.OrdinalIgnoreCase) && !char.IsLetterOrDigit(line[^1]))
            return line[^1];
        if (line.Contains(';'))
            return Array.TrueForAll(line.Split(';'), field => !field.Contains(',') || DecimalComma.Has(field.Trim())) ? ';' : ',';
        return line.Contains('\t') && !line.Contains(',') ? '\t' : ',';
    }

    /// <summary>The words about a separator that the name of the file does not suggest; null if it does.</summary>
    public static string? Told(string path) =>
        (Of(path), path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase)) switch
        {
            (';', _) => "its fields are separated by semicolons",
            ('\t', false) => "its fields are separated by tabs",
            _ => null,
        };

    /// <summary>Whether a row is the line that names the separator, and no row of the table.</summary>
    public static bool IsNamedBy(IReadOnlyList<string> fields) =>
        fields.Count == 2 && fields[1].Length == 0 && fields[0].Equals(Name, StringComparison.OrdinalIgnoreCase);

    // Without what is quoted.
    private static string FirstLine(Func<Stream> open)
    {
        using Stream stream = open();
        using StreamReader reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, LookedAt);
        StringBuilder line = new();
        bool isQuoted = false;
        for (int i = 0; i < LookedAt && reader.Read() is >= 0 and var next; i++)
        {
            if (next == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && (next is '\n' or '\r'))
                break;
            else if (!isQuoted)
                line.Append((char)next);
        }

        return line.ToString();
    }
}
