using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.Panels.Contents;

/// <summary>What the colours show: the choice of colouring, and its legend, whose entries are switched by a click.</summary>
internal static class ColourPanel
{
    /// <summary>The number of entries from which on names can be searched.</summary>
    private const int ManyEntries = 12;

    public static Panel Make(DeskParts parts)
    {
        ColourModel colours = parts.Scene.Colours;
        string wanted = string.Empty;
        (Legend? Of, string Wanted, int[] Rows) found = (null, string.Empty, []);

        return new Panel(
            "Colours",
            new Column(
                new Choice(
                    "by",
                    () => colours.Names,
                    () => IndexOf(colours.Names, colours.Current),
                    i => colours.TryChoose(colours.Names[i])
                ),
                new Toggle("names in space", () => parts.Scene.Names.IsShown, shows => parts.Scene.Names.IsShown = shows)
                {
                    ShownWhen = () => colours.Categories is not null,
                    Tip = SceneCommands.ShowNames.Tooltip,
                },
                new ScaleBar(() => Stations(colours.Legend)) { ShownWhen = () => colours.Legend.IsScale },
                new Label(() => Beside(colours.Legend)) { ShownWhen = () => colours.Legend.IsScale },
                new TextField("find a name", text => wanted = text)
                {
                    ShownWhen = () => !colours.Legend.IsScale && colours.Legend.Entries.Count > ManyEntries,
                },
                new ListView(() => Rows().Length, i => RowOf(colours, Rows()[i]), (i, clicks) => Choose(parts, Rows()[i], clicks))
                {
                    MaxRows = 10,
                    ShownWhen = () => !colours.Legend.IsScale,
                    Tip = "click: hide or show; double click: this alone",
                }
            )
        )
        {
            Summary = () => colours.Legend.IsScale ? string.Empty : Summary(colours),
            Stamp = () => HashCode.Combine(colours.Version, parts.Scene.Names.Version),
        };

        int[] Rows()
        {
            Legend legend = colours.Legend;
            if (!ReferenceEquals(found.Of, legend) || found.Wanted != wanted)
            {
                bool isFiltered = legend.Entries.Count > ManyEntries;
                int[] rows =
                [
                    .. Enumerable
                        .Range(0, legend.Entries.Count)
                        .Where(i => !isFiltered || legend.Entries[i].Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)),
                ];
                found = (legend, wanted, rows);
            }

            return found.Rows;
        }
    }

    private static int IndexOf(IReadOnlyList<string> names, string name) => names.TakeWhile(other => other != name).Count();

    private static ListRow RowOf(ColourModel colours, int entry)
    {
        LegendEntry shown = colours.Legend.Entries[entry];
        IReadOnlyList<int> counts = colours.ShownCounts;
        int count = entry < counts.Count ? counts[entry] : shown.Count;
        return new ListRow(shown.Name)
        {
            Swatch = shown.Rgba,
            Value = count == shown.Count ? $"{count:N0}" : $"{count:N0} / {shown.Count:N0}",
            IsDim = count == 0 && shown.Count > 0,
        };
    }

    private static void Choose(DeskParts parts, int entry, int clicks)
    {
        ColourModel colours = parts.Scene.Colours;
        if (colours.Legend.Entries[entry].Count == 0)
            return;
        if (clicks < 2)
        {
            colours.ToggleEntry(entry);
            return;
        }

        // Undoes the first of the two clicks.
        parts.Scene.Actions.Undo();
        colours.ShowOnlyEntry(entry);
    }

    private static IReadOnlyList<(string Text, uint Rgba)> Stations(Legend legend) =>
        legend.IsScale ? [.. legend.Entries.Where(entry => entry.Count == 0).Reverse().Select(entry => (entry.Name, entry.Rgba))] : [];

    private static string Beside(Legend legend)
    {
        string without = string.Join(
            ", ",
            legend.Entries.Where(entry => entry.Count > 0).Select(entry => $"{entry.Count:N0} {entry.Name}")
        );
        return without.Length > 0 ? $"{legend.Title}\n{without} (grey)" : legend.Title;
    }

    private static string Summary(ColourModel colours)
    {
        int entries = colours.Legend.Entries.Count;
        int hidden = colours.ShownCounts.Count(count => count == 0);
        return entries == 0 ? string.Empty
            : hidden == 0 ? $"{entries:N0}"
            : $"{entries - hidden:N0} of {entries:N0}";
    }
}
