using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Trees;

/// <summary>
/// The table _classes.csv that Roboflow writes for images of several classes: a column of files, then one for each class with 1 where
/// an image is of it. Where every image is of exactly one, that is its class.
/// </summary>
internal static class ClassMarks
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "_classes.csv";

    /// <summary>Of a column of labels, and of one of sets of them.</summary>
    private const string ClassHeading = "class",
        SetHeading = "classes";

    /// <summary>The table with one column in place of those of the classes: the names of an image's classes, with commas between; its
    /// heading is that of labels where each image has one.</summary>
    /// <returns>The table itself if it holds other values.</returns>
    public static TextTable Joined(TextTable table)
    {
        int names = ListHeadings.PathIn(table.Headings);
        int[] marks = [.. Enumerable.Range(0, table.Headings.Count).Where(place => place != names)];
        if (names < 0 || !table.Rows.All(row => marks.All(place => row[place] is "0" or "1")))
            return table;
        bool isOneEach = table.Rows.All(row => marks.Count(place => row[place] is "1") == 1);
        return table with
        {
            Headings = [table.Headings[names], isOneEach ? ClassHeading : SetHeading],
            Rows =
            [
                .. table.Rows.Select(row =>
                    (string[])
                        [row[names], string.Join(", ", marks.Where(place => row[place] is "1").Select(place => table.Headings[place]))]
                ),
            ],
        };
    }
}
