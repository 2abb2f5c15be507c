using System.Collections.Concurrent;
using System.Numerics;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Timeline;
using GpuCluster.Session.Layouts;
using GpuCluster.Testing;

namespace GpuCluster.Session.Tests.Layouts;

public sealed class MetricsMeterTests
{
    /// <summary>Six points on a line, each with the two nearest.</summary>
    private static readonly KnnGraph Line = new(6, 3, [0, 1, 2, 1, 0, 2, 2, 1, 3, 3, 2, 4, 4, 3, 5, 5, 4, 3], new float[18]);

    [Fact]
    public void Every_epoch_has_its_displacement_and_the_last_one_every_figure()
    {
        ConcurrentQueue<EpochFigures> found = new();
        using MetricsMeter meter = new(Line, 3, 1, found.Enqueue, TimeProvider.System);
        FakeStepper stepper = new(6, 3);
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            stepper.Step();
            meter.Measure(epoch, TestPositions.Of(stepper, epoch), stepper);
        }

        Assert.True(
            SpinWait.SpinUntil(() => found.Any(figures => figures.Epoch == 3 && double.IsFinite(figures.NeighbourPreservation)), 10_000)
        );
        Assert.Equal(
            [double.NaN, 1, 1],
            found
                .Where(figures => double.IsNaN(figures.LayoutOutliers))
                .OrderBy(figures => figures.Epoch)
                .Select(figures => figures.MeanDisplacement)
        );
        Assert.Equal(new LayoutLoss(0.25, 2), found.Single(figures => figures.Epoch == 3 && figures.Loss is not null).Loss);

        // The points lie on a line, in order: every neighbourhood is kept.
        EpochFigures last = found.Single(figures => figures.Epoch == 3 && double.IsFinite(figures.NeighbourPreservation));
        Assert.Equal(1, last.NeighbourPreservation);
        Assert.Equal(0, last.LayoutOutliers);
    }

    [Fact]
    public void With_labels_it_tells_how_the_classes_are_parted()
    {
        ConcurrentQueue<EpochFigures> found = new();
        using MetricsMeter meter = new(null, 2, 1, found.Enqueue, TimeProvider.System, new SampleLabels([0, 0, 1, 1], ["a", "b"]));
        using FakeStepper stepper = new(4, 2);
        meter.Measure(
            1,
            TestPositions.Of([new Vector4(0, 0, 0, 0), new Vector4(0, 1, 0, 0), new Vector4(0, 11, 0, 0), new Vector4(0, 12, 0, 0)], 1),
            stepper
        );

        Assert.True(SpinWait.SpinUntil(() => found.Any(figures => double.IsFinite(figures.Silhouette)), 10_000));

        // By hand: of the outer points 1 - 1 / 11.5, of the inner ones 1 - 1 / 10.5.
        Assert.Equal(1 - (((1 / 11.5) + (1 / 10.5)) / 2), found.Single(figures => double.IsFinite(figures.Silhouette)).Silhouette, 1e-12);
    }

    [Fact]
    public void Without_true_neighbours_their_preservation_is_not_measured()
    {
        ConcurrentQueue<EpochFigures> found = new();
        using MetricsMeter meter = new(null, 2, 1, found.Enqueue, TimeProvider.System);
        using FakeStepper stepper = new(2, 3);
        meter.Measure(1, TestPositions.Of(new Vector4[2], 1), stepper);

        Assert.True(SpinWait.SpinUntil(() => found.Any(figures => figures.LayoutOutliers == 0), 10_000));
        Assert.All(found, figures => Assert.True(double.IsNaN(figures.NeighbourPreservation)));
    }

    [Fact]
    public void The_loss_takes_a_tenth_of_the_time_at_most_but_the_last_epoch_has_one()
    {
        SlowLoss time = new();
        List<EpochFigures> found = [];
        using MetricsMeter meter = new(
            null,
            3,
            1,
            figures =>
            {
                lock (found)
                {
                    found.Add(figures);
                }
            },
            time
        );
        FakeStepper stepper = new(3, 41);
        for (int epoch = 1; epoch <= 41; epoch++)
        {
            stepper.Step();
            time.Now += 4;
            meter.Measure(epoch, TestPositions.Of(new Vector4[3], epoch), new LossTakesTime(stepper, time));
        }

        lock (found)
        {
            // A loss takes 1 and an epoch 4: 9 of rest after each is a third epoch.
            Assert.Equal([1, 4, 7, 10, 13], found.Where(figures => figures.Loss is not null).Select(figures => figures.Epoch).Take(5));
            Assert.NotNull(found.FindLast(figures => figures.Epoch == 41 && double.IsNaN(figures.LayoutOutliers))!.Loss);
        }
    }

    [Fact]
    public void After_a_restart_the_first_epoch_has_no_displacement()
    {
        ConcurrentQueue<EpochFigures> found = new();
        using MetricsMeter meter = new(null, 3, 1, found.Enqueue, TimeProvider.System);
        using FakeStepper stepper = new(3, 9);
        meter.Measure(1, TestPositions.Of(new Vector4[3], 1), stepper);
        meter.Restart();
        meter.Measure(2, TestPositions.Of([.. Enumerable.Repeat(Vector4.One, 3)], 2), stepper);

        Assert.All(found, figures => Assert.True(double.IsNaN(figures.MeanDisplacement)));
    }

    [Fact]
    public void The_divergence_of_a_layout_by_tsne_is_followed()
    {
        ConcurrentQueue<EpochFigures> found = new();
        using MetricsMeter meter = new(null, 3, 1, found.Enqueue, new SlowLoss());
        using FakeTsneStepper stepper = new(3, new TsneOptions { Epochs = 2 });
        for (int epoch = 1; epoch <= 2; epoch++)
        {
            stepper.Step();
            meter.Measure(epoch, TestPositions.Of(new Vector4[3], epoch), stepper);
        }

        double[] divergences = [.. found.Where(figures => !double.IsNaN(figures.Divergence)).Select(figures => figures.Divergence)];
        Assert.Equal([1.0 / 2, 1.0 / 3], divergences);
        Assert.All(found, figures => Assert.Null(figures.Loss));
    }

    [Fact]
    public void Figures_reach_the_timeline_of_a_live_layout()
    {
        TimelineModel? timeline = null;
        using MetricsMeter meter = new(Line, 3, 1, figures => timeline!.AddFigures(figures), TimeProvider.System);
        FakeStepper stepper = new(6, 50);
        using LiveLayout live = new(stepper, paced: true, meter);
        timeline = live.Timeline;
        for (int epoch = 1; epoch <= 50; epoch++)
        {
            live.Thread.FrameDrawn();
            live.UntilShown(epoch);
        }

        live.Until(() => Points(FigureKind.NeighbourPreservation) is [.., { Epoch: 50, Value: 1 }]);
        Assert.Equal(49, Points(FigureKind.MeanDisplacement).Count);
        Assert.Equal(new FigurePoint(50, 2 + (1.0 / 51)), Points(FigureKind.Loss)[^1]);
        live.Thread.Restart();
        live.UntilShown(0);
        Assert.Empty(Points(FigureKind.MeanDisplacement));

        IReadOnlyList<FigurePoint> Points(FigureKind kind) => live.Timeline.Figures[(int)kind].Points;
    }

    /// <summary>A clock that stands still until somebody moves it on.</summary>
    private sealed class SlowLoss : TimeProvider
    {
        private long _now;

        public long Now
        {
            get => Interlocked.Read(ref _now);
            set => Interlocked.Exchange(ref _now, value);
        }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }

    private sealed class LossTakesTime(FakeStepper stepper, SlowLoss time) : IUmapStepper
    {
        public int Count => stepper.Count;

        public int Dims => stepper.Dims;

        public int Epoch => stepper.Epoch;

        public int Epochs => stepper.Epochs;

        public LayoutGraph Graph => stepper.Graph;

        public Layout Initial => stepper.Initial;

        public UmapOptions Options => stepper.Options;

        public void Step() => stepper.Step();

        public void WriteTo(IPositionTarget target) => stepper.WriteTo(target);

        public Layout Read() => stepper.Read();

        public void Restart() => stepper.Restart();

        public void Steer(UmapOptions options) => stepper.Steer(options);

        public void Continue(int epochs) => stepper.Continue(epochs);

        public LayoutMoment Keep() => LayoutMoment.Of(this);

        public void GoBackTo(LayoutMoment moment) { }

        public void Move(ReadOnlySpan<int> points, ReadOnlySpan<Vector3> positions) => stepper.Move(points, positions);

        public void Pin(ReadOnlySpan<int> points) => stepper.Pin(points);

        public LayoutLoss Loss()
        {
            time.Now++;
            return stepper.Loss();
        }

        public void Dispose() => stepper.Dispose();
    }
}
