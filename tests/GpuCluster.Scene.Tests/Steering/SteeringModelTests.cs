using System.Numerics;
using CsCheck;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Steering;

namespace GpuCluster.Scene.Tests.Steering;

public sealed class SteeringModelTests
{
    private const int Count = 200;

    [Fact]
    public void Possible_values_are_asked_for_and_impossible_ones_refused_with_the_reason() =>
        Gen.Select(Gen.Double[-1, 3], Gen.Double[-1, 3], Gen.Double[-1, 3], Gen.Int[0, 300], Gen.Int[-2, 20])
            .Sample(
                (minDist, spread, rate, neighbours, negatives) =>
                {
                    (SteeringModel steering, _, List<SceneRequest> asked, _) = Model();
                    steering.SetRunning(new UmapOptions());
                    UmapOptions wanted = new()
                    {
                        MinDist = minDist,
                        Spread = spread,
                        LearningRate = rate,
                        Neighbours = neighbours,
                        NegativeSamples = negatives,
                    };
                    bool isPossible =
                        minDist >= 0
                        && minDist <= spread
                        && spread >= UmapLimits.MinSpread
                        && rate >= UmapLimits.MinLearningRate
                        && neighbours is >= 2 and <= Count
                        && negatives >= 0;
                    Assert.Equal(isPossible, steering.TrySteer(wanted));
                    Assert.Equal(isPossible ? wanted : new UmapOptions(), steering.Options);
                    Assert.Equal(isPossible, steering.Fault is null);
                    Assert.Equal(isPossible ? [new SceneRequest.Steer(wanted)] : [], asked);
                    Assert.True(steering.TrySteer(new UmapOptions()));
                    Assert.Null(steering.Fault);
                }
            );

    [Fact]
    public void Nothing_is_asked_of_a_layout_that_cannot_be_steered()
    {
        (SteeringModel steering, SelectionModel selection, List<SceneRequest> asked, _) = Model();
        selection.SelectAll();
        Assert.False(steering.TrySteer(new UmapOptions { MinDist = 0.3 }));
        steering.Perturb();
        steering.TogglePins();
        steering.Continue(100);
        Assert.Empty(asked);
        steering.SetRunning(new UmapOptions());
        steering.Continue(100);
        Assert.Equal(100, Assert.IsType<SceneRequest.Continue>(Assert.Single(asked)).Epochs);
        Assert.Throws<ArgumentOutOfRangeException>(() => steering.Continue(0));
    }

    [Fact]
    public void The_same_value_twice_is_asked_for_once()
    {
        (SteeringModel steering, _, List<SceneRequest> asked, _) = Model();
        steering.SetRunning(new UmapOptions());
        Assert.True(steering.TrySteer(new UmapOptions { Repulsion = 2 }));
        Assert.True(steering.TrySteer(new UmapOptions { Repulsion = 2 }));
        Assert.Single(asked);
    }

    [Fact]
    public void Pins_are_set_for_all_selected_and_taken_where_all_have_them()
    {
        (SteeringModel steering, SelectionModel selection, List<SceneRequest> asked, _) = Model();
        steering.SetRunning(new UmapOptions());
        steering.TogglePins();
        Assert.Empty(asked);
        selection.Select(PointSet.Of(Count, 1, 2));
        steering.TogglePins();
        selection.Select(3, SelectionChange.Add);
        steering.TogglePins();
        Assert.Equal([1, 2, 3], steering.Pinned.ToArray());
        selection.Select(2);
        steering.TogglePins();
        Assert.Equal(
            [
                [1, 2],
                [1, 2, 3],
                [1, 3],
            ],
            asked.Cast<SceneRequest.Pin>().Select(pin => pin.Points)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => steering.SetPinned(PointSet.All(3)));
    }

    [Fact]
    public void A_perturbation_stays_within_its_reach_and_repeats_by_seed() =>
        Gen.Select(Gen.Float[0, 1], Gen.ULong, Gen.Bool)
            .Sample(
                (share, seed, isFlat) =>
                {
                    SceneRequest.Move[] first = Perturb(share, seed, isFlat, out CloudPositions cloud);
                    SceneRequest.Move[] second = Perturb(share, seed, isFlat, out _);
                    for (int turn = 0; turn < 2; turn++)
                    {
                        Assert.Equal(first[turn].Positions, second[turn].Positions);
                        for (int i = 0; i < Count; i++)
                        {
                            Vector3 way = first[turn].Positions[i] - Place(i);
                            Assert.True(way.Length() <= (share * cloud.Bounds.Radius) + 1e-5f);
                            Assert.True(!isFlat || way.Z == 0);
                        }
                    }

                    if (share > 0.01f)
                        Assert.NotEqual(first[0].Positions, first[1].Positions);
                }
            );

    [Fact]
    public void A_perturbation_goes_every_way_and_fills_its_ball()
    {
        SceneRequest.Move move = Perturb(0.5f, 1, false, out CloudPositions cloud)[0];
        Vector3[] ways = [.. move.Positions.Select((place, i) => (place - Place(i)) / (0.5f * cloud.Bounds.Radius))];

        // Even in a ball: the mean is 0 and the mean square of each coordinate 1/5, within some standard errors of 200 draws.
        Vector3 mean = ways.Aggregate(Vector3.Add) / Count;
        Vector3 squares = ways.Aggregate(Vector3.Zero, (sum, way) => sum + (way * way)) / Count;
        Assert.True(mean.Length() < 0.15f, $"{mean}");
        Assert.True(Vector3.Abs(squares - new Vector3(0.2f)).Length() < 0.1f, $"{squares}");
    }

    [Fact]
    public void A_layout_by_tsne_takes_what_it_can_and_its_points_are_left_alone()
    {
        (SteeringModel steering, SelectionModel selection, List<SceneRequest> asked, _) = Model();
        selection.Select(1);
        Assert.False(steering.TrySteer(new TsneOptions { Exaggeration = 4 }));
        steering.SetRunning(null, new TsneOptions());
        Assert.True(steering.TrySteer(new TsneOptions { Exaggeration = 4 }));
        Assert.True(steering.TrySteer(new TsneOptions { Exaggeration = 4 }));
        Assert.False(steering.TrySteer(new TsneOptions { Exaggeration = 4, Perplexity = 50 }));
        Assert.Contains("perplexity 50", steering.Fault!.Message);
        Assert.False(steering.TrySteer(new UmapOptions()));
        steering.TogglePins();
        steering.Perturb();
        steering.Continue(100);
        Assert.Equal(2, asked.Count);
        Assert.Equal(new SceneRequest.SteerTsne(new TsneOptions { Exaggeration = 4 }), asked[0]);
        Assert.Equal(100, Assert.IsType<SceneRequest.Continue>(asked[1]).Epochs);
    }

    private static SceneRequest.Move[] Perturb(float share, ulong seed, bool isFlat, out CloudPositions cloud)
    {
        (SteeringModel steering, SelectionModel selection, List<SceneRequest> asked, cloud) = Model();
        steering.SetRunning(new UmapOptions { Seed = seed, Dims = isFlat ? 2 : 3 });
        steering.Perturbation = share;
        selection.SelectAll();
        steering.Perturb();
        steering.Perturb();
        return [.. asked.Cast<SceneRequest.Move>()];
    }

    private static Vector3 Place(int i) => new(MathF.Sin(i * 1.3f), MathF.Sin(i * 2.1f), MathF.Sin(i * 0.7f));

    private static (SteeringModel Steering, SelectionModel Selection, List<SceneRequest> Asked, CloudPositions Cloud) Model()
    {
        CloudPositions cloud = new(Count);
        cloud.Update(
            positions =>
            {
                for (int i = 0; i < positions.Length; i++)
                    positions[i] = new Vector4(Place(i), 0);
            },
            _ => { }
        );
        SelectionModel selection = new(Count);
        List<SceneRequest> asked = new();
        return (new SteeringModel(cloud, selection, asked.Add), selection, asked, cloud);
    }
}
