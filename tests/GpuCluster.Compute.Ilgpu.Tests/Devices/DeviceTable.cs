using System.Globalization;
using System.Text;

namespace GpuCluster.Compute.Ilgpu.Tests.Devices;

/// <summary>
/// The README's table of what ran on which device: a row for each stage with its kernels, one for each whole layout, a column for each
/// device. Columns of devices that a record has not seen stay as they are, so that each machine adds its own.
/// </summary>
internal sealed class DeviceTable
{
    public const string Begin = "<!-- devices: written by tests/devices/table.sh -->",
        End = "<!-- devices end -->";

    private const string RanWith = "run with";

    /// <summary>Figures of two machines differ in their last digits.</summary>
    private const double FigureTolerance = 0.01;

    /// <summary>
    /// Each kernel's class, without "Kernel", by the stage that it belongs to. A class that is not here gets a row of its own.
    /// </summary>
    private static readonly (string Stage, string[] Classes)[] Stages =
    [
        ("neighbours", ["CentreRows", "DotTile", "MergeTop", "RefineDistance", "SortNeighbours", "RestoreOrder"]),
        ("fuzzy graph", ["SmoothKnnDistance", "MembershipStrength", "UnionDegree", "UnionFill", "SortRows"]),
        ("UMAP epoch `vertex-serial`", ["UmapHeads", "UmapTails"]),
        ("UMAP epoch `edge-atomic`", ["EdgeAtomicEpoch"]),
        ("UMAP epoch `fixed-point`", ["FixedPointEpoch"]),
        ("UMAP epoch `gather`", ["GatherEpoch"]),
        ("UMAP loss, positions", ["UmapLoss", "ScatterPositions", "PlacePoints"]),
        ("t-SNE epoch", ["TsneRepulsion", "TsneMove", "SumFloat4", "CentrePoints", "CopyPoints"]),
        ("cosines", ["NormaliseRows", "SimilarityRow", "TransposeTile", "MeanRows"]),
        ("peaks", ["MultiplyAddPeak", "ReadPeak"]),
    ];

    private readonly List<string> _columns = [];
    private readonly List<Row> _rows = [];

    /// <summary>The lines of a README between the marks, or an empty table where they hold none.</summary>
    /// <exception cref="FormatException">The marks are missing.</exception>
    public static DeviceTable Parse(string readme)
    {
        DeviceTable table = new();
        string[][] lines =
        [
            .. Inside(readme)
                .Split('\n')
                .Where(line => line.StartsWith('|'))
                .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
        ];
        if (lines.Length < 2)
            return table;
        table._columns.AddRange(lines[0][2..]);
        foreach (string[] line in lines[2..])
        {
            Row row = new(line[0], line[1]);
            for (int i = 2; i < line.Length; i++)
                row.Cells[table._columns[i - 2]] = line[i];
            table._rows.Add(row);
        }

        return table;
    }

    /// <summary>The table of a record alone.</summary>
    /// <param name="record">What ran.</param>
    /// <param name="kernels">Class.Method of every kernel there is.</param>
    /// <param name="runtime">.NET's version.</param>
    /// <param name="date">When it ran.</param>
    public static DeviceTable Of(IReadOnlyCollection<DeviceRecordLine> record, IEnumerable<string> kernels, string runtime, DateOnly date)
    {
        DeviceTable table = new();
        table._columns.AddRange(record.Select(line => line.Column).Distinct(StringComparer.Ordinal));
        Row ran = new(RanWith, "");
        table._rows.Add(ran);
        foreach (
            IGrouping<string, string> stage in kernels
                .GroupBy(StageOf)
                .OrderBy(stage => Array.FindIndex(Stages, each => each.Stage == stage.Key) is var at && at < 0 ? int.MaxValue : at)
        )
        {
            table._rows.Add(
                new Row(
                    stage.Key,
                    string.Join(", ", stage.Select(ShortName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                )
                {
                    Kernels = [.. stage],
                }
            );
        }

        table._rows.AddRange(
            record
                .Where(line => line.Figure.Length > 0)
                .Select(line => NameOf(line.Figure))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => new Row(name, "whole layout"))
        );
        foreach (string column in table._columns)
        {
            List<DeviceRecordLine> lines = [.. record.Where(line => line.Column == column)];
            HashSet<string> seen = lines.Select(line => line.Kernel).ToHashSet(StringComparer.Ordinal);
            ran.Cells[column] =
                $"{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {lines[0].Driver}, ILGPU {lines[0].Ilgpu}, .NET {runtime}";
            foreach (Row row in table._rows.Where(row => row.Kernels.Length > 0))
                row.Cells[column] = Array.TrueForAll(row.Kernels, seen.Contains) ? "right" : "not run";
            foreach (string figure in lines.Select(line => line.Figure).Where(figure => figure.Length > 0))
                table._rows.Single(row => row.Name == NameOf(figure)).Cells[column] = figure[(NameOf(figure).Length + 2)..];
        }

        return table;
    }

    /// <summary>This table with the columns of <paramref name="older"/> that it lacks.</summary>
    public DeviceTable With(DeviceTable older)
    {
        foreach (string column in older._columns.Except(_columns, StringComparer.Ordinal).ToArray())
        {
            _columns.Add(column);
            foreach (Row row in older._rows.Where(row => row.Cells.ContainsKey(column)))
            {
                if (_rows.Find(each => each.Name == row.Name) is { } mine)
                    mine.Cells[column] = row.Cells[column];
            }
        }

        return this;
    }

    /// <summary>
    /// How a table that stands in a README differs from what this, a record's, says of the devices in both; null where it does not. The
    /// date does not count, nor do last digits.
    /// </summary>
    public string? DifferenceFrom(DeviceTable standing)
    {
        if (standing._columns.Count == 0)
            return "there is no table yet";
        foreach (string column in _columns.Intersect(standing._columns, StringComparer.Ordinal))
        {
            if (
                standing
                    ._rows.Where(row => row.Cells.GetValueOrDefault(column) is { Length: > 0 })
                    .Select(row => row.Name)
                    .Except(_rows.Select(row => row.Name), StringComparer.Ordinal)
                    .FirstOrDefault() is
                { } gone
            )
            {
                return $"{gone}: no longer run";
            }

            foreach (Row row in _rows)
            {
                Row? other = standing._rows.Find(each => each.Name == row.Name);
                string now = row.Cells.GetValueOrDefault(column, ""),
                    then = other?.Cells.GetValueOrDefault(column, "") ?? "";
                if (row.Kernel != other?.Kernel)
                    return $"{row.Name}: {row.Kernel} instead of {other?.Kernel ?? "nothing"}";
                if (
                    row.Name == RanWith
                        ? now[(now.IndexOf(':', StringComparison.Ordinal) + 1)..]
                            != then[(then.IndexOf(':', StringComparison.Ordinal) + 1)..]
                        : !SameFigures(now, then)
                )
                {
                    return $"{row.Name}, {column}: \"{now}\" instead of \"{then}\"";
                }
            }
        }

        return null;
    }

    /// <summary>The README with this table between the marks.</summary>
    public string WrittenInto(string readme)
    {
        string old = Inside(readme);
        StringBuilder text = new(
            $"\n| what | kernels | {string.Join(" | ", _columns)} |\n|---|---|{string.Concat(Enumerable.Repeat("---|", _columns.Count))}\n"
        );
        foreach (Row row in _rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Name} | {row.Kernel} | "
                    + $"{string.Join(" | ", _columns.Select(column => row.Cells.GetValueOrDefault(column, "")))} |\n"
            );
        }

        int at = readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return readme[..at] + text + readme[(at + old.Length)..];
    }

    private static string Inside(string readme)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal),
            end = readme.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? readme[(begin + Begin.Length)..end]
            : throw new FormatException($"the README has no place for the table of devices: {Begin} and {End}");
    }

    private static string StageOf(string kernel) =>
        Array.Find(Stages, stage => stage.Classes.Contains(ShortName(kernel), StringComparer.Ordinal)).Stage ?? ShortName(kernel);

    /// <summary>Of "UmapHeadsKernel.Run": "UmapHeads".</summary>
    private static string ShortName(string kernel)
    {
        string type = kernel.Split('.')[0];
        return type.EndsWith("Kernel", StringComparison.Ordinal) ? type[..^"Kernel".Length] : type;
    }

    private static string NameOf(string figure) => figure[..figure.IndexOf(": ", StringComparison.Ordinal)];

    private static bool SameFigures(string x, string y)
    {
        string[] now = x.Split(' '),
            then = y.Split(' ');
        return now.Length == then.Length
            && now.Zip(then)
                .All(pair =>
                    pair.First == pair.Second
                    || (Number(pair.First) is { } a && Number(pair.Second) is { } b && Math.Abs(a - b) <= FigureTolerance)
                );
    }

    private static double? Number(string word) =>
        double.TryParse(word.Trim('(', ')', ','), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null;

    private sealed record Row(string Name, string Kernel)
    {
        public string[] Kernels { get; init; } = [];

        public Dictionary<string, string> Cells { get; } = new(StringComparer.Ordinal);
    }
}
