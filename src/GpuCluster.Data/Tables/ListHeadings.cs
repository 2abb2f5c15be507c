using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Tables;

/// <summary>The meaning of a table's columns, by their names in any case.</summary>
internal static class ListHeadings
{
    /// <summary>The heading that this program writes for the column of files.</summary>
    public const string Path = "path";

    /// <summary>Names of the column of files; the first that occurs is used.</summary>
    private static readonly string[] PathNames = [Path, "file", "filename", "file_name", "filepath", "file_path", "image", "image_path"];

    private static readonly string[] LabelNames = ["label", "labels", "class", "category", "target", "cls"];

    /// <summary>The place of the column of files, or -1.</summary>
    public static int PathIn(IReadOnlyList<string> headings) => PlaceOf(PathNames, headings);

    /// <summary>The place of the column of classes, or -1.</summary>
    public static int LabelIn(IReadOnlyList<string> headings) => PlaceOf(LabelNames, headings);

    /// <summary>The error for a table without a column of files.</summary>
    public static UnusableInputException NoPaths(string path, IReadOnlyList<string> headings) =>
        new(
            $"{path}: no column of files: its headings are {string.Join(", ", headings.Take(20).Select(heading => $"'{heading}'"))}; "
                + $"name one 'path' (or {string.Join(", ", PathNames[1..].Select(name => $"'{name}'"))}), and one 'label' where there are "
                + "classes"
        );

    private static int PlaceOf(string[] names, IReadOnlyList<string> headings)
    {
        foreach (string name in names)
        {
            for (int place = 0; place < headings.Count; place++)
            {
                if (headings[place].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                    return place;
            }
        }

        return -1;
    }
}
