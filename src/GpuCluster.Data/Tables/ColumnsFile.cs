using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tables;

/// <summary>
/// Columns beside the data: .csv or .tsv, headings in the first row, then one row for each sample. Where semicolons separate the fields,
/// numbers with a decimal comma are read as such.
/// </summary>
internal static class ColumnsFile
{
    /// <summary>The names of the tables that are read in a folder of images.</summary>
    public static readonly string[] NamesInFolder = ["columns.csv", "columns.tsv"];

    /// <summary>Reads a table with headings.</summary>
    /// <exception cref="UnusableInputException">A row of another length than the headings, a heading twice, or no table.</exception>
    public static TextTable ReadTable(string path, CancellationToken cancellation) =>
        ReadTable(() => InputFile.Open(path), path, cancellation);

    /// <summary>The same through another way to open the file.</summary>
    /// <inheritdoc cref="ReadTable(string, CancellationToken)"/>
    public static TextTable ReadTable(Func<Stream> open, string path, CancellationToken cancellation)
    {
        string[]? names = null;
        List<string[]> rows = [];
        List<int> lines = [];
        foreach (DelimitedRow row in DelimitedText.Rows(open, path, cancellation))
        {
            if (names is null)
            {
                names = row.Fields;
                continue;
            }

            if (row.Fields.Length != names.Length)
            {
                throw new UnusableInputException(
                    $"{path}: row {rows.Count} (line {row.Line}) has {Counted.Of(row.Fields.Length, "field")}, "
                        + $"the headings are {names.Length}; "
                        + "every row needs as many"
                );
            }

            rows.Add(row.Fields);
            lines.Add(row.Line);
        }

        if (names is null)
            throw new UnusableInputException($"{path}: empty; give headings in the first row, then one row for each sample");
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UnusableInputException($"{path}: the heading '{twice.Key}' occurs {twice.Count()} times; give each column its own");
        if (Separator.Of(open, path) == ';')
            PutPoints(names.Length, rows);
        return new TextTable(names, rows, lines);
    }

    /// <summary>
    /// Columns of X.npy are X.columns.csv or X.columns.tsv; those of a folder lie in it under the name columns.csv or columns.tsv. Null
    /// where there are none.
    /// </summary>
    public static string? Beside(string path)
    {
        string stem = Directory.Exists(path) ? Path.Combine(path, "columns") : Path.ChangeExtension(path, ".columns");
        return new[] { $"{stem}.csv", $"{stem}.tsv" }.FirstOrDefault(File.Exists);
    }

    // Only in columns that hold nothing but numbers, one of them with a comma.
    private static void PutPoints(int columns, List<string[]> rows)
    {
        for (int column = 0; column < columns; column++)
        {
            string[] numbers = [.. rows.Select(row => row[column].Trim()).Where(text => text.Length > 0)];
            if (!Array.Exists(numbers, DecimalComma.Has) || !Array.TrueForAll(numbers, IsNumber))
                continue;
            foreach (string[] row in rows)
                row[column] = DecimalComma.WithPoint(row[column]);
        }
    }

    private static bool IsNumber(string text) => DecimalComma.Has(text) || ColumnTypes.TryParse(text, out _);
}
