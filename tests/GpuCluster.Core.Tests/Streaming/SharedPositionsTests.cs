using CsCheck;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Core.Tests.Streaming;

public sealed class SharedPositionsTests
{
    [Fact]
    public void An_array_serves_again_after_its_last_release_and_not_before()
    {
        SharedPositionsPool pool = new(3);
        SharedPositions first = pool.Rent(1);
        SharedPositions held = first.Hold();
        first.Release();
        Assert.NotSame(first, pool.Rent(2));
        held.Release();
        SharedPositions again = pool.Rent(3);
        Assert.Same(first, again);
        Assert.Equal(3, again.Epoch);
    }

    [Fact]
    public void One_release_too_many_is_an_error()
    {
        SharedPositions positions = new SharedPositionsPool(1).Rent(0);
        positions.Release();
        Assert.Throws<InvalidOperationException>(positions.Release);
    }

    /// <summary>Whatever is held is never handed out to be written.</summary>
    [Fact]
    public void What_is_held_is_not_rented() =>
        Gen.Int[0, 3]
            .Array[0, 200]
            .Sample(steps =>
            {
                SharedPositionsPool pool = new(1);
                List<SharedPositions> held = new();
                for (int i = 0; i < steps.Length; i++)
                {
                    if (steps[i] == 0 || held.Count == 0)
                    {
                        SharedPositions rented = pool.Rent(i);
                        Assert.DoesNotContain(rented, held);
                        held.Add(rented);
                    }
                    else if (steps[i] == 1)
                    {
                        held.Add(held[i % held.Count].Hold());
                    }
                    else
                    {
                        held[i % held.Count].Release();
                        held.RemoveAt(i % held.Count);
                    }
                }
            });
}
