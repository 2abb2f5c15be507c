using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Colouring;

/// <summary>Colour by names of points, in the order in which they were given, so that a name keeps its colour; the rest is grey.</summary>
public sealed class NamesColouring : CategoryColouring
{
    /// <param name="title">What the names are.</param>
    /// <param name="without">What points without a name are called.</param>
    /// <param name="names">The names.</param>
    public NamesColouring(string title, string without, PointNames names)
        : base(title, EntriesOf(names), Entries(without, names)) { }

    private static int[] EntriesOf(PointNames names)
    {
        int[] entryOf = new int[names.Universe];
        Array.Fill(entryOf, names.Parts.Count);
        foreach ((int part, (_, PointSet points)) in names.Parts.Index())
        {
            foreach (int point in points)
                entryOf[point] = part;
        }

        return entryOf;
    }

    private static LegendEntry[] Entries(string without, PointNames names) =>
        [
            .. names.Parts.Select((part, i) => new LegendEntry(part.Name, LabelPalette.Of(i), part.Points.Count)),
            new LegendEntry(without, LabelPalette.Unlabeled, names.Universe - names.Count),
        ];
}
