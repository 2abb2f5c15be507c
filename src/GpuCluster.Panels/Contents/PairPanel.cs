using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Pairs;
using GpuCluster.Scene.Requests;

namespace GpuCluster.Panels.Contents;

/// <summary>Two pictures at full size with their difference, between the docks.</summary>
internal static class PairPanel
{
    /// <param name="parts">What it shows.</param>
    /// <param name="view">The pictures.</param>
    public static Panel Make(DeskParts parts, PairView view)
    {
        PairModel pair = parts.Scene.Pair;
        bool HasMore() => pair.Count > 1;
        bool HasFiles() => parts.Scene.Facts.Paths is not null;
        void Open(int sample) => parts.Scene.Ask(new SceneRequest.OpenFile(parts.Scene.Facts.Paths![sample]));
        return new Panel(
            "Two pictures",
            new Column(
                new Row(
                    new Button("Before", () => pair.Step(-1)) { EnabledWhen = HasMore, Tip = SceneCommands.StepPair.Tooltip },
                    new Button("Next", () => pair.Step(1)) { EnabledWhen = HasMore, Tip = SceneCommands.StepPair.Tooltip },
                    new Button("Open left", () => Open(pair.Left)) { EnabledWhen = HasFiles },
                    new Button("Open right", () => Open(pair.Right)) { EnabledWhen = HasFiles },
                    new Button("Keep the better", SceneCommands.Keep, parts.Scene) { EnabledWhen = () => !parts.Scene.Keep.IsWaiting }
                )
                {
                    Shares = [0.8f, 0.7f, 1, 1.1f, 1.5f],
                },
                KeepChoice.Make(parts.Scene.Keep),
                view
            )
        )
        {
            IsOpaque = true,
            ShownWhen = () => pair.IsShown,
            Summary = () =>
                (pair.Count > 1 ? $"{pair.Place + 1:N0} of {pair.Count:N0}  ·  " : string.Empty) + $"{SceneCommands.Pair.Keys} closes",
            Stamp = () => HashCode.Combine(pair.Version, parts.Scene.Keep.Version, parts.Scene.Selection.Version),
        };
    }
}
