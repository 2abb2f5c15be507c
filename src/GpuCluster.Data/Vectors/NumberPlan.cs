using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Vectors;

/// <summary>What the columns of a text table of numbers mean, by its first rows.</summary>
internal sealed class NumberPlan
{
    /// <summary>Rows that are looked at.</summary>
    public const int LookedAt = 100;

    private NumberPlan(IReadOnlyList<string[]> rows)
    {
        HasHeadings = FirstIsHeadings(rows);
        string[][] data = [.. rows.Skip(HasHeadings ? 1 : 0)];
        Headings = HasHeadings
            ? [.. rows[0].Select(heading => heading.Trim())]
            : [.. Enumerable.Range(0, rows[0].Length).Select(place => $"column {place}")];
        HasDecimalCommas = AreDecimalCommas(data);
        bool[] areNumbers = [.. Enumerable.Range(0, Headings.Length).Select(place => IsColumnOfNumbers(data, place))];
        Label = HasHeadings ? ListHeadings.LabelIn(Headings) : -1;
        int[] texts = [.. Enumerable.Range(0, Headings.Length).Where(place => !areNumbers[place] && data.Any(row => At(row, place) != ""))];
        // Without headings, a class stands beside the numbers, as in the tables of the UCI repository.
        if (Label < 0 && !HasHeadings && texts.Length == 1)
            Label = texts[0];
        Vectors = WideColumns.Of(Headings, areNumbers, Label);
        Mixed = MixedIn(data);
    }

    /// <summary>Whether the first row names the columns.</summary>
    public bool HasHeadings { get; }

    /// <summary>Whether numbers have a decimal comma.</summary>
    public bool HasDecimalCommas { get; }

    /// <summary>The names of the columns, made up if the file has none.</summary>
    public string[] Headings { get; }

    /// <summary>The place of the column of classes, or -1.</summary>
    public int Label { get; }

    /// <summary>The places of the columns that make the vectors, ascending; empty if there are none.</summary>
    public int[] Vectors { get; }

    /// <summary>
    /// The first column whose numbers have a decimal comma in some rows and a point in others, with a row below the headings for each;
    /// null if there is none.
    /// </summary>
    public (int Place, int Comma, int Point)? Mixed { get; }

    /// <summary>Looks at the first rows.</summary>
    public static NumberPlan Of(IReadOnlyList<string[]> rows) => new(rows);

    /// <summary>A field as it is parsed.</summary>
    public string Point(string field) => HasDecimalCommas && DecimalComma.Has(field) ? DecimalComma.WithPoint(field) : field;

    private static string At(string[] row, int place) => place < row.Length ? row[place].Trim() : "";

    private static bool IsNumber(string field) => ColumnTypes.TryParse(field.Trim(), out _) || DecimalComma.Has(field.Trim());

    // Names are no numbers, or they count the columns, as pandas does.
    private static bool FirstIsHeadings(IReadOnlyList<string[]> rows)
    {
        string[] numbers = [.. rows[0].Select(field => field.Trim()).Where(IsNumber)];
        if (numbers.Length == 0 || rows.Count < 2)
            return numbers.Length == 0;
        return numbers.Length > 1
            && ColumnTypes.TryParse(numbers[0], out double first)
            && first is 0 or 1
            && AreCounted(rows[0])
            && !AreCounted(rows[1]);
    }

    // Whether all numbers of a row are 0, 1, 2, … A table whose second row counts on is data: 0 1 2, then 3 4 5.
    private static bool AreCounted(string[] row)
    {
        string[] numbers = [.. row.Select(field => field.Trim()).Where(IsNumber)];
        int[] whole = [.. numbers.Where(field => int.TryParse(field, out _)).Select(int.Parse)];
        return whole.Length == numbers.Length
            && whole.Length > 0
            && WideColumns.AreConsecutive([.. whole.Select(number => number - whole[0])]);
    }

    private static bool AreDecimalCommas(string[][] data)
    {
        bool has = false,
            areSure = false;
        foreach (string field in data.SelectMany(row => row).Select(field => field.Trim()))
        {
            if (field.Contains('.') && ColumnTypes.TryParse(field, out _))
                return false;
            bool hasComma = DecimalComma.Has(field);
            has |= hasComma;
            areSure |= hasComma && !DecimalComma.IsAmbiguous(field);
        }

        return has && areSure;
    }

    // A comma that may stand between thousands is none of a decimal number, and labels may be any text.
    private (int Place, int Comma, int Point)? MixedIn(string[][] data)
    {
        foreach (int place in Enumerable.Range(0, Headings.Length).Where(place => place != Label))
        {
            string[] fields = [.. data.Select(row => At(row, place))];
            int comma = Array.FindIndex(fields, field => DecimalComma.Has(field) && !DecimalComma.IsAmbiguous(field)),
                point = Array.FindIndex(fields, field => field.Contains('.') && ColumnTypes.TryParse(field, out _));
            if (comma >= 0 && point >= 0 && Array.TrueForAll(fields, field => field.Length == 0 || IsNumber(field)))
                return (place, comma, point);
        }

        return null;
    }

    private bool IsColumnOfNumbers(string[][] data, int place)
    {
        bool hasNumber = false;
        foreach (string field in data.Select(row => At(row, place)).Where(field => field.Length > 0))
        {
            if (!ColumnTypes.TryParse(Point(field), out _) && !field.Equals("nan", StringComparison.OrdinalIgnoreCase))
                return false;
            hasNumber = true;
        }

        return hasNumber;
    }
}
