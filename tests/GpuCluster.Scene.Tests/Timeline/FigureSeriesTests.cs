using CsCheck;
using GpuCluster.Core.Layouts;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.Scene.Tests.Timeline;

public sealed class FigureSeriesTests
{
    [Fact]
    public void Each_figure_goes_into_its_own_series_and_what_was_not_measured_into_none()
    {
        TimelineModel timeline = new(new EpochHistory(1), _ => { });
        timeline.AddFigures(new EpochFigures(1) { Loss = new LayoutLoss(2, 3), LayoutOutliers = 4 });
        timeline.AddFigures(
            new EpochFigures(2)
            {
                MeanDisplacement = 5,
                NeighbourPreservation = 0.5,
                Divergence = 6,
            }
        );
        Assert.Equal(Enum.GetValues<FigureKind>(), timeline.Figures.Select(series => series.Kind));
        Assert.Equal([new FigurePoint(1, 2)], timeline.Figures[(int)FigureKind.Attraction].Points);
        Assert.Equal([new FigurePoint(1, 3)], timeline.Figures[(int)FigureKind.Repulsion].Points);
        Assert.Equal([new FigurePoint(1, 5)], timeline.Figures[(int)FigureKind.Loss].Points);
        Assert.Equal([new FigurePoint(2, 5)], timeline.Figures[(int)FigureKind.MeanDisplacement].Points);
        Assert.Equal([new FigurePoint(2, 0.5)], timeline.Figures[(int)FigureKind.NeighbourPreservation].Points);
        Assert.Equal([new FigurePoint(1, 4)], timeline.Figures[(int)FigureKind.LayoutOutliers].Points);
        Assert.Equal([new FigurePoint(2, 6)], timeline.Figures[(int)FigureKind.Divergence].Points);
        timeline.Restart();
        Assert.All(timeline.Figures, series => Assert.Empty(series.Points));
    }

    [Fact]
    public void A_series_is_bounded_even_and_keeps_its_ends() =>
        Gen.Select(Gen.Int[1, 40_000], Gen.Int[1, 20])
            .Sample(
                (count, step) =>
                {
                    TimelineModel timeline = Filled(count, step);
                    IReadOnlyList<FigurePoint> points = timeline.Figures[(int)FigureKind.LayoutOutliers].Points;
                    Assert.InRange(points.Count, Math.Min(count, FigureSeries.MaxPoints / 2), FigureSeries.MaxPoints);
                    Assert.Equal(new FigurePoint(0, 0), points[0]);
                    Assert.Equal(new FigurePoint((count - 1) * step, count - 1), points[^1]);
                    for (int i = 1; i < points.Count - 1; i++)
                        Assert.Equal(i * points[1].Epoch, points[i].Epoch);
                },
                iter: 20
            );

    [Fact]
    public void An_epoch_measured_again_is_replaced_and_going_back_drops_what_came_after()
    {
        TimelineModel timeline = Filled(10, 1);
        timeline.AddFigures(new EpochFigures(9) { LayoutOutliers = 90 });
        FigureSeries series = timeline.Figures[(int)FigureKind.LayoutOutliers];
        Assert.Equal(new FigurePoint(9, 90), series.Points[^1]);
        Assert.Equal(10, series.Points.Count);
        timeline.AddFigures(new EpochFigures(3) { LayoutOutliers = 30 });
        Assert.Equal(4, series.Points.Count);
        Assert.Equal(new FigurePoint(3, 30), series.Points[^1]);
    }

    private static TimelineModel Filled(int count, int step)
    {
        TimelineModel timeline = new(new EpochHistory(1), _ => { });
        for (int i = 0; i < count; i++)
            timeline.AddFigures(new EpochFigures(i * step) { LayoutOutliers = i });
        return timeline;
    }
}
