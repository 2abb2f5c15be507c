using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Readers;

/// <summary>
/// Adds the columns of a table beside the data. If the table names files and the samples are files, a row belongs to the file it names;
/// else a table that begins with the column index gives each row's sample; else row i belongs to the i-th row or file of the data, those
/// that were left out included. The columns with which tables of samples begin (<see cref="SampleHeading"/>) are not added: they are the
/// data's own.
/// </summary>
internal static class ColumnJoin
{
    private const NumberStyles Style = NumberStyles.None;

    /// <summary>Adds the columns.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="data">The path they were read from.</param>
    /// <param name="file">The table.</param>
    /// <param name="options">How the data was read.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">The table is damaged, or does not fit the samples.</exception>
    public static Dataset Add(Dataset dataset, string data, string file, DatasetOptions options, CancellationToken cancellation)
    {
        TextTable table = ColumnsFile.ReadTable(file, cancellation);
        int names = ListHeadings.PathIn(table.Headings);
        bool isNumbered = table.Headings[0].Equals(SampleHeading.Index, StringComparison.OrdinalIgnoreCase);
        if (names >= 0 && dataset.Paths is { } paths && !(isNumbered && IsOfTheseSamples(dataset, table, names)))
        {
            bool isWhole = options.Limit is null || dataset.SourcePaths is not null;
            return WithoutLabels(ByPath(dataset, paths, data, file, table, names, isWhole), file, table);
        }

        return isNumbered
            ? WithoutLabels(ByIndex(dataset, file, table, names, options), file, table)
            : ByRow(dataset, data, file, table, options);
    }

    // The same data read the same way: numbers then also tell rows of one file apart that the data lists twice.
    private static bool IsOfTheseSamples(Dataset dataset, TextTable table, int names)
    {
        IReadOnlyList<string> paths = SampleHeading.PathsOf(dataset)!;
        return table.Rows.All(row =>
            int.TryParse(row[0], Style, null, out int index)
            && index < dataset.Rows.Count
            && (dataset.Rows.SampleAt(index) is not { } sample || paths[sample] == row[names])
        );
    }

    private static Dataset ByIndex(Dataset dataset, string file, TextTable table, int names, DatasetOptions options)
    {
        int[] rowOf = RowsByIndex(dataset, file, table, isWhole: options.Limit is null || dataset.Rows.Count < options.Limit);
        int missing = rowOf.Count(row => row < 0);
        string[] TextsOf(int place) => [.. rowOf.Select(row => row < 0 ? "" : table.Rows[row][place])];
        string[]? files = names >= 0 && dataset is EmbeddingDataset { Files: null } ? BesideFiles.TryResolve(file, TextsOf(names)) : null;
        IEnumerable<SampleColumn> columns = table
            .Headings.Index()
            .Where(heading =>
                heading.Index > 0 && (heading.Index != names || files is null && dataset.Paths is null) && !IsLabel(heading.Item)
            )
            .Select(heading => ColumnTypes.Of(heading.Item, TextsOf(heading.Index)));
        Dataset joined = dataset with
        {
            Columns = SampleColumns.Together(dataset.Columns, [.. columns]),
            Warnings =
                missing == 0
                    ? dataset.Warnings
                    : [.. dataset.Warnings, $"{file}: {missing} of {Counted.Of(rowOf.Length, "sample")} have no row, and no values"],
        };
        return joined is EmbeddingDataset vectors && files is not null ? vectors with { Files = files } : joined;
    }

    // The row of each sample, or -1.
    private static int[] RowsByIndex(Dataset dataset, string file, TextTable table, bool isWhole)
    {
        int[] rowOf = new int[dataset.Count];
        Array.Fill(rowOf, -1);
        for (int row = 0; row < table.Rows.Count; row++)
        {
            string text = table.Rows[row][0];
            string place = $"{file}: line {table.Lines[row]}: {SampleHeading.Index} '{text}'";
            if (!int.TryParse(text, Style, null, out int index))
                throw new UnusableInputException($"{place} is no sample's number, which counts from 0; name the column otherwise");
            if (index >= dataset.Rows.Count && isWhole)
            {
                throw new UnusableInputException(
                    $"{place}: the data has {Counted.Of(dataset.Rows.Count, "sample")}, 0 to {dataset.Rows.Count - 1}; "
                        + "give the table of this data, or "
                        + "name the column otherwise if it is no sample's number"
                );
            }

            // Rows without a vector are no samples.
            if (dataset.Rows.SampleAt(index) is not { } sample)
                continue;
            if (rowOf[sample] >= 0)
            {
                throw new UnusableInputException(
                    $"{place}: line {table.Lines[rowOf[sample]]} is of the same sample; leave one row for each"
                );
            }

            rowOf[sample] = row;
        }

        return rowOf;
    }

    private static bool IsLabel(string heading) => heading.Equals(SampleHeading.Label, StringComparison.OrdinalIgnoreCase);

    // Labels that no data has would vanish in silence.
    private static Dataset WithoutLabels(Dataset dataset, string file, TextTable table) =>
        dataset.Labels is not null || !table.Headings.Any(IsLabel)
            ? dataset
            : dataset with
            {
                Warnings =
                [
                    .. dataset.Warnings,
                    $"{file}: its column '{SampleHeading.Label}' is left out: it stands for labels of the data, which has none; name it "
                        + "otherwise to have it as a column",
                ],
            };

    private static Dataset ByRow(Dataset dataset, string data, string file, TextTable table, DatasetOptions options)
    {
        int count = dataset.SourceCount ?? dataset.Count;
        bool isWhole = dataset.SourceCount is not null || options.Limit is null || dataset.Count < options.Limit;
        if (table.Rows.Count < count || (isWhole && table.Rows.Count > count))
        {
            throw new UnusableInputException(
                $"{file}: {Counted.Of(table.Rows.Count, "row")} below the headings, "
                    + $"where the data has {Counted.Of(count, "sample")}; give one row for each"
            );
        }

        IReadOnlyList<int> rows = dataset.SourceRows ?? [.. Enumerable.Range(0, dataset.Count)];
        SampleColumn[] columns = [.. table.Headings.Select((name, i) => ColumnTypes.Of(name, [.. rows.Select(row => table.Rows[row][i])]))];
        Dataset joined = dataset with { Columns = SampleColumns.Together(dataset.Columns, columns) };
        if (joined is ImageFileDataset && Directory.Exists(data))
        {
            string order = $"{file}: its rows are taken in the order of the files' names; give it a column 'path' to join by name";
            joined = joined with { Notes = [.. joined.Notes, new DatasetNote(order)] };
        }

        TextColumn? names = columns.OfType<TextColumn>().FirstOrDefault(column => column.Name == ListHeadings.Path);
        return joined is EmbeddingDataset { Files: null } vectors && names is not null
            ? vectors with
            {
                Files = BesideFiles.TryResolve(file, names.Values),
            }
            : joined;
    }

    // Samples are among the files of the source; rows of files that were left out are dropped with them.
    private static Dataset ByPath(
        Dataset dataset,
        IReadOnlyList<string> paths,
        string data,
        string file,
        TextTable table,
        int names,
        bool isWhole
    )
    {
        string[] texts = [.. table.Rows.Select(row => row[names])];
        string within = Directory.Exists(data) ? Path.GetFullPath(data) : Path.GetDirectoryName(Path.GetFullPath(data))!;
        // Names inside a larger file are relative to it; paths of files are as the program found them.
        string origin = dataset is ImageFileDataset { Names: not null } ? within : Environment.CurrentDirectory;
        HashSet<string> known = [.. (dataset.SourcePaths ?? paths).Select(path => FullPath(path, origin))];
        Dictionary<string, int> rowOf = RowsByFile(known, within, data, file, table, texts);
        int[] rows = [.. paths.Select(path => rowOf.GetValueOrDefault(FullPath(path, origin), -1))];
        int missing = rows.Count(row => row < 0);
        if (missing == rows.Length)
        {
            string example = texts.Length == 0 ? "it has none" : $"line {table.Lines[0]} names '{texts[0]}'";
            throw new UnusableInputException(
                $"{file}: no row names a file of {data}; {example}, the first file is {paths[0]}; write paths relative "
                    + "to the table, or run the command where the table was made"
            );
        }

        List<string> warnings = [.. dataset.Warnings];
        if (missing > 0)
        {
            string without = Listing.Of([.. paths.Where((_, i) => rows[i] < 0)]);
            warnings.Add($"{file}: {missing} of {rows.Length} files have no row, and no values: {without}");
        }

        int[] strange = [.. rowOf.Where(each => !known.Contains(each.Key)).Select(each => each.Value).Order()];
        if (isWhole && strange.Length > 0)
        {
            string listed = Listing.Of([.. strange.Select(row => $"line {table.Lines[row]}: {texts[row]}")]);
            warnings.Add($"{file}: {strange.Length} rows name no file of the data: {listed}");
        }

        IEnumerable<SampleColumn> columns = table
            .Headings.Index()
            .Where(heading => heading.Index != names && !IsLabel(heading.Item))
            .Where(heading => heading.Index > 0 || !heading.Item.Equals(SampleHeading.Index, StringComparison.OrdinalIgnoreCase))
            .Select(heading => ColumnTypes.Of(heading.Item, [.. rows.Select(row => row < 0 ? "" : table.Rows[row][heading.Index])]));
        return dataset with { Columns = SampleColumns.Together(dataset.Columns, [.. columns]), Warnings = warnings };
    }

    // Names are relative to the table, as in lists, or to the folder of the data, where the table lies elsewhere, or to the archive.
    private static Dictionary<string, int> RowsByFile(
        HashSet<string> known,
        string within,
        string data,
        string file,
        TextTable table,
        string[] texts
    )
    {
        string beside = Path.GetDirectoryName(Path.GetFullPath(file))!;
        Func<string, string>[] roots =
        [
            text => FullPath(text, beside),
            text => FullPath(text, within),
            text => SourceAddress.OfEntry(Path.GetFullPath(data), text),
            // Tables that a command wrote name files as seen from where it ran.
            text => FullPath(text, Environment.CurrentDirectory),
        ];
        Func<string, string> pathOf = roots.MaxBy(root => texts.Count(text => known.Contains(root(text))))!;
        Dictionary<string, int> rowOf = new(StringComparer.Ordinal);
        for (int row = 0; row < texts.Length; row++)
        {
            if (texts[row].Length > 0 && !rowOf.TryAdd(pathOf(texts[row]), row))
            {
                int first = rowOf[pathOf(texts[row])];
                throw new UnusableInputException(
                    $"{file}: lines {table.Lines[first]} and {table.Lines[row]} both name '{texts[row]}'; leave one row for each file"
                );
            }
        }

        return rowOf;
    }

    // Files may hold any character; no path has a NUL.
    private static string FullPath(string name, string folder) =>
        Path.GetFullPath(name.Replace("\0", "", StringComparison.Ordinal), folder);
}
