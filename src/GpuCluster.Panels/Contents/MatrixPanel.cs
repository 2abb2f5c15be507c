using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Matrix;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Panels.Contents;

/// <summary>The matrix of all cosines, large, between the docks.</summary>
internal static class MatrixPanel
{
    /// <summary>Width of what stands beside the matrix, in text sizes.</summary>
    private const float BesideWidth = 10.5f;

    private static readonly string Hint =
        $"wheel: zoom\ndrag: move\nclick: select both\n{SceneCommands.Matrix.Keys} or {SceneCommands.Leave.Keys}: close";

    /// <param name="parts">What it shows.</param>
    /// <param name="view">The matrix itself.</param>
    public static Panel Make(DeskParts parts, MatrixView view)
    {
        CosineMatrixModel matrix = parts.Scene.Matrix;
        return new Panel(
            "Cosines",
            new Row(
                view,
                new Column(
                    new Button("by class", () => matrix.SetOrder(MatrixOrder.ByLabel(parts.Scene.Facts.Labels!)))
                    {
                        IsOn = () => matrix.Order.Name == "label",
                        EnabledWhen = () => parts.Scene.Facts.Labels is not null,
                    },
                    new Button("by cluster", () => matrix.SetOrder(MatrixOrder.ByCluster(parts.Scene.Colours.ClusterOf!)))
                    {
                        IsOn = () => matrix.Order.Name == "cluster",
                        EnabledWhen = () => parts.Scene.Colours.ClusterOf is not null,
                    },
                    new Button("selection first", () => matrix.SetOrder(MatrixOrder.BySelection(parts.Scene.Selection.Selected)))
                    {
                        IsOn = () => matrix.Order.Name == "selection",
                        EnabledWhen = () => parts.Scene.Selection.Count > 0,
                    },
                    new Button("whole", matrix.Fit),
                    new ScaleBar(() => Stations(matrix.Scale)),
                    new Label(() => view.Hover is null ? Hint : string.Empty),
                    new Label(() => view.Hover is { } hover ? Describe(hover) : string.Empty) { Colour = PanelStyle.Ink },
                    new SampleCard(parts, () => view.Hover?.RowSample) { ShownWhen = () => view.Hover is not null, IsUpright = true },
                    new SampleCard(parts, () => view.Hover?.ColumnSample) { ShownWhen = () => view.Hover is not null, IsUpright = true }
                )
            )
            {
                Shares = [1, -BesideWidth],
            }
        )
        {
            IsOpaque = true,
            ShownWhen = () => matrix.IsShown,
            Summary = () =>
                matrix.Wishes.Count > 0 ? $"{matrix.Wishes.Count:N0} tiles to come"
                : matrix.Level == 0 ? "pairs"
                : $"means of {1 << matrix.Level:N0} x {1 << matrix.Level:N0}",
            Stamp = () =>
                HashCode.Combine(
                    matrix.Version,
                    view.Hover,
                    parts.Scene.Colours.ClusterOf,
                    parts.Scene.Selection.Count > 0,
                    parts.Shelf?.Version
                ),
        };
    }

    /// <summary>Selects both samples of a pair, the row's as the focus.</summary>
    public static void Choose(DeskParts parts, int row, int column)
    {
        parts.Scene.Selection.Select(column);
        parts.Scene.Selection.Select(row, SelectionChange.Add);
    }

    private static string Describe(MatrixHover hover)
    {
        string cosine = hover.Cosine is { } value ? value.ToString("F4", CultureInfo.InvariantCulture) : "…";
        return hover.IsPair ? $"cosine {cosine}" : $"mean cosine {cosine}\nof {hover.RowCount:N0} x {hover.ColumnCount:N0} pairs";
    }

    private static IReadOnlyList<(string Text, uint Rgba)> Stations(ColourScale scale) =>
        [
            .. Enumerable
                .Range(0, 5)
                .Select(i => i / 4f)
                .Select(share =>
                    (
                        (scale.Low + (share * (scale.High - scale.Low))).ToString("F2", CultureInfo.InvariantCulture),
                        PerceptualRamp.At(share)
                    )
                ),
        ];
}
