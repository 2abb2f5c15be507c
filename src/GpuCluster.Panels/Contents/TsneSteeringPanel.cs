using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Steering;

namespace GpuCluster.Panels.Contents;

/// <summary>Controls of a running t-SNE layout.</summary>
internal static class TsneSteeringPanel
{
    /// <summary>Exaggerations above this only scatter points.</summary>
    private const double MaxExaggeration = 50;

    /// <summary>The range of step lengths, for any number of samples.</summary>
    private const double MinRate = 1,
        MaxRate = 1e5;

    public static Panel Make(DeskParts parts)
    {
        SteeringModel steering = parts.Scene.Steering;
        TsneOptions defaults = new();

        // Sliders are shown only where there are options.
        TsneOptions Now() => steering.Tsne ?? defaults;
        double Rate() => TsneSchedule.LearningRate(Now(), parts.Scene.Facts.Count, parts.Status().Epoch);
        return new Panel(
            "Steering",
            new Column(
                SteeringWidgets.Run(parts),
                new Row(
                    SteeringWidgets.Number(
                        "learning rate",
                        Rate,
                        value => steering.TrySteer(Now() with { LearningRate = value }),
                        MinRate,
                        MaxRate,
                        usual: null,
                        isLogarithmic: true
                    ),
                    new Button("auto", () => steering.TrySteer(Now() with { LearningRate = null }))
                    {
                        IsOn = () => Now().LearningRate is null,
                        Tip = "chosen by the number of samples",
                    }
                )
                {
                    Shares = [1, -3.5f],
                },
                SteeringWidgets.Number(
                    "exaggeration",
                    () => Now().Exaggeration,
                    value => steering.TrySteer(Now() with { Exaggeration = value }),
                    TsneLimits.MinExaggeration,
                    MaxExaggeration,
                    defaults.Exaggeration,
                    isLogarithmic: true
                ),
                new Label(() =>
                    parts.Status().Epoch < Now().ExaggerationEpochs
                        ? $"pulls are stronger up to epoch {Now().ExaggerationEpochs:N0}"
                        : "counts again after a restart"
                )
                {
                    MaxLines = 2,
                },
                SteeringWidgets.Number(
                    "theta",
                    () => Now().Theta,
                    value => steering.TrySteer(Now() with { Theta = value }),
                    0,
                    TsneLimits.MaxTheta,
                    defaults.Theta
                ),
                SteeringWidgets.Fault(steering)
            )
        )
        {
            BeginsFolded = true,
            ShownWhen = () => steering.Tsne is not null,
            Summary = () => steering.Fault is null ? string.Empty : "refused",
            Stamp = () => HashCode.Combine(steering.Version, parts.Status().State, parts.Status().Epoch < Now().ExaggerationEpochs),
        };
    }
}
