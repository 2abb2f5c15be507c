using System.Globalization;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Steering;

namespace GpuCluster.Panels.Contents;

/// <summary>Controls of a running UMAP layout. An invalid value is refused, and the reason is shown.</summary>
internal static class SteeringPanel
{
    private const int MaxNeighbours = 200;

    public static Panel Make(DeskParts parts)
    {
        SteeringModel steering = parts.Scene.Steering;
        UmapOptions defaults = new();
        int? neighbours = null;

        // Sliders are shown only where there are options.
        UmapOptions Now() => steering.Options ?? defaults;
        return new Panel(
            "Steering",
            new Column(
                SteeringWidgets.Run(parts),
                SteeringWidgets.Number(
                    "learning rate",
                    () => Now().LearningRate,
                    value => steering.TrySteer(Now() with { LearningRate = value }),
                    0.01,
                    10,
                    defaults.LearningRate,
                    isLogarithmic: true
                ),
                SteeringWidgets.Number(
                    "repulsion",
                    () => Now().Repulsion,
                    value => steering.TrySteer(Now() with { Repulsion = value }),
                    0,
                    5,
                    defaults.Repulsion
                ),
                Whole(
                    "negative samples",
                    () => Now().NegativeSamples,
                    value => steering.TrySteer(Now() with { NegativeSamples = value }),
                    0,
                    50,
                    defaults.NegativeSamples
                ),
                SteeringWidgets.Number(
                    "least distance",
                    () => Now().MinDist,
                    value => steering.TrySteer(Now() with { MinDist = value }),
                    0,
                    2,
                    defaults.MinDist
                ),
                SteeringWidgets.Number(
                    "spread",
                    () => Now().Spread,
                    value => steering.TrySteer(Now() with { Spread = value }),
                    0.1,
                    10,
                    defaults.Spread,
                    isLogarithmic: true
                ),
                new Slider("neighbours", () => neighbours ?? Now().Neighbours, value => neighbours = (int)value)
                {
                    // Another graph takes seconds: it is requested when the slider is released.
                    Settled = () =>
                    {
                        if (neighbours is { } wanted)
                            steering.TrySteer(Now() with { Neighbours = wanted });
                        neighbours = null;
                    },
                    Min = 2,
                    Max = MaxNeighbours,
                    IsLogarithmic = true,
                    IsWhole = true,
                    Default = defaults.Neighbours,
                    Format = static value => value.ToString("F0", CultureInfo.InvariantCulture),
                },
                SteeringWidgets.Fault(steering),
                new Row(
                    new Button("Perturb", SceneCommands.Perturb, parts.Scene) { EnabledWhen = () => parts.Scene.Selection.Count > 0 },
                    new Button("Pin", SceneCommands.Pin, parts.Scene)
                    {
                        EnabledWhen = () => parts.Scene.Selection.Count > 0,
                        IsOn = () => IsPinned(parts),
                    }
                ),
                new Slider("how far", () => steering.Perturbation, share => steering.Perturbation = (float)share)
                {
                    Default = 0.1,
                    Format = static share => $"{100 * share:F0} %",
                },
                new Label(() => steering.Pinned.IsEmpty ? string.Empty : $"{steering.Pinned.Count:N0} pinned")
            )
        )
        {
            BeginsFolded = true,
            ShownWhen = () => steering.Options is not null,
            Summary = () =>
                steering.Fault is null
                    ? steering.Pinned.IsEmpty
                        ? string.Empty
                        : $"{steering.Pinned.Count:N0} pinned"
                    : "refused",
            Stamp = () => HashCode.Combine(steering.Version, parts.Scene.Selection.Version, parts.Status().State),
        };
    }

    private static bool IsPinned(DeskParts parts) =>
        !parts.Scene.Selection.Selected.IsEmpty && parts.Scene.Selection.Selected.Except(parts.Scene.Steering.Pinned).IsEmpty;

    private static Slider Whole(string name, Func<int> get, Func<int, bool> set, int min, int max, int usual) =>
        new(name, () => get(), value => set((int)value))
        {
            Min = min,
            Max = max,
            Default = usual,
            IsWhole = true,
            Format = static value => value.ToString("F0", CultureInfo.InvariantCulture),
        };
}
