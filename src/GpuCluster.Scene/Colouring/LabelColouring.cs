using GpuCluster.Core.Samples;

namespace GpuCluster.Scene.Colouring;

/// <summary>Colour by class, from <see cref="LabelPalette"/>; samples without a label are grey.</summary>
public sealed class LabelColouring : CategoryColouring
{
    public LabelColouring(SampleLabels labels)
        : this(Sort(labels)) { }

    private LabelColouring((int[] EntryOf, List<LegendEntry> Entries) sorted)
        : base("class", sorted.EntryOf, sorted.Entries) { }

    private static (int[] EntryOf, List<LegendEntry> Entries) Sort(SampleLabels labels)
    {
        int[] counts = new int[labels.ClassNames.Count];
        int unlabeled = 0;
        foreach (int label in labels.ClassOf)
        {
            if (label < 0)
                unlabeled++;
            else
                counts[label]++;
        }

        // A class without samples, for example under a limit, would only lengthen the legend.
        List<LegendEntry> entries = new();
        int[] entryOfClass = new int[counts.Length];
        for (int label = 0; label < counts.Length; label++)
        {
            entryOfClass[label] = entries.Count;
            if (counts[label] > 0)
                entries.Add(new LegendEntry(labels.ClassNames[label], LabelPalette.Of(label), counts[label]));
        }

        int[] entryOf = [.. labels.ClassOf.Select(label => label < 0 ? entries.Count : entryOfClass[label])];
        if (unlabeled > 0)
            entries.Add(new LegendEntry("no label", LabelPalette.Unlabeled, unlabeled));
        return (entryOf, entries);
    }
}
