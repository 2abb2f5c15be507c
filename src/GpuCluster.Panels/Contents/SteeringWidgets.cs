using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Status;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Steering;

namespace GpuCluster.Panels.Contents;

/// <summary>The common widgets of the panels that steer a layout.</summary>
internal static class SteeringWidgets
{
    /// <summary>Epochs by which a finished layout is continued.</summary>
    private const int MoreEpochs = 200;

    /// <summary>Pause, one epoch, restart; more epochs for a finished layout.</summary>
    public static Column Run(DeskParts parts) =>
        new(
            new Row(
                new Button(() => parts.Status().State == RunState.Running ? "Pause" : "Go on", SceneCommands.Pause, parts.Scene)
                {
                    EnabledWhen = () => parts.Status().State is RunState.Running or RunState.Paused,
                },
                new Button("Step", SceneCommands.StepOnce, parts.Scene),
                new Button("Restart", SceneCommands.Restart, parts.Scene)
            ),
            new Button($"{MoreEpochs} epochs more", () => parts.Scene.Steering.Continue(MoreEpochs))
            {
                EnabledWhen = () => parts.Status().State == RunState.Finished,
            }
        );

    /// <summary>Why a value was refused.</summary>
    public static Label Fault(SteeringModel steering) =>
        new(() => steering.Fault?.Message ?? string.Empty) { Colour = PanelStyle.Warning, MaxLines = 3 };

    /// <summary>The value rounded to the three digits that are shown, so that the layout uses the displayed value.</summary>
    public static Slider Number(
        string name,
        Func<double> get,
        Func<double, bool> set,
        double min,
        double max,
        double? usual,
        bool isLogarithmic = false
    ) =>
        new(name, get, value => set(double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)))
        {
            Min = min,
            Max = max,
            Default = usual,
            IsLogarithmic = isLogarithmic,
        };
}
