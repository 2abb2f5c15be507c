using System.Numerics;
using CsCheck;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Timeline;
using GpuCluster.Session.Layouts;
using GpuCluster.Session.Scenes;

namespace GpuCluster.Session.Tests.Layouts;

public sealed class LayoutThreadTests
{
    private const int N = 5;

    [Fact]
    public void An_epoch_runs_for_each_drawn_frame_and_is_shown_and_recorded()
    {
        FakeStepper stepper = new(N, 3);
        using LiveLayout live = new(stepper);
        live.UntilShown(0);
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            live.Thread.FrameDrawn();
            Assert.Equal(epoch, live.UntilShown(epoch)[2].X);
        }

        live.Until(() => live.Thread.Status.State == LayoutState.Finished);
        live.Thread.FrameDrawn();
        Assert.Equal([0, 1, 2, 3], live.Timeline.History.Keyframes);
        Assert.Equal(3, stepper.Log.Count);
        Assert.Equal(3, live.Published[4].X);
    }

    [Fact]
    public void Positions_of_an_epoch_are_written_twice_and_first_where_they_are_drawn_from()
    {
        FakeStepper stepper = new(N, 3);
        using LiveLayout live = new(stepper, paced: false);
        live.UntilShown(3);
        live.Until(() => live.Thread.Status.State == LayoutState.Finished);
        Assert.Equal(2 * 4, stepper.Targets.Count);
        Assert.All(stepper.Targets.Where((_, i) => i % 2 == 0), target => Assert.IsAssignableFrom<IPositionSlotMemory>(target));
        Assert.All(stepper.Targets.Where((_, i) => i % 2 == 1), target => Assert.IsType<SharedPositions>(target));
    }

    [Fact]
    public void While_an_earlier_epoch_is_shown_positions_are_written_once_and_not_drawn()
    {
        FakeStepper stepper = new(N, 9);
        using LiveLayout live = new(stepper);
        live.UntilShown(0);
        live.Until(() => live.Timeline.History.Range is not null);
        live.Thread.Show(0);
        live.UntilShown(0);
        int before = stepper.Targets.Count;
        live.Thread.StepOnce();
        live.Until(() => live.Timeline.History.Keyframes.Length == 2);
        Assert.IsType<SharedPositions>(Assert.Single(stepper.Targets.Skip(before)));
    }

    [Fact]
    public void A_device_that_fails_in_an_epoch_leaves_the_layout_to_the_processor_where_it_was()
    {
        FakeStepper device = new(N, 9);
        FakeStepper host = new(N, 9);
        using LiveLayout live = new(
            device,
            onHost: captured =>
            {
                host.GoBackTo(
                    new LayoutMoment(
                        captured.Steerable!.Epoch,
                        captured.Steerable.Epochs,
                        [.. Enumerable.Range(0, N).Select(captured.Positions.PositionOf)]
                    )
                );
                return host;
            }
        );
        live.UntilShown(0);
        live.Thread.Pin([1, 4]);
        live.Thread.FrameDrawn();
        live.UntilShown(1);
        device.Fault = new InvalidOperationException("the device is lost.");
        live.Thread.FrameDrawn();
        live.Until(() => live.Thread.HasMovedToHost);
        live.Thread.FrameDrawn();
        Assert.Equal(2, live.UntilShown(2)[3].X);
        Assert.True(device.IsDisposed);
        Assert.Equal(["back to 1 of 9", "pin 1 4", "step"], host.Log);
        Assert.Equal([0, 1, 2], live.Timeline.History.Keyframes);
        Assert.True(live.Thread.TryNextRefusal(out string? message));
        Assert.Contains("(the device is lost); it goes on on the processor", message);

        // A second failure is the processor's own.
        host.Fault = new InvalidOperationException("wrong");
        live.Thread.FrameDrawn();
        Assert.True(SpinWait.SpinUntil(() => Record.Exception(live.Thread.ThrowIfFailed) is not null, 20_000));
    }

    [Fact]
    public void What_was_published_last_can_be_had_of_a_layout_that_has_failed()
    {
        FakeStepper stepper = new(N, 9);
        using LiveLayout live = new(stepper);
        live.UntilShown(0);
        live.Thread.FrameDrawn();
        live.UntilShown(1);
        live.Thread.Pin([2]);
        live.Until(() => stepper.Log.Count == 2);
        stepper.Fault = new InvalidOperationException("lost");
        live.Thread.FrameDrawn();
        Assert.True(SpinWait.SpinUntil(() => Record.Exception(live.Thread.ThrowIfFailed) is not null, 20_000));

        LayoutCapture captured = live.Thread.CaptureLast()!;
        Assert.Equal([1, 2, 0], captured.Positions.Of(2).ToArray());
        SteerableCapture run = captured.Steerable!;
        Assert.Equal((1, 9, 0), (run.Epoch, run.Epochs, captured.EpochsBefore));
        Assert.Equal([2], run.Pins);
        Assert.Equal(2, live.Thread.EpochsRun + 1);
    }

    [Fact]
    public void What_is_asked_is_done_in_order_before_the_next_epoch()
    {
        FakeStepper stepper = new(N, 100);
        using LiveLayout live = new(stepper);
        live.Thread.TogglePause();
        stepper.MayStep.Reset();
        live.Thread.StepOnce();
        Assert.True(stepper.IsWaiting.Wait(10_000));

        // All of this is asked while an epoch runs.
        live.Thread.Steer(new UmapOptions { LearningRate = 0.5 });
        Assert.Equal(0.5, live.Thread.Status.Options!.LearningRate);
        live.Thread.Pin([1, 2]);
        live.Thread.Move([3], [Vector3.One]);
        live.Thread.StepOnce();
        live.Thread.Steer(new UmapOptions { LearningRate = 0.25 });
        live.Thread.Continue(7);
        live.Thread.TogglePause();
        stepper.MayStep.Set();

        live.Until(() => stepper.Log.Count == 7);
        Assert.Equal(["step", "steer 0.5", "pin 1 2", "move 1", "step", "steer 0.25", "continue 7"], stepper.Log);
        live.Until(() => live.Thread.Status is { Epoch: 2, Epochs: 9, State: LayoutState.Paused, Options.LearningRate: 0.25 });
    }

    [Fact]
    public void A_restart_is_taken_back_with_positions_schedule_history_and_figures()
    {
        FakeStepper stepper = new(N, 4);
        using LiveLayout live = new(stepper, paced: false);
        live.UntilShown(4);
        live.Until(() => live.Thread.Status.State == LayoutState.Finished && live.Timeline.History.Keyframes.Length == 5);
        live.Timeline.AddFigures(new EpochFigures(3) { MeanDisplacement = 0.5 });
        live.Thread.Move([1], [new Vector3(7, 8, 9)]);
        live.Until(() => live.Shown.Positions is { Length: > 0 } shown && shown[1].Y == 8);

        KeptLayout kept = new();
        stepper.MayStep.Reset();
        live.Thread.Restart(kept);
        live.UntilShown(0);
        Assert.True(stepper.IsWaiting.Wait(10_000));
        live.Thread.GoBack(kept);
        stepper.MayStep.Set();
        Vector4[] back = live.UntilShown(4);
        Assert.Equal(new Vector4(7, 8, 9, 0), back[1]);
        Assert.Equal(new Vector4(4, 2, 0, 0), back[2]);
        live.Until(() => live.Thread.Status is { Epoch: 4, Epochs: 4, State: LayoutState.Finished });
        live.Until(() => live.Timeline.History.Keyframes.Length == 5);
        Assert.Equal(0.5, Assert.Single(live.Timeline.Figures.Single(series => series.Kind == FigureKind.MeanDisplacement).Points).Value);
        Vector4[] second = new Vector4[N];
        Assert.True(live.Timeline.History.Read(2, second));
        Assert.Equal(2, second[2].X, 1e-3f);

        live.Thread.Restart(kept);
        live.Until(() =>
            live.Thread.Status is { Epoch: 4, State: LayoutState.Finished } && stepper.Log.Count(each => each == "restart") == 2
        );
        live.Thread.GoBack(kept);
        live.Until(() => live.Shown.Positions is { Length: > 0 } shown && shown[1].Y == 8);
    }

    [Fact]
    public void More_epochs_are_taken_back_to_the_epoch_and_the_pause_they_began_from()
    {
        FakeStepper stepper = new(N, 2);
        using LiveLayout live = new(stepper, paced: false);
        live.UntilShown(2);
        live.Until(() => live.Thread.Status.State == LayoutState.Finished);
        live.Thread.TogglePause();
        KeptLayout kept = new();
        live.Thread.Continue(5, kept);
        live.UntilShown(7);
        live.Timeline.AddFigures(new EpochFigures(1) { MeanDisplacement = 0.5 });
        live.Timeline.AddFigures(new EpochFigures(6) { MeanDisplacement = 0.25 });
        live.Thread.GoBack(kept);
        Assert.Equal(2, live.UntilShown(2)[3].X);
        live.Until(() => live.Timeline.History.Range is (0, 2));
        Assert.Equal(
            [1],
            live.Timeline.Figures.Single(series => series.Kind == FigureKind.MeanDisplacement).Points.Select(point => point.Epoch)
        );
        live.Thread.Continue(3, kept);
        live.UntilShown(5);
        live.Until(() => live.Thread.Status is { Epoch: 5, Epochs: 5 });
    }

    [Fact]
    public void What_was_refused_or_never_done_leaves_nothing_to_go_back_to()
    {
        FakeStepper stepper = new(N, 2);
        using LiveLayout live = new(stepper, paced: false);
        live.UntilShown(2);
        KeptLayout kept = new();
        live.Thread.Continue(0, kept);
        live.Thread.GoBack(kept);
        live.Until(() => live.Thread.TryNextRefusal(out _));
        live.Thread.StepOnce();
        live.Thread.Capture();
        Assert.Null(kept.State);
        Assert.DoesNotContain(stepper.Log, each => each.StartsWith("back", StringComparison.Ordinal));
    }

    [Fact]
    public void A_layout_by_tsne_is_steered_and_goes_on_and_its_points_stay_its_own()
    {
        FakeTsneStepper stepper = new(N, new TsneOptions { Epochs = 3 });
        using LiveLayout live = new(stepper);
        live.Thread.TogglePause();
        live.UntilShown(0);
        Assert.Null(live.Thread.Status.Options);

        live.Thread.Steer(stepper.Options with { Exaggeration = 4 });
        Assert.Equal(4, live.Thread.Status.Tsne!.Exaggeration);
        live.Thread.Steer(stepper.Options with { Perplexity = 7 });
        live.Thread.Continue(9);
        live.Thread.TogglePause();
        live.Thread.Pin([1]);
        live.Thread.Steer(new UmapOptions());

        live.Until(() => stepper.Log.Count == 2);
        Assert.Equal(["steer 4", "continue 9"], stepper.Log);
        live.Until(() => live.Thread.Status is { Epochs: 9, Tsne: { Exaggeration: 4, Perplexity: 30 } });
        List<string> refused = [];
        live.Until(() =>
        {
            if (live.Thread.TryNextRefusal(out string? message))
                refused.Add(message);
            return refused.Count == 3;
        });
        Assert.Contains("perplexity 7", refused[0]);
        Assert.All(refused[1..], message => Assert.Contains("t-SNE", message));
    }

    [Fact]
    public void A_move_is_shown_at_once_while_the_layout_is_paused_or_finished()
    {
        using LiveLayout live = new(new FakeStepper(N, 1));
        live.Thread.TogglePause();
        live.UntilShown(0);

        live.Thread.Move([1], [new Vector3(7, 8, 9)]);
        live.Until(() => live.Shown.Positions[1] == new Vector4(7, 8, 9, 0));
        live.Thread.StepOnce();
        live.Until(() => live.Thread.Status.State == LayoutState.Finished);
        live.Thread.Move([0], [new Vector3(3, 2, 1)]);
        live.Until(() => live.Shown.Positions[0] == new Vector4(3, 2, 1, 0));

        // The recorded epoch is what was last seen of it.
        Vector4[] recorded = new Vector4[N];
        live.Until(() => live.Timeline.History.Read(1, recorded) && Vector4.Distance(recorded[0], new Vector4(3, 2, 1, 0)) < 1e-3);
    }

    [Fact]
    public void An_earlier_epoch_is_shown_while_an_epoch_still_runs()
    {
        FakeStepper stepper = new(N, int.MaxValue);
        using LiveLayout live = new(stepper, paced: false);
        live.Until(() => live.Thread.Status.Epoch >= 10);
        stepper.MayStep.Reset();
        Assert.True(stepper.IsWaiting.Wait(10_000));

        live.Thread.Show(3);
        Assert.All(live.UntilShown(3), at => Assert.Equal(3, at.X, 1e-3));
        Assert.Equal(3, live.Published[0].X, 1e-3);
        live.Thread.Show(4.5);
        Assert.All(live.UntilShown(4), at => Assert.Equal(4.5, at.X, 1e-3));

        // The epoch that ends now is kept back, and no other begins.
        int epoch = live.Thread.Status.Epoch;
        stepper.MayStep.Set();
        live.Until(() => live.Thread.Status.Epoch == epoch + 1);
        Assert.Equal(LayoutState.Paused, live.Thread.Status.State);
        Assert.Equal(4, live.Shown.Epoch);
        Thread.Sleep(50);
        Assert.Equal(epoch + 1, live.Thread.Status.Epoch);
        Assert.Equal(4, live.Shown.Epoch);

        live.Thread.Show(null);
        live.Until(() => live.Shown.Epoch > epoch + 1);
    }

    [Fact]
    public void What_is_asked_while_an_earlier_epoch_is_shown_is_done_and_seen_on_the_return()
    {
        FakeStepper stepper = new(N, 100);
        using LiveLayout live = new(stepper);
        live.Thread.TogglePause();
        live.Thread.StepOnce();
        live.UntilShown(1);
        live.Thread.Show(0);
        live.UntilShown(0);

        live.Thread.StepOnce();
        live.Until(() => live.Thread.Status.Epoch == 2);
        Assert.Equal(0, live.Shown.Epoch);
        live.Thread.Move([0], [Vector3.One]);
        string? message = null;
        live.Until(() => live.Thread.TryNextRefusal(out message));
        Assert.Contains("return to the live layout", message, StringComparison.Ordinal);

        live.Thread.Show(null);
        Assert.Equal(2, live.UntilShown(2)[0].X);
    }

    [Fact]
    public void A_restart_forgets_the_epochs_and_shows_the_live_layout()
    {
        FakeStepper stepper = new(N, 100);
        using LiveLayout live = new(stepper);
        live.Thread.TogglePause();
        for (int i = 0; i < 5; i++)
            live.Thread.StepOnce();

        live.UntilShown(5);
        live.Thread.Show(2);
        live.UntilShown(2);

        live.Thread.Restart();

        Assert.All(live.UntilShown(0), at => Assert.Equal(0, at.X));
        live.Until(() => live.Thread.Status is { Epoch: 0, State: LayoutState.Running });
        Assert.Equal([0], live.Timeline.History.Keyframes);
        live.Thread.FrameDrawn();
        live.UntilShown(1);
    }

    [Fact]
    public void A_restart_makes_steps_pointless_that_wait()
    {
        FakeStepper stepper = new(N, 100);
        using LiveLayout live = new(stepper);
        live.Thread.TogglePause();
        stepper.MayStep.Reset();
        for (int i = 0; i < 50; i++)
            live.Thread.StepOnce();

        Assert.True(stepper.IsWaiting.Wait(10_000));
        live.Thread.Pin([4]);
        live.Thread.Restart();
        stepper.MayStep.Set();

        live.Until(() => stepper.Log.Contains("restart"));
        Assert.Equal("restart", stepper.Log.Last());
        Assert.Contains("pin 4", stepper.Log);
        Assert.True(stepper.Log.Count < 53, $"{stepper.Log.Count} things were done");
    }

    [Fact]
    public void A_finished_layout_goes_on_and_its_epochs_count_on()
    {
        using LiveLayout live = new(new FakeStepper(N, 2), paced: false);
        live.UntilShown(2);

        live.Thread.Continue(3);

        Assert.Equal(5, live.UntilShown(5)[0].X);
        Assert.Equal((5, 5), (live.Thread.Status.Epoch, live.Thread.Status.Epochs));
        Assert.Equal([0, 1, 2, 3, 4, 5], live.Timeline.History.Keyframes);
    }

    [Fact]
    public void Another_stepper_goes_on_from_where_the_last_one_was()
    {
        FakeStepper first = new(N, 4),
            second = new FakeStepper(N, 9).WithNeighbours(30);
        using (LiveLayout live = new(first))
        {
            live.Thread.TogglePause();
            live.Thread.StepOnce();
            live.Thread.StepOnce();
            live.Thread.Pin([2]);
            live.Thread.Steer(new UmapOptions { LearningRate = 0.5 });
            live.Thread.Replace(() => second);

            live.Until(() => first.IsDisposed);
            live.Until(() => live.Thread.Status is { Epoch: 2, Epochs: 11, Options: { Neighbours: 30, LearningRate: 0.5 } });
            live.Thread.StepOnce();
            Assert.All(live.UntilShown(3), at => Assert.Equal(3, at.X));
            Assert.Equal(["steer 0.5", "move 5", "pin 2", "step"], second.Log);
            Assert.False(second.IsDisposed);
        }

        Assert.True(second.IsDisposed);
    }

    [Fact]
    public void A_stepper_of_other_points_is_refused_and_disposed()
    {
        FakeStepper first = new(N, 4),
            second = new(N + 1, 4);
        using LiveLayout live = new(first);

        live.Thread.Replace(() => second);

        live.Until(() => live.Thread.TryNextRefusal(out _));
        Assert.True(second.IsDisposed);
        Assert.False(first.IsDisposed);
        live.Thread.FrameDrawn();
        live.UntilShown(1);
    }

    [Fact]
    public void What_cannot_be_is_refused_with_the_reason_and_the_layout_runs_on()
    {
        FakeStepper stepper = new(N, 100);
        using LiveLayout live = new(stepper);
        live.Thread.Steer(new UmapOptions { Spread = -1 });
        live.Thread.Continue(0);
        live.Thread.Move([9], [default]);

        List<string> messages = [];
        live.Until(() =>
        {
            while (live.Thread.TryNextRefusal(out string? message))
                messages.Add(message);

            return messages.Count == 3;
        });
        Assert.Equal("spread -1: give a number from 0.01 to 100", messages[0]);
        Assert.Equal("there is no point 9 among 5", messages[2]);
        Assert.Empty(stepper.Log);
        live.Thread.FrameDrawn();
        live.UntilShown(1);
    }

    [Fact]
    public void A_finished_layout_without_a_graph_is_shown_and_cannot_be_steered()
    {
        using FixedLayout points = new(new Layout(2, 2, [1, 2, 3, 4]));
        using LiveLayout live = new(points);
        Assert.Equal([new Vector4(1, 2, 0, 0), new Vector4(3, 4, 0, 0)], live.UntilShown(0));
        Assert.Equal(LayoutState.Finished, live.Thread.Status.State);
        Assert.Null(live.Thread.Status.Options);

        live.Thread.Move([0], [Vector3.One]);
        string? message = null;
        live.Until(() => live.Thread.TryNextRefusal(out message));
        Assert.Contains("cannot be steered", message, StringComparison.Ordinal);
        live.Thread.Restart();
        live.Thread.StepOnce();
        live.Thread.Show(0);
        live.Until(() => live.Timeline.History.Range == (0, 0));
        Assert.Equal(new Vector4(3, 4, 0, 0), live.UntilShown(0)[1]);
    }

    [Fact]
    public void What_fails_is_thrown_to_whoever_asks()
    {
        FakeStepper stepper = new(N, 10) { Fault = new InvalidOperationException("the device is lost") };
        using LiveLayout live = new(stepper);
        live.Thread.FrameDrawn();

        InvalidOperationException? thrown = null;
        Assert.True(
            SpinWait.SpinUntil(
                () => (thrown = Record.Exception(live.Thread.ThrowIfFailed) as InvalidOperationException) is not null,
                10_000
            )
        );
        Assert.Equal("the device is lost", thrown!.Message);
    }

    /// <summary>
    /// Whatever was asked in whatever order while epochs come at full speed, what is seen in the end is what was asked for last.
    /// </summary>
    [Fact]
    public void The_last_epoch_asked_for_is_the_last_one_shown() =>
        Gen.Int[-4, 12]
            .Array[1, 30]
            .Sample(
                asked =>
                {
                    using LiveLayout live = new(new FakeStepper(N, 400), paced: false);
                    live.Until(() => live.Timeline.History.Range?.Last >= 12);
                    foreach (int epoch in asked)
                    {
                        live.Thread.Show(epoch < 0 ? null : epoch);
                        _ = live.Shown;
                    }

                    if (asked[^1] < 0)
                    {
                        live.UntilShown(400);
                        return;
                    }

                    live.UntilShown(asked[^1]);
                    int done = live.Thread.Status.Epoch;
                    live.Until(() => live.Thread.Status.Epoch - done <= 1);
                    Thread.Sleep(2);
                    Assert.Equal(asked[^1], live.Shown.Epoch);
                    Assert.Equal(asked[^1], live.Published[0].X, 0.02);
                },
                iter: 30,
                threads: 1
            );
}
