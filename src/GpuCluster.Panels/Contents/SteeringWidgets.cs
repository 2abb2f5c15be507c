using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Status;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Steering;

namespace GpuCluster.Panels.Contents;

/// <summary>What the panels that steer a layout have in common, whatever its method.</summary>
internal static class SteeringWidgets
{
    /// <summary>Epochs that a finished layout goes on for.</summary>
    private const int MoreEpochs = 200;

    /// <summary>Pause, one epoch, start again; and more epochs where it has finished.</summary>
    public static Column Run(DeskParts parts) => new(
        new Row(
            new Button(() => parts.Status().State == RunState.Running ? "Pause" : "Go on", () => parts.Scene.Ask(new SceneRequest.TogglePause()))
            {
                EnabledWhen = () => parts.Status().State is RunState.Running or RunState.Paused,
                Tip = "Space",
            },
            new Button("Step", () => parts.Scene.Ask(new SceneRequest.StepOnce())) { Tip = "one epoch (N)" },
            new Button("Restart", () => parts.Scene.Ask(new SceneRequest.Restart())) { Tip = "R" }),
        new Button($"{MoreEpochs} epochs more", () => parts.Scene.Steering.Continue(MoreEpochs)) { EnabledWhen = () => parts.Status().State == RunState.Finished });

    /// <summary>Why a value was refused.</summary>
    public static Label Fault(SteeringModel steering) => new(() => steering.Fault?.Message ?? string.Empty) { Colour = PanelStyle.Warning, MostLines = 3 };

    /// <summary>A value of three digits, as many as are shown: what is told the layout is what one reads.</summary>
    public static Slider Number(string name, Func<double> get, Func<double, bool> set, double least, double most, double? usual, bool isLogarithmic = false) =>
        new(name, get, value => set(double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)))
        {
            Least = least,
            Most = most,
            Default = usual,
            IsLogarithmic = isLogarithmic,
        };
}
