using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Vectors;

/// <summary>
/// A .csv or .tsv of numbers, with or without headings, as vectors: which columns they are is decided by the first rows
/// (<see cref="NumberPlan"/>) and told. A column label (or as lists name it) holds the classes; the rest are columns. A table with the
/// headings x, y and perhaps z is a layout, as this program writes it.
/// </summary>
internal static class NumberTable
{
    /// <summary>Whether a file is a table of numbers: no heading of files, and at least one column of numbers.</summary>
    public static bool Reads(string path)
    {
        bool isTabbed = path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);
        if ((!isTabbed && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) || !File.Exists(path))
            return false;
        string[][] rows = [.. DelimitedText.Rows(path, CancellationToken.None).Take(NumberPlan.LookedAt).Select(row => row.Fields)];
        if (rows.Length == 0 || ListHeadings.PathIn(rows[0]) >= 0)
            return false;
        NumberPlan plan = NumberPlan.Of(rows);
        // A .tsv without headings is the Embedding Projector's.
        return isTabbed
            ? plan is { HasHeadings: true, Vectors.Length: > 0 } && rows.Length > 1
            : plan.Vectors.Length > 0 || plan.Mixed is not null;
    }

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        NumberPlan? plan = null;
        List<DelimitedRow> first = [];
        Rows? rows = null;
        foreach (DelimitedRow row in DelimitedText.Rows(path, cancellation))
        {
            if (plan is null)
            {
                first.Add(row);
                if (first.Count < NumberPlan.LookedAt)
                    continue;
                (plan, rows) = Begin(path, first, options);
            }
            else
            {
                rows!.Add(row);
            }
        }

        if (plan is null)
            (plan, rows) = Begin(path, first, options);
        return SetOf(path, plan, rows!, options);
    }

    private static (NumberPlan Plan, Rows Rows) Begin(string path, List<DelimitedRow> first, DatasetOptions options)
    {
        NumberPlan plan = NumberPlan.Of([.. first.Select(row => row.Fields)]);
        DelimitedRow[] data = [.. first.Skip(plan.HasHeadings ? 1 : 0)];
        if (plan.Mixed is { } mixed)
            throw MixedCommas(path, plan, data, mixed);
        Rows rows = new(path, plan, options);
        foreach (DelimitedRow row in data)
            rows.Add(row);
        return (plan, rows);
    }

    private static Dataset SetOf(string path, NumberPlan plan, Rows rows, DatasetOptions options)
    {
        if (rows.Count == 0)
            throw new UnusableInputException($"{path}: only headings; give one row of numbers for each sample");
        string name = InputFile.NameOf(path);
        float[] values = rows.TakeValues();
        SampleLabels? labels =
            options.LabelsPath is { } labelsPath ? LabelsFile.Read(labelsPath, rows.Total).Take(rows.Count)
            : plan.Label >= 0 ? LabelClasses.FromTexts(rows.Texts(plan.Label))
            : LabelsFile.Of(path, options, rows.Total, rows.Count);
        int[] others = [.. Enumerable.Range(0, plan.Headings.Length).Where(place => place != plan.Label && !plan.Vectors.Contains(place))];
        string[] headings = [.. plan.Vectors.Select(place => plan.Headings[place])];
        bool isLayout = plan.HasHeadings && headings is ["x", "y"] or ["x", "y", "z"];
        SampleColumn[] columns =
        [
            .. others.Select(place => ColumnTypes.Of(plan.Headings[place], [.. rows.Texts(place).Select(plan.Point)])),
        ];
        if (isLayout)
            columns = [.. columns.Where(column => !IsRowNumber(column))];
        Dataset dataset =
            isLayout && options.As != MatrixUse.Embedding
                ? new LayoutDataset(name, new Layout(rows.Count, headings.Length, values), labels)
                : new EmbeddingDataset(name, new EmbeddingMatrix(rows.Count, headings.Length, values), labels);
        return dataset with { Columns = columns, Notes = isLayout ? [] : [NoteOf(path, plan, headings, columns)] };
    }

    private static UnusableInputException MixedCommas(
        string path,
        NumberPlan plan,
        DelimitedRow[] data,
        (int Place, int Comma, int Point) mixed
    )
    {
        string Told(int row) => $"'{data[row].Fields[mixed.Place].Trim()}' in row {row} (line {data[row].Line})";
        return new UnusableInputException(
            $"{path}: '{plan.Headings[mixed.Place]}' has a decimal comma, {Told(mixed.Comma)}, and a decimal point, {Told(mixed.Point)}; "
                + "write all numbers with a decimal point"
        );
    }

    private static bool IsRowNumber(SampleColumn column) =>
        column is NumericColumn { Name: "index" } numbers && !numbers.Values.Where((value, row) => value != row).Any();

    private static DatasetNote NoteOf(string path, NumberPlan plan, string[] headings, SampleColumn[] columns)
    {
        string vectors =
            headings.Length == 1 ? $"the column '{headings[0]}'" : $"{headings.Length} columns, '{headings[0]}' to '{headings[^1]}'";
        string label = plan.Label < 0 ? "" : $", the classes '{plan.Headings[plan.Label]}'";
        string others =
            columns.Length == 0 ? "" : $"; {string.Join(", ", columns.Take(5).Select(column => $"'{column.Name}'"))} are no part of them";
        string form = string.Concat(
            new[]
            {
                plan.HasHeadings ? null : "the first line is a sample",
                Separator.Told(path),
                plan.HasDecimalCommas ? "commas in numbers are decimal" : null,
            }
                .OfType<string>()
                .Select(part => $"; {part}")
        );
        return new DatasetNote($"{path}: the vectors are {vectors}{label}{others}{form}");
    }

    /// <summary>The rows so far.</summary>
    private sealed class Rows(string path, NumberPlan plan, DatasetOptions options)
    {
        private readonly List<string>[] _texts = [.. plan.Headings.Select(_ => new List<string>())];
        private readonly bool[] _areVectors =
        [
            .. Enumerable.Range(0, plan.Headings.Length).Select(place => Array.IndexOf(plan.Vectors, place) >= 0),
        ];

        private float[] _values = [];
        private int _used;

        /// <summary>Rows that were taken.</summary>
        public int Count { get; private set; }

        /// <summary>All rows, those beyond the limit included.</summary>
        public long Total { get; private set; }

        public void Add(DelimitedRow row)
        {
            if (row.Fields.Length != plan.Headings.Length)
            {
                throw new UnusableInputException(
                    $"{path}: row {Total} (line {row.Line}) has {Counted.Of(row.Fields.Length, "field")}, "
                        + $"the first has {plan.Headings.Length}; "
                        + (
                            MayHaveDecimalCommas(row)
                                ? "where numbers have a decimal comma, separate the fields by semicolons"
                                : "every row needs as many"
                        )
                );
            }

            Total++;
            if (Count == options.Limit)
                return;
            if (_used + plan.Vectors.Length > _values.Length)
                Grow();
            for (int place = 0; place < row.Fields.Length; place++)
            {
                if (_areVectors[place])
                    _values[_used++] = Parse(row, place);
                else
                    _texts[place].Add(row.Fields[place]);
            }

            Count++;
        }

        public string[] Texts(int place) => [.. _texts[place]];

        public float[] TakeValues()
        {
            Array.Resize(ref _values, _used);
            return _values;
        }

        // "1,5,2,5" below two headings.
        private bool MayHaveDecimalCommas(DelimitedRow row) =>
            row.Fields.Length > plan.Headings.Length
            && Separator.Of(path) == ','
            && Array.TrueForAll(row.Fields, field => ColumnTypes.TryParse(field.Trim(), out _));

        private void Grow()
        {
            float[] larger = HostMemory.Allocate<float>(Math.Max(_used + plan.Vectors.Length, Math.Min(2L * _used, Array.MaxLength)), path);
            _values.AsSpan(0, _used).CopyTo(larger);
            _values = larger;
        }

        private float Parse(DelimitedRow row, int place)
        {
            string field = row.Fields[place].Trim();
            if (ColumnTypes.TryParse(plan.Point(field), out double number) && float.IsFinite((float)number))
                return (float)number;
            string fault = field.Length == 0 ? "is empty" : "is no finite number";
            throw new UnusableInputException(
                $"{path}: row {Total - 1} (line {row.Line}): '{plan.Headings[place]}' {fault}; leave such rows out, or write numbers "
                    + "with a decimal point"
            );
        }
    }
}
