using System.Collections.Concurrent;
using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Session.Layouts;
using GpuCluster.Testing;

namespace GpuCluster.Session.Tests.Layouts;

public sealed class SceneFollowerTests
{
    [Fact]
    public void What_comes_while_the_scene_is_busy_replaces_what_waits_and_the_last_arrives()
    {
        using ManualResetEventSlim began = new(),
            goOn = new();
        ConcurrentQueue<int> seen = new();
        using SceneFollower follower = new(positions =>
        {
            seen.Enqueue(positions.Epoch);
            began.Set();
            goOn.Wait(TimeSpan.FromSeconds(20));
        });
        follower.Follow(TestPositions.Of(new Vector4[2], 1));
        Assert.True(began.Wait(TimeSpan.FromSeconds(20)));
        follower.Follow(TestPositions.Of(new Vector4[2], 2));
        follower.Follow(TestPositions.Of(new Vector4[2], 3));
        goOn.Set();
        Assert.True(SpinWait.SpinUntil(() => seen.Count == 2, TimeSpan.FromSeconds(20)));
        Assert.Equal([1, 3], seen);
    }

    [Fact]
    public void Positions_go_back_to_their_pool()
    {
        SharedPositionsPool pool = new(2);
        SharedPositions positions = pool.Rent(1);
        using (SceneFollower follower = new(_ => { }))
        {
            follower.Follow(positions);
        }

        positions.Release();
        Assert.Same(positions, pool.Rent(2));
    }

    [Fact]
    public void What_an_update_throws_reaches_the_next_caller()
    {
        using SceneFollower follower = new(_ => throw new InvalidDataException("no colours"));
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                    Record.Exception(() => follower.Follow(TestPositions.Of(new Vector4[1], 1)))
                        is InvalidDataException { Message: "no colours" },
                TimeSpan.FromSeconds(20)
            )
        );
    }
}
