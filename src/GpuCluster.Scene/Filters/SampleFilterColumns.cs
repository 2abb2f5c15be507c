using GpuCluster.Core.Samples;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Filters;

/// <summary>The columns that a filter of samples can name: their classes, files, own columns, marks and selection.</summary>
internal static class SampleFilterColumns
{
    /// <param name="facts">What is known of the samples.</param>
    /// <param name="selected">Returns the selection.</param>
    /// <param name="marks">Returns the marks.</param>
    public static FilterColumns Of(SampleFacts facts, Func<PointSet> selected, Func<SampleMarks> marks)
    {
        List<FilterColumn> columns = [];
        if (facts.Labels is { } labels)
        {
            Lazy<CodedText> classes = new(() => CodedText.Of(labels));
            columns.Add(new TextFilterColumn("class", () => classes.Value) { IsSearched = true });
            columns.Add(new TextFilterColumn("label", () => classes.Value) { IsAlias = true });
        }

        Lazy<CodedText> names = new(() => CodedText.Of(NamesOf(facts)));
        columns.Add(new TextFilterColumn("name", () => names.Value));
        if (facts.Paths is { } paths)
        {
            Lazy<CodedText> files = new(() => CodedText.Of(paths));
            columns.Add(new TextFilterColumn("path", () => files.Value) { IsSearched = true });
        }

        Lazy<double[]> rows = new(() => [.. Enumerable.Range(0, facts.Count).Select(index => (double)facts.RowOf(index))]);
        columns.Add(new NumericFilterColumn("index", () => rows.Value));
        columns.Add(new TextFilterColumn(SampleFacts.TagColumn, Live(() => marks().Tags)) { IsSearched = true, IsLive = true });
        columns.Add(new TextFilterColumn(SampleFacts.ClassColumn, Live(() => marks().Classes)) { IsSearched = true, IsLive = true });
        columns.Add(new SetFilterColumn("confirmed", () => marks().Confirmed) { IsLive = true });
        columns.Add(new SetFilterColumn("selected", selected));
        foreach (SampleColumn column in facts.Columns.Where(column => !SampleFacts.IsMark(column)))
        {
            string name = columns.Exists(other => other.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase))
                ? $"column {column.Name}"
                : column.Name;
            if (column is NumericColumn numbers)
            {
                columns.Add(new NumericFilterColumn(name, () => numbers.Values) { IsSearched = true });
                continue;
            }

            Lazy<CodedText> texts = new(() => CodedText.Of(((TextColumn)column).Values));
            columns.Add(new TextFilterColumn(name, () => texts.Value) { IsSearched = true });
        }

        return new FilterColumns(facts.Count, columns);
    }

    // The file's own name; the folders above it are its path.
    private static string[] NamesOf(SampleFacts facts)
    {
        string[] names = new string[facts.Count];
        for (int i = 0; i < names.Length; i++)
        {
            string name = facts.Paths is { } paths ? paths[i] : facts.NameOf(i);
            names[i] = facts.Paths is null ? name : name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        }

        return names;
    }

    private static Func<CodedText> Live(Func<PointNames> names)
    {
        (PointNames Of, CodedText Texts)? known = null;
        return () =>
        {
            PointNames now = names();
            if (known is not { } made || !ReferenceEquals(made.Of, now))
                known = made = (now, CodedText.Of(now));
            return made.Texts;
        };
    }
}
