using System.Globalization;

namespace GpuCluster.Data.Tables;

/// <summary>
/// Which columns of a table of numbers are the vectors, if each feature has a column of its own. Columns that are numbered through, such as
/// "d0" to "d511", if they are nearly all; else every column of numbers but the class and the number of the row.
/// </summary>
internal static class WideColumns
{
    private const int ManyNumbered = 16;
    private const int MinNumbered = 3;

    /// <summary>Chooses.</summary>
    /// <param name="headings">The names of all columns.</param>
    /// <param name="areNumbers">Which hold numbers.</param>
    /// <param name="label">The column of classes, or -1.</param>
    /// <returns>Places of the columns, ascending.</returns>
    public static int[] Of(IReadOnlyList<string> headings, IReadOnlyList<bool> areNumbers, int label)
    {
        int[] numbers =
        [
            .. Enumerable.Range(0, headings.Count).Where(place => areNumbers[place] && place != label && !IsRowNumber(headings[place])),
        ];
        int[][] numbered =
        [
            .. numbers
                .Select(place => (Place: place, Digits: DigitsOf(headings[place])))
                .Where(each => each.Digits is > 0 and < 10)
                .GroupBy(
                    each => headings[each.Place][..^each.Digits],
                    each => (each.Place, Number: int.Parse(headings[each.Place][^each.Digits..], CultureInfo.InvariantCulture))
                )
                .Where(group => group.Count() >= MinNumbered && AreConsecutive([.. group.Select(each => each.Number)]))
                .Select(group => group.Select(each => each.Place).ToArray()),
        ];
        return numbered.Length == 1 && (numbered[0].Length >= ManyNumbered || numbered[0].Length * 4 >= numbers.Length * 3)
            ? numbered[0]
            : numbers;
    }

    /// <summary>Whether numbers are 0, 1, 2, … or 1, 2, 3, ….</summary>
    public static bool AreConsecutive(IReadOnlyList<int> numbers) =>
        numbers.Count > 0 && numbers[0] is 0 or 1 && numbers.Select((number, i) => number - i).All(first => first == numbers[0]);

    // What pandas calls the column of its index, and what our own layouts call it.
    private static bool IsRowNumber(string heading) =>
        heading.Trim().ToLowerInvariant() is "" or "index" or "id" or "unnamed: 0" or "__index_level_0__";

    private static int DigitsOf(string heading)
    {
        int digits = 0;
        while (digits < heading.Length && char.IsAsciiDigit(heading[^(digits + 1)]))
            digits++;
        return digits;
    }
}
