using GpuCluster.Core.Samples;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Panels.Contents;

/// <summary>
/// The sample clicked last, the selection, and its commands. What is under the cursor has a card of its own there, so that nothing here
/// moves as the cursor does.
/// </summary>
internal static class SelectionPanel
{
    private static readonly string Hint =
        $"Click a point; Shift adds.\n{SceneCommands.Rectangle.Gesture}: rectangle, {SceneCommands.Lasso.Keys}: lasso";

    public static Panel Make(DeskParts parts)
    {
        SelectionModel selection = parts.Scene.Selection;
        SampleFacts facts = parts.Scene.Facts;
        return new Panel(
            "Selection",
            new Column(
                new SampleCard(parts, () => selection.Focus) { Hint = Hint, ShowsWhole = true },
                new Label(() => PutAway(selection)),
                new Row(
                    new Button("Grow", SceneCommands.Grow, parts.Scene)
                    {
                        EnabledWhen = () => selection.Count > 0 && selection.Neighbours is not null,
                    },
                    new Button("Invert", SceneCommands.Invert, parts.Scene),
                    new Button("Isolate", SceneCommands.Isolate, parts.Scene)
                    {
                        IsOn = () => selection.IsIsolated,
                        EnabledWhen = () => selection.Count > 0 || selection.IsIsolated,
                    }
                ),
                new Row(
                    new Button("Hide", SceneCommands.Hide, parts.Scene) { EnabledWhen = () => selection.Count > 0 },
                    new Button("Show all", SceneCommands.ShowAll, parts.Scene) { EnabledWhen = () => selection.Hidden.Count > 0 },
                    new Button("Clear", SceneCommands.SelectNothing, parts.Scene) { EnabledWhen = () => selection.Count > 0 }
                ),
                new Row(
                    new Button("Undo", SceneCommands.Undo, parts.Scene) { EnabledWhen = () => parts.Scene.Actions.CanUndo },
                    new Button("Redo", SceneCommands.Redo, parts.Scene) { EnabledWhen = () => parts.Scene.Actions.CanRedo },
                    new Button("Export", SceneCommands.ExportSelection, parts.Scene) { EnabledWhen = () => selection.Count > 0 },
                    new Button("Projector", SceneCommands.ExportProjector, parts.Scene)
                )
                {
                    Shares = [0.85f, 0.85f, 0.95f, 1.2f],
                },
                Troubles(parts)
            )
        )
        {
            Summary = () => selection.Count == 0 ? string.Empty : $"{selection.Count:N0} selected",
            Stamp = () => HashCode.Combine(selection.Version, selection.Neighbours is null, parts.Shelf?.Version, facts),
        };
    }

    private static string PutAway(SelectionModel selection)
    {
        string hidden = selection.Hidden.Count == 0 ? string.Empty : $"{selection.Hidden.Count:N0} hidden";
        string isolated = selection.Isolated is { } some ? $"{some.Count:N0} isolated" : string.Empty;
        return string.Join("  ·  ", new[] { isolated, hidden }.Where(part => part.Length > 0));
    }

    private static Section Troubles(DeskParts parts)
    {
        IReadOnlyList<(int Index, ThumbnailState State)> All() => parts.Shelf?.Troubles ?? [];
        return new Section(
            "Pictures not shown",
            new ListView(
                () => All().Count,
                i => new ListRow(parts.Scene.Facts.NameOf(All()[i].Index))
                {
                    Value = All()[i].State == ThumbnailState.Missing ? "missing" : "damaged",
                },
                (i, _) => parts.Scene.Selection.Select(All()[i].Index)
            )
        )
        {
            IsInner = true,
            IsFolded = true,
            ShownWhen = () => All().Count > 0,
            Summary = () => $"{All().Count:N0}",
        };
    }
}
