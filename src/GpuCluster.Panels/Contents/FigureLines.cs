using GpuCluster.Panels.Plots;
using GpuCluster.Scene.Timeline;
using SkiaSharp;

namespace GpuCluster.Panels.Contents;

/// <summary>The timeline's figures as lines of a plot, converted once for each list of points.</summary>
internal sealed class FigureLines(TimelineModel timeline)
{
    private readonly Dictionary<FigureKind, (IReadOnlyList<FigurePoint> Of, PlotSeries Line)> _lines = [];

    public PlotSeries Line(FigureKind kind, string name, SKColor colour)
    {
        IReadOnlyList<FigurePoint> points = timeline.Figures[(int)kind].Points;
        if (!_lines.TryGetValue(kind, out (IReadOnlyList<FigurePoint> Of, PlotSeries Line) known) || !ReferenceEquals(known.Of, points))
        {
            _lines[kind] = known = (
                points,
                new PlotSeries(
                    name,
                    colour,
                    [.. points.Select(point => (float)point.Epoch)],
                    [.. points.Select(point => (float)point.Value)]
                )
            );
        }

        return known.Line;
    }

    /// <summary>Whether a figure was measured at all.</summary>
    public bool Has(FigureKind kind) => timeline.Figures[(int)kind].Points.Count > 0;

    /// <summary>The newest of each figure in a line.</summary>
    public string Newest()
    {
        (FigureKind Kind, string Name)[] shown =
        [
            (FigureKind.Loss, "loss"),
            (FigureKind.Divergence, "KL"),
            (FigureKind.MeanDisplacement, "displacement"),
            (FigureKind.NeighbourPreservation, "kept"),
            (FigureKind.LayoutOutliers, "stray"),
        ];
        return string.Join(
            "   ",
            shown
                .Where(figure => Has(figure.Kind))
                .Select(figure => $"{figure.Name} {AxisTicks.Short(timeline.Figures[(int)figure.Kind].Points[^1].Value)}")
        );
    }
}
