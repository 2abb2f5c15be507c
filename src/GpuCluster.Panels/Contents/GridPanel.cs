using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Grid;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Panels.Contents;

/// <summary>The pictures of the selection, of the filter or of all as a sheet, large, between the docks.</summary>
internal static class GridPanel
{
    /// <param name="parts">What it shows.</param>
    /// <param name="height">The height of the sheet in pixels.</param>
    public static Panel Make(DeskParts parts, Func<float> height)
    {
        GridModel grid = parts.Scene.Grid;
        SelectionModel selection = parts.Scene.Selection;
        bool HasFile() => selection.Focus is not null && parts.Scene.Facts.Paths is not null;
        PictureGrid sheet = new(parts.Shelf, () => grid.Samples, sample => Look(parts.Scene, sample), height, grid.Choose)
        {
            Keys = key => Press(grid, key),
        };
        return new Panel(
            "Grid",
            new Column(
                new Row(
                    new Button("Selection", () => grid.Use(GridSource.Selection))
                    {
                        IsOn = () => grid.Source == GridSource.Selection,
                        EnabledWhen = () => selection.Count > 0,
                    },
                    new Button("Filter", () => grid.Use(GridSource.Filter))
                    {
                        IsOn = () => grid.Source == GridSource.Filter,
                        EnabledWhen = () => parts.Scene.Filters.Passing is not null,
                    },
                    new Button("All", () => grid.Use(GridSource.All)) { IsOn = () => grid.Source == GridSource.All },
                    new Slider("size", () => sheet.Edge, edge => sheet.Edge = (float)edge)
                    {
                        Min = 3,
                        Max = 16,
                        IsLogarithmic = true,
                        Default = 6,
                        Format = static edge => edge.ToString("F0", CultureInfo.InvariantCulture),
                    },
                    new Button("Open", grid.Open) { EnabledWhen = HasFile, Tip = "open the picture in the system's viewer (Enter)" },
                    new Button("Folder", grid.ShowFolder) { EnabledWhen = HasFile, Tip = "show the folder of the picture" },
                    new Button("Copy path", grid.CopyPath) { EnabledWhen = HasFile, Tip = "copy the path to the clipboard" }
                )
                {
                    Shares = [1.1f, 0.8f, 0.6f, 1.2f, 0.8f, 0.9f, 1.2f],
                },
                new Choice(
                    "sorted by",
                    () => grid.Orders,
                    () => grid.Orders.TakeWhile(order => order != grid.Order).Count(),
                    order => grid.SortBy(grid.Orders[order])
                ),
                sheet
            )
        )
        {
            ShownWhen = () => grid.IsShown && !parts.Scene.Pair.IsShown,
            IsOpaque = true,
            Summary = () => $"{grid.Samples.Count:N0} samples  ·  {SceneCommands.Grid.Keys} closes",
            Stamp = () => HashCode.Combine(grid.Version, selection.Version, parts.Shelf?.Version),
        };
    }

    private static (string Caption, uint? Rgba, bool IsOn) Look(SceneState scene, int sample)
    {
        SampleFacts facts = scene.Facts;
        SampleMarks marks = scene.Selection.Marks;
        string name = marks.Tags[sample] ?? scene.Marks.ClassOf(sample) ?? Path.GetFileName(facts.NameOf(sample));
        uint? rgba = facts.Labels is { } labels && labels.ClassOf[sample] is >= 0 and int own ? LabelPalette.Of(own) : null;
        return (name, rgba, scene.Selection.Contains(sample));
    }

    private static bool Press(GridModel grid, Key key)
    {
        if (key != Key.Enter)
            return false;
        grid.Open();
        return true;
    }
}
