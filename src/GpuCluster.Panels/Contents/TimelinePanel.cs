using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Plots;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Timeline;
using SkiaSharp;

namespace GpuCluster.Panels.Contents;

/// <summary>The recorded epochs: the shown one, playback, trails, and measurements.</summary>
internal static class TimelinePanel
{
    private const int LongestTrails = 200;

    private static readonly SKColor Attraction = new(0x60, 0xC8, 0xA0);
    private static readonly SKColor Repulsion = new(0xF0, 0x90, 0x60);

    public static Panel Make(DeskParts parts)
    {
        TimelineModel timeline = parts.Scene.Timeline;
        FigureLines figures = new(timeline);
        bool HasHistory() => timeline.History.Range is not null;
        return new Panel(
            "Timeline",
            new Column(
                new Row(
                    new Button("|◀", SceneCommands.ShowBegin, parts.Scene) { EnabledWhen = HasHistory },
                    new Button(() => timeline.IsPlaying ? "■" : "▶", SceneCommands.Play, parts.Scene)
                    {
                        EnabledWhen = HasHistory,
                        IsOn = () => timeline.IsPlaying,
                    },
                    new Button("live", SceneCommands.ShowLive, parts.Scene) { EnabledWhen = HasHistory, IsOn = () => timeline.IsLive },
                    new Slider("epoch", () => timeline.Epoch, timeline.Show)
                    {
                        Range = () => timeline.History.Range is { } range ? (range.First, range.Last) : (0, 0),
                        IsWhole = true,
                        EnabledWhen = HasHistory,
                        Marks = () => timeline.History.Keyframes,
                        Format = static epoch => epoch.ToString("N0", CultureInfo.InvariantCulture),
                    }
                )
                {
                    Shares = [-2.4f, -2.4f, -3, 1],
                },
                new Section(
                    "Playback and figures",
                    new Column(
                        new Row(
                            new Slider("speed", () => Math.Abs(timeline.Speed), speed => timeline.Speed = speed)
                            {
                                Min = TimelineModel.SlowestSpeed,
                                Max = TimelineModel.FastestSpeed,
                                IsLogarithmic = true,
                                Default = 20,
                                Format = static speed => $"{AxisTicks.Short(speed)} a second",
                            },
                            new Slider("trails", () => timeline.TrailEpochs, epochs => timeline.TrailEpochs = (int)epochs)
                            {
                                Max = LongestTrails,
                                IsWhole = true,
                                Default = 0,
                                Format = static epochs => epochs < 1 ? "off" : $"{epochs:N0} epochs",
                            }
                        ),
                        new Row(
                            new Plot(
                                string.Empty,
                                () =>
                                    figures.Has(FigureKind.Divergence)
                                        ? [figures.Line(FigureKind.Divergence, "KL divergence", PanelStyle.Accent)]
                                        :
                                        [
                                            figures.Line(FigureKind.Loss, "loss", PanelStyle.Accent),
                                            figures.Line(FigureKind.Attraction, "pull", Attraction),
                                            figures.Line(FigureKind.Repulsion, "push", Repulsion),
                                        ]
                            )
                            {
                                Mark = () => Mark(timeline),
                            },
                            new Plot("displacement", () => [figures.Line(FigureKind.MeanDisplacement, "displacement", PanelStyle.Accent)])
                            {
                                IsLogarithmic = true,
                                Mark = () => Mark(timeline),
                            }
                        ),
                        new Row(
                            new Plot(
                                "neighbours kept",
                                () =>
                                    figures.Has(FigureKind.Silhouette)
                                        ?
                                        [
                                            figures.Line(FigureKind.NeighbourPreservation, "kept", PanelStyle.Accent),
                                            figures.Line(FigureKind.Silhouette, "silhouette", Attraction),
                                        ]
                                        : [figures.Line(FigureKind.NeighbourPreservation, "kept", PanelStyle.Accent)]
                            )
                            {
                                Mark = () => Mark(timeline),
                            },
                            new Plot("stray points", () => [figures.Line(FigureKind.LayoutOutliers, "stray points", PanelStyle.Accent)])
                            {
                                Mark = () => Mark(timeline),
                            }
                        )
                    )
                )
                {
                    IsInner = true,
                    IsFolded = true,
                    Summary = () => figures.Newest(),
                }
            )
        )
        {
            Summary = () =>
                timeline.StationName
                ?? (
                    timeline.IsLive ? "live"
                    : timeline.IsPlaying ? $"epoch {timeline.Epoch:N0}, playing"
                    : $"epoch {timeline.Epoch:N0}"
                ),
            Stamp = () =>
                HashCode.Combine(
                    timeline.IsLive,
                    timeline.IsPlaying,
                    timeline.Speed,
                    timeline.TrailEpochs,
                    timeline.IsLive || timeline.IsPlaying ? 0 : timeline.Epoch
                ),
            Figures = () => HashCode.Combine(timeline.Version, timeline.Epoch),
        };
    }

    private static double? Mark(TimelineModel timeline) => timeline.IsLive ? null : timeline.Epoch;
}
