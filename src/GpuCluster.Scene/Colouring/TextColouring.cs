using GpuCluster.Core.Samples;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// Colour by a column of text, the most frequent values first; what has no value, and values beyond
/// <see cref="CategoryColouring.MaxEntries"/>, are grey.
/// </summary>
public sealed class TextColouring : CategoryColouring
{
    public TextColouring(TextColumn column)
        : this(column.Name, Sort(column.Values)) { }

    private TextColouring(string name, (int[] EntryOf, List<LegendEntry> Entries) sorted)
        : base(name, sorted.EntryOf, sorted.Entries) { }

    private static (int[] EntryOf, List<LegendEntry> Entries) Sort(string[] values)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string value in values)
            counts[value] = counts.GetValueOrDefault(value) + 1;
        counts.Remove("", out int without);
        (string Value, int Count)[] byFrequency =
        [
            .. counts
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => (pair.Key, pair.Value)),
        ];
        int named = Math.Min(byFrequency.Length, MaxEntries);
        List<LegendEntry> entries = new();
        Dictionary<string, int> entryOfValue = new(StringComparer.Ordinal);
        for (int rank = 0; rank < named; rank++)
        {
            entryOfValue[byFrequency[rank].Value] = rank;
            entries.Add(new LegendEntry(byFrequency[rank].Value, LabelPalette.Of(rank), byFrequency[rank].Count));
        }

        int others = values.Length - without - entries.Sum(entry => entry.Count);
        int otherEntry = entries.Count;
        if (others > 0)
            entries.Add(new LegendEntry($"{byFrequency.Length - named} other values", LabelPalette.Unlabeled, others));
        int noneEntry = entries.Count;
        if (without > 0)
            entries.Add(new LegendEntry("no value", LabelPalette.Unlabeled, without));
        return ([.. values.Select(value => value.Length == 0 ? noneEntry : entryOfValue.GetValueOrDefault(value, otherEntry))], entries);
    }
}
