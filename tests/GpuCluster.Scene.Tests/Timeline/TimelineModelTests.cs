using System.Numerics;
using System.Text.Json;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.Scene.Tests.Timeline;

public sealed class TimelineModelTests
{
    private readonly List<double?> _shown = [];

    [Fact]
    public void An_empty_timeline_stays_live_whatever_is_done()
    {
        TimelineModel timeline = Recorded(0);
        Action[] acts = [() => timeline.Step(-1), () => timeline.Step(1), timeline.ShowBegin, timeline.TogglePlaying, timeline.ShowLive];
        foreach (Action act in acts)
            act();
        timeline.Advance(1);
        Assert.True(timeline.IsLive);
        Assert.False(timeline.IsPlaying);
        Assert.Empty(_shown);
    }

    [Fact]
    public void It_steps_goes_to_the_begin_and_returns_to_live()
    {
        TimelineModel timeline = Recorded(100);
        Action back = () => timeline.Step(-1);
        foreach (Action act in new[] { back, back, () => timeline.Step(1), timeline.ShowBegin, timeline.ShowLive })
        {
            act();
            timeline.Advance(0);
        }

        Assert.Equal([98, 97, 98, 0, null], _shown);
        Assert.True(timeline.IsLive);
    }

    [Fact]
    public void A_step_past_the_newest_epoch_is_live()
    {
        TimelineModel timeline = Recorded(10);
        timeline.Show(8.5);
        timeline.Step(1);
        Assert.Equal(9, timeline.Epoch);
        timeline.Step(1);
        Assert.True(timeline.IsLive);
        timeline.Show(2.5);
        timeline.Step(-1);
        Assert.Equal(2, timeline.Epoch);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(144)]
    public void Playing_goes_at_its_speed_at_any_frame_rate(int framesPerSecond)
    {
        TimelineModel timeline = Recorded(100);
        timeline.Speed = 12.5;
        timeline.Play();
        timeline.Advance(3600);
        Assert.Equal(0, timeline.Epoch);
        for (int i = 0; i < 4 * framesPerSecond; i++)
            timeline.Advance(1.0 / framesPerSecond);
        Assert.Equal(50, timeline.Epoch, 1e-6);
        Assert.True(timeline.IsPlaying);
        timeline.Speed = -12.5;
        for (int i = 0; i < 2 * framesPerSecond; i++)
            timeline.Advance(1.0 / framesPerSecond);
        Assert.Equal(25, timeline.Epoch, 1e-6);
    }

    [Fact]
    public void Played_to_the_end_it_is_live_and_played_back_it_stops_at_the_begin()
    {
        TimelineModel timeline = Recorded(50);
        timeline.Speed = 100;
        timeline.TogglePlaying();
        timeline.Advance(0);
        for (int i = 0; i < 10; i++)
            timeline.Advance(0.1);
        Assert.True(timeline.IsLive);
        Assert.Null(_shown[^1]);
        timeline.Speed = -100;
        timeline.Play();
        for (int i = 0; i < 10; i++)
            timeline.Advance(0.1);
        Assert.Equal(0, timeline.Epoch);
        Assert.False(timeline.IsPlaying);
        Assert.Equal(0, _shown[^1]);
        timeline.Play();
        timeline.Advance(0);
        timeline.Advance(0.1);
        Assert.Equal(39, timeline.Epoch, 1e-6);
        timeline.TogglePlaying();
        timeline.Advance(0);
        Assert.False(timeline.IsPlaying);
        Assert.Equal(39, timeline.Epoch, 1e-6);
    }

    [Fact]
    public void Speed_is_kept_between_its_bounds_with_its_direction()
    {
        TimelineModel timeline = Recorded(1);
        timeline.Speed = 1e9;
        Assert.Equal(100, timeline.Speed);
        timeline.Speed = -1e-9;
        Assert.Equal(-0.1, timeline.Speed);
        timeline.Speed = double.NaN;
        Assert.Equal(-0.1, timeline.Speed);
    }

    [Fact]
    public void A_picture_asks_once_for_what_it_shows()
    {
        TimelineModel timeline = Recorded(100);
        for (int i = 0; i < 20; i++)
            timeline.Show(i);
        timeline.Advance(0.1);
        timeline.Advance(0.1);
        Assert.Equal([19], _shown);
    }

    [Fact]
    public void A_restart_returns_to_live_even_when_epochs_came_since()
    {
        TimelineModel timeline = Recorded(100);
        timeline.Show(40);
        timeline.Advance(0);
        timeline.Restart();
        for (int i = 0; i < 60; i++)
            timeline.History.Record(i, [Vector4.Zero]);
        timeline.Advance(0);
        Assert.True(timeline.IsLive);
        Assert.Equal([40, null], _shown);
    }

    [Fact]
    public void The_version_changes_with_all_that_is_shown_and_with_nothing_else()
    {
        TimelineModel timeline = Recorded(100);
        long version = timeline.Version;
        timeline.Advance(1);
        Assert.Equal(version, timeline.Version);
        Action[] changes =
        [
            () => timeline.Show(3),
            timeline.Play,
            () => Play(timeline),
            timeline.Stop,
            () => timeline.Speed = 3,
            () => timeline.TrailEpochs = 5,
            timeline.ShowLive,
            () => timeline.AddFigures(new EpochFigures(1) { LayoutOutliers = 1 }),
            () => timeline.History.Record(200, [Vector4.Zero]),
            timeline.Restart,
        ];
        foreach (Action change in changes)
        {
            change();
            Assert.NotEqual(version, timeline.Version);
            version = timeline.Version;
        }
    }

    [Fact]
    public void Trails_run_from_where_points_were_to_where_they_are()
    {
        TimelineModel timeline = Recorded(100, 3);
        uint[] colours = [0xFF0000FF, 0xFF00FF00, 0xFFFF0000];
        PointSet points = PointSet.Of(3, 0, 2);
        Assert.Empty(timeline.TrailsOf(points, colours));
        timeline.TrailEpochs = 10;
        timeline.Show(50);
        IReadOnlyList<LineVertex> lines = timeline.TrailsOf(points, colours);
        Assert.Equal(2 * 10 * 2, lines.Count);
        Assert.Equal(40, lines[0].At.X, 1e-2f);
        Assert.Equal(-1, lines[0].Point);
        Assert.Equal(0u, lines[0].Rgba >> 24);
        Assert.Equal(0, lines[19].Point);
        Assert.Equal(2, lines[39].Point);
        Assert.Equal(0xFF0000u, lines[39].Rgba & 0xFFFFFF);
        for (int i = 0; i < 20; i += 2)
        {
            Assert.True(lines[i].Rgba >> 24 < lines[i + 1].Rgba >> 24);
            Assert.Equal(lines[i].At.X + 1, lines[i + 1].At.X, 1e-2f);
        }

        Assert.Same(lines, timeline.TrailsOf(points, colours));
        timeline.Show(51);
        Assert.NotSame(lines, timeline.TrailsOf(points, colours));
        timeline.Show(0);
        Assert.Empty(timeline.TrailsOf(points, colours));
    }

    [Fact]
    public void Trails_of_many_points_over_many_epochs_are_bounded()
    {
        TimelineModel timeline = Recorded(200, 2000);
        timeline.TrailEpochs = int.MaxValue;
        IReadOnlyList<LineVertex> lines = timeline.TrailsOf(PointSet.All(2000), new uint[2000]);
        Assert.Equal(Trails.MaxPoints * Trails.MaxPieces * 2, lines.Count);
        Assert.Equal(Trails.MaxPoints, lines.Where(line => line.Point >= 0).Distinct().Count());
    }

    [Fact]
    public void Its_state_goes_through_json_and_comes_back()
    {
        TimelineModel timeline = Recorded(30);
        timeline.Show(12.5);
        (timeline.Speed, timeline.TrailEpochs) = (-3, 9);
        timeline.AddFigures(new EpochFigures(1) { LayoutOutliers = 4, MeanDisplacement = 0.25 });
        timeline.AddFigures(new EpochFigures(2) { LayoutOutliers = 5 });
        TimelineState state = Assert.IsType<TimelineState>(
            JsonSerializer.Deserialize<TimelineState>(JsonSerializer.Serialize(timeline.State))
        );
        TimelineModel other = Recorded(30);
        other.Restore(state);
        Assert.Equal(12.5, other.Epoch);
        Assert.Equal((-3, 9), (other.Speed, other.TrailEpochs));
        for (int i = 0; i < other.Figures.Count; i++)
            Assert.Equal(timeline.Figures[i].Points, other.Figures[i].Points);
        other.Restore(new TimelineState());
        Assert.True(other.IsLive);
        Assert.All(other.Figures, series => Assert.Empty(series.Points));
    }

    [Fact]
    public void Stations_name_where_the_shown_epoch_is()
    {
        TimelineModel timeline = Recorded(30);
        Assert.Null(timeline.StationName);
        timeline.Restore(new TimelineState { Stations = [new(0, "umap"), new(14, "tsne"), new(29, "pca")] });
        foreach (
            (double epoch, string name) in new[] { (0, "umap"), (7.5, "umap to tsne"), (14, "tsne"), (28, "tsne to pca"), (29, "pca") }
        )
        {
            timeline.Show(epoch);
            Assert.Equal(name, timeline.StationName);
        }

        timeline.Restart();
        Assert.Null(timeline.StationName);
        Assert.Throws<ArgumentException>(() => timeline.Restore(new TimelineState { Stations = [new(3, "a"), new(2, "b")] }));
    }

    [Fact]
    public void A_damaged_state_is_refused_and_changes_nothing()
    {
        TimelineModel timeline = Recorded(3);
        timeline.AddFigures(new EpochFigures(1) { LayoutOutliers = 4 });
        void Refused(FigureKind kind, params FigurePoint[] points) =>
            Assert.Throws<ArgumentException>(() =>
                timeline.Restore(new TimelineState { Figures = new Dictionary<FigureKind, IReadOnlyList<FigurePoint>> { [kind] = points } })
            );
        Refused((FigureKind)99);
        Refused(FigureKind.Loss, new FigurePoint(2, 1), new FigurePoint(2, 1));
        Refused(FigureKind.Loss, new FigurePoint(-1, 1));
        Refused(FigureKind.Loss, new FigurePoint(1, double.NaN));
        Assert.Single(timeline.Figures[(int)FigureKind.LayoutOutliers].Points);
    }

    [Fact]
    public void The_scene_hears_its_keys_and_rests_when_it_stands()
    {
        SceneState scene = new(new SampleFacts(1));
        for (int epoch = 0; epoch < 20; epoch++)
            scene.Timeline.History.Record(epoch, [new Vector4(epoch)]);
        scene.Handle(InputEvent.KeyChanged(Key.Comma, true));
        scene.Advance(0.1);
        Assert.True(scene.TryNextRequest(out SceneRequest? request));
        Assert.Equal(new SceneRequest.ShowEpoch(18), request);
        scene.Handle(InputEvent.KeyChanged(Key.J, true));
        scene.Advance(0.1);
        Assert.True(scene.NeedsFrame);
        scene.Handle(InputEvent.KeyChanged(Key.J, false));
        scene.Handle(InputEvent.KeyChanged(Key.J, true));
        scene.Advance(0.1);
        scene.Advance(0.1);
        Assert.False(scene.NeedsFrame);
    }

    private TimelineModel Recorded(int epochs, int count = 1)
    {
        TimelineModel timeline = new(new EpochHistory(count), request => _shown.Add(Assert.IsType<SceneRequest.ShowEpoch>(request).Epoch));
        for (int epoch = 0; epoch < epochs; epoch++)
            timeline.History.Record(epoch, [.. Enumerable.Range(0, count).Select(i => new Vector4(epoch, i, 0, 0))]);
        return timeline;
    }

    private static void Play(TimelineModel timeline)
    {
        timeline.Advance(0);
        timeline.Advance(0.1);
    }
}
