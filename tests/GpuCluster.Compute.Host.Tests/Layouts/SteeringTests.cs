using System.Numerics;
using CsCheck;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Compute.Host.Tests.Layouts;

public sealed class SteeringTests
{
    // UMAP's curve for a least distance of 0.1 and a spread of 1.
    private const double A = 1.576943,
        B = 0.895061;

    private static readonly UmapOptions Options = new() { Epochs = 30 };
    private static readonly UmapOptions Steered = Options with
    {
        LearningRate = 0.4,
        Repulsion = 2,
        NegativeSamples = 3,
        MinDist = 0.3,
        Spread = 1.5,
    };

    [Fact]
    public void What_is_steered_before_the_first_epoch_is_what_a_new_layout_does()
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(400, 3);
        using HostUmapStepper stepper = new(graph, initial, Options, 2);
        using HostUmapStepper expected = new(graph, initial, Steered, 1);

        stepper.Steer(Steered);

        Assert.Equal(Steered, stepper.Options);
        Assert.Equal(Finish(expected), Finish(stepper));
    }

    [Theory]
    [InlineData("learning rate")]
    [InlineData("repulsion")]
    [InlineData("negative samples")]
    [InlineData("least distance")]
    [InlineData("spread")]
    public void Each_value_is_seen_in_the_next_epoch(string what)
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(200, 3);
        using HostUmapStepper stepper = new(graph, initial, Options, 1);
        using HostUmapStepper unsteered = new(graph, initial, Options, 1);
        Step(stepper, 10);
        Step(unsteered, 10);

        stepper.Steer(
            what switch
            {
                "learning rate" => Options with { LearningRate = 2 },
                "repulsion" => Options with { Repulsion = 2 },
                "negative samples" => Options with { NegativeSamples = 9 },
                "least distance" => Options with { MinDist = 0.5 },
                _ => Options with { Spread = 2 },
            }
        );

        Assert.Equal(unsteered.Read().Values, stepper.Read().Values);
        Step(stepper, 1);
        Step(unsteered, 1);
        Assert.NotEqual(unsteered.Read().Values, stepper.Read().Values);
        Assert.Equal(11, stepper.Epoch);
    }

    [Fact]
    public void A_restart_after_steering_starts_from_the_initial_layout_with_the_present_options()
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(300, 2);
        using HostUmapStepper stepper = new(graph, initial, Options with { Dims = 2 }, 2);
        using HostUmapStepper expected = new(graph, initial, Steered with { Dims = 2, Epochs = 50 }, 1);
        Step(stepper, 7);
        stepper.Steer(Steered with { Dims = 2, Epochs = 50 });
        Assert.Equal(30, stepper.Epochs);
        Step(stepper, 5);

        stepper.Restart();

        Assert.Equal((0, 50), (stepper.Epoch, stepper.Epochs));
        Assert.Equal(initial.Values, stepper.Read().Values);
        Assert.Equal(Finish(expected), Finish(stepper));
    }

    [Theory]
    [InlineData(30)]
    [InlineData(90)]
    [InlineData(4)]
    public void Going_on_is_what_a_new_layout_from_the_present_positions_does(int epochs)
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(300, 3);
        using HostUmapStepper stepper = new(graph, initial, Options, 2);
        Finish(stepper);
        using HostUmapStepper expected = new(graph, stepper.Read(), Options with { Epochs = epochs }, 1);

        stepper.Continue(epochs);

        Assert.Equal((0, epochs), (stepper.Epoch, stepper.Epochs));
        Assert.Equal(Finish(expected), Finish(stepper));
        stepper.Restart();
        Assert.Equal(30, stepper.Epochs);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(45)]
    public void A_stepper_made_where_another_stopped_goes_on_to_the_same_end(int epoch)
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(300, 3);
        using HostUmapStepper stepper = new(graph, initial, Options, 2);
        stepper.Continue(45);
        Step(stepper, epoch);
        using HostUmapStepper second = new(graph, initial, Options, 1, new UmapProgress(stepper.Read(), stepper.Epoch, stepper.Epochs));

        Assert.Equal((epoch, 45), (second.Epoch, second.Epochs));
        Assert.Equal(Finish(stepper), Finish(second));
        second.Restart();
        Assert.Equal((0, 30), (second.Epoch, second.Epochs));
        Assert.Equal(initial.Values, second.Read().Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(30)]
    public void After_a_restart_or_more_epochs_it_goes_back_and_on_to_the_same_bits(int epoch)
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(300, 3);
        using HostUmapStepper straight = new(graph, initial, Options, 1);
        using HostUmapStepper stepper = new(graph, initial, Options, 2);
        stepper.Pin([3, 5]);
        straight.Pin([3, 5]);
        Step(stepper, epoch);
        Step(straight, epoch);
        LayoutMoment moment = stepper.Keep();
        stepper.Restart();
        Step(stepper, 4);
        stepper.Continue(45);
        Step(stepper, 7);

        stepper.GoBackTo(moment);
        Assert.Equal((epoch, 30), (stepper.Epoch, stepper.Epochs));
        Assert.Equal(straight.Read().Values, stepper.Read().Values);
        Assert.Equal(Finish(straight), Finish(stepper));
        Assert.Throws<ArgumentOutOfRangeException>(() => stepper.GoBackTo(moment with { Positions = new Vector4[2] }));
    }

    [Fact]
    public void A_pinned_vertex_pulls_others_and_is_not_moved_as_an_independent_umap_in_double_has_it()
    {
        // A triangle without chance, every vertex a sub-batch of its own, the middle one pinned.
        LayoutGraph graph = new([0, 2, 4, 6], [1, 2, 0, 2, 0, 1], [1, 0.5f, 1, 0.25f, 0.5f, 0.25f]);
        Layout initial = new(3, 3, [0, 1, 2, 7, 5, 3, 2, 9, 4]);
        using HostUmapStepper stepper = new(graph, initial, new UmapOptions { Epochs = 12, NegativeSamples = 0 }, 1);
        stepper.Pin([1]);

        float[] found = Finish(stepper);

        Assert.Equal(initial.Of(1), found.AsSpan(3, 3));
        double[] oracle = SequentialUmap.Optimise(graph, initial, 12, A, B, 0, negativeSamples: 0, pinned: 1);
        foreach ((float x, double expected) in found.Zip(oracle))
            Assert.Equal(expected, x, 1e-3);
    }

    [Fact]
    public void A_pinned_vertex_pushes_others_away()
    {
        // No edge leads to the pinned one: only as a negative does it act.
        LayoutGraph graph = new([0, 1, 2, 2], [1, 0], [1, 1]);
        Layout initial = new(3, 3, [0, 0, 0, 0.5f, 0, 0, 0.2f, 0.4f, 0]);
        using HostUmapStepper stepper = new(graph, initial, new UmapOptions { Epochs = 40 }, 1);
        stepper.Pin([2]);

        float[] found = Finish(stepper);

        Assert.Equal(initial.Of(2), found.AsSpan(6, 3));
        float before = Vector3.Distance(new Vector3(0.25f, 0, 0), new Vector3(0.2f, 0.4f, 0));
        float after = Vector3.Distance((new Vector3(found.AsSpan(0, 3)) + new Vector3(found.AsSpan(3, 3))) / 2, new Vector3(0.2f, 0.4f, 0));
        Assert.True(after > before + 0.5f, $"{before} {after}");
    }

    [Fact]
    public void Pins_that_were_taken_back_leave_no_trace()
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(300, 3);
        using HostUmapStepper stepper = new(graph, initial, Options, 2);
        using HostUmapStepper expected = new(graph, initial, Options, 2);
        stepper.Pin([5, 6, 7]);
        stepper.Pin([]);

        Assert.Equal(Finish(expected), Finish(stepper));
    }

    [Fact]
    public void All_pinned_stand_still()
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(150, 3);
        using HostUmapStepper stepper = new(graph, initial, Options, 2);
        stepper.Pin([.. Enumerable.Range(0, 150)]);

        Assert.Equal(initial.Values, Finish(stepper));
    }

    [Fact]
    public void A_moved_point_is_where_it_was_put_pinned_or_not()
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(100, 2);
        using HostUmapStepper stepper = new(graph, initial, Options with { Dims = 2 }, 1);
        Step(stepper, 5);
        float[] before = stepper.Read().Values;
        stepper.Pin([3]);

        stepper.Move([3, 8], [new Vector3(20, -7, 5), new Vector3(1, 2, 3)]);

        before[6] = 20;
        before[7] = -7;
        before[16] = 1;
        before[17] = 2;
        Assert.Equal(before, stepper.Read().Values);
        Step(stepper, 10);
        Assert.Equal([20, -7], stepper.Read().Of(3).ToArray());
        Assert.NotEqual([1, 2], stepper.Read().Of(8).ToArray());
        stepper.Restart();
        Step(stepper, 10);
        Assert.Equal(initial.Of(3), stepper.Read().Of(3));
    }

    /// <summary>
    /// Whatever is asked in whatever order, the number of threads changes no bit, pinned points keep theirs, and nothing becomes infinite.
    /// </summary>
    [Fact]
    public void Any_steering_repeats_to_the_bit_on_any_number_of_threads_and_holds_what_is_pinned()
    {
        const int N = 300;
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(N, 3);
        Gen<int[]> points = Gen.Int[0, N - 1].Array[0, 20].Select(chosen => chosen.Distinct().ToArray());
        Gen<Action<HostUmapStepper>> action = Gen.OneOf(
            Gen.Int[1, 12].Select(epochs => new Action<HostUmapStepper>(s => Step(s, epochs))),
            Gen.Select(
                Gen.Double[0.1, 3],
                Gen.Double[0, 4],
                Gen.Int[0, 12],
                Gen.Double[0, 1],
                (rate, gamma, negatives, minDist) =>
                    new Action<HostUmapStepper>(s =>
                        s.Steer(s.Options with { LearningRate = rate, Repulsion = gamma, NegativeSamples = negatives, MinDist = minDist })
                    )
            ),
            Gen.Int[1, 60].Select(epochs => new Action<HostUmapStepper>(s => s.Continue(epochs))),
            points.Select(chosen => new Action<HostUmapStepper>(s => s.Pin(chosen))),
            points.Select(chosen => new Action<HostUmapStepper>(s =>
                s.Move(chosen, [.. chosen.Select(i => new Vector3(i % 7, i % 5, i % 3))])
            )),
            Gen.Const(new Action<HostUmapStepper>(s => s.Restart()))
        );
        Gen.Select(points, action.Array[1, 8])
            .Sample(
                (pinned, actions) =>
                {
                    using HostUmapStepper one = new(graph, initial, Options, 1);
                    using HostUmapStepper three = new(graph, initial, Options, 3);
                    foreach (Action<HostUmapStepper>? act in actions)
                    {
                        act(one);
                        act(three);
                        Assert.Equal(one.Read().Values, three.Read().Values);
                    }

                    Assert.Equal(one.Loss(), three.Loss());
                    one.Pin(pinned);
                    Layout before = one.Read();
                    one.Continue(15);
                    Step(one, 15);
                    Layout after = one.Read();
                    foreach (int point in pinned)
                        Assert.Equal(before.Of(point).ToArray(), after.Of(point).ToArray());
                    Assert.All(after.Values, v => Assert.True(float.IsFinite(v)));
                },
                iter: 40
            );
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_loss_is_that_of_an_independent_sum_in_double(int dims)
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(600, dims);
        using HostUmapStepper stepper = new(graph, initial, Options with { Dims = dims, Repulsion = 1.7, NegativeSamples = 4 }, 2);
        Finish(stepper);
        (double Attraction, double Repulsion) expected = SequentialUmap.EffectiveLoss(
            graph,
            [.. stepper.Read().Values.Select(v => (double)v)],
            dims,
            A,
            B,
            4,
            1.7
        );

        LayoutLoss found = stepper.Loss();

        Assert.Equal(expected.Attraction, found.Attraction, 1e-4 * expected.Attraction);

        // 3,000 pairs were drawn, and their terms spread by several times their mean: few pairs are near.
        Assert.Equal(expected.Repulsion, found.Repulsion, 0.15 * expected.Repulsion);
        Assert.Equal(found.Attraction + found.Repulsion, found.Total);
    }

    [Fact]
    public void Drawn_pairs_estimate_the_repulsion_without_bias()
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(300, 3);
        double sum = 0.0;
        for (ulong seed = 1UL; seed <= 40; seed++)
        {
            using HostUmapStepper stepper = new(graph, initial, Options with { Seed = seed }, 1);
            sum += stepper.Loss().Repulsion;
        }

        double expected = SequentialUmap.EffectiveLoss(graph, [.. initial.Values.Select(v => (double)v)], 3, A, B, 5, 1).Repulsion;
        Assert.Equal(expected, sum / 40, 0.02 * expected);
    }

    [Fact]
    public void Optimising_lowers_the_loss_and_the_loss_disturbs_nothing()
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(500, 3);
        using HostUmapStepper watched = new(graph, initial, Options, 2);
        using HostUmapStepper unwatched = new(graph, initial, Options, 2);
        double first = watched.Loss().Total;
        while (watched.Epoch < watched.Epochs)
        {
            watched.Step();
            watched.Loss();
        }

        Assert.True(watched.Loss().Total < first, $"{watched.Loss()} {first}");
        Assert.Equal(Finish(unwatched), watched.Read().Values);
    }

    [Fact]
    public void What_cannot_be_is_refused_and_changes_nothing()
    {
        (LayoutGraph? graph, Layout? initial) = LayoutFixtures.Clusters(50, 3);
        using HostUmapStepper stepper = new(graph, initial, Options, 1);

        Assert.Contains(
            "spread",
            Assert.Throws<ArgumentException>(() => stepper.Steer(Options with { Spread = -1 })).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentException>(() => stepper.Steer(Options with { Neighbours = 20 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => stepper.Continue(0));
        Assert.Throws<ArgumentException>(() => stepper.Pin([50]));
        Assert.Throws<ArgumentException>(() => stepper.Move([1, 1], [default, default]));
        Assert.Throws<ArgumentException>(() => new HostUmapStepper(graph, initial, Options with { MinDist = 3 }, 1));
        Assert.Equal(Options, stepper.Options);
        Assert.Equal(initial.Values, stepper.Read().Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Few_samples_can_be_steered(int n)
    {
        Layout initial = new(n, 3, new float[3 * n]);
        using HostUmapStepper stepper = new(new LayoutGraph(new int[n + 1], [], []), initial, Options, 2);
        stepper.Pin([.. Enumerable.Range(0, n)]);
        stepper.Steer(Steered);
        stepper.Continue(5);
        Assert.Equal(initial.Values, Finish(stepper));
        Assert.Equal(default, stepper.Loss());
    }

    private static void Step(HostUmapStepper stepper, int epochs)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
            stepper.Step();
    }

    private static float[] Finish(HostUmapStepper stepper)
    {
        while (stepper.Epoch < stepper.Epochs)
            stepper.Step();
        return stepper.Read().Values;
    }
}
