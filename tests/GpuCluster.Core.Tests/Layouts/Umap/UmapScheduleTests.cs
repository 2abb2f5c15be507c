using CsCheck;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Core.Tests.Layouts.Umap;

public sealed class UmapScheduleTests
{
    /// <summary>
    /// umap-learn's counters, in double. Where a counter comes within a rounding error of a whole epoch the two may differ by one epoch;
    /// such ratios are checked by the exact cases below.
    /// </summary>
    [Fact]
    public void Acts_and_draws_as_umap_learns_counters_do() =>
        Gen.Select(Gen.Double[0.002, 1], Gen.Int[1, 20])
            .Sample(
                (ratio, rate) =>
                {
                    float weight = (float)ratio;
                    uint step = UmapSchedule.Step(weight, 1);
                    double period = 1.0 / weight,
                        next = period,
                        negativePeriod = period / rate,
                        nextNegative = negativePeriod;
                    for (int epoch = 0; epoch < 500; epoch++)
                    {
                        if (Near(epoch * (double)weight))
                            return;
                        bool fires = next <= epoch;
                        Assert.Equal(fires, UmapSchedule.Fires(step, epoch));
                        if (!fires)
                            continue;
                        next += period;
                        if (Near((epoch - nextNegative) / negativePeriod))
                            return;
                        int negatives = (int)((epoch - nextNegative) / negativePeriod);
                        nextNegative += negatives * negativePeriod;
                        Assert.Equal(negatives, UmapSchedule.Negatives(step, epoch, rate));
                    }
                }
            );

    [Theory]
    [InlineData(1f, 1, 4, 2, 5)]
    [InlineData(0.5f, 2, 4, 4, 5)]
    [InlineData(0.25f, 4, 4, 8, 5)]
    public void Exact_ratios_act_at_whole_periods(float weight, int first, int firstNegatives, int second, int secondNegatives)
    {
        uint step = UmapSchedule.Step(weight, 1);

        Assert.Equal([first, second], Enumerable.Range(0, second + 1).Where(e => UmapSchedule.Fires(step, e)));
        Assert.Equal(firstNegatives, UmapSchedule.Negatives(step, first, 5));
        Assert.Equal(secondNegatives, UmapSchedule.Negatives(step, second, 5));
    }

    [Fact]
    public void Total_actions_are_the_epochs_share() =>
        Gen.Select(Gen.Float[0.001f, 1], Gen.Int[1, 3000])
            .Sample(
                (weight, epochs) =>
                {
                    uint step = UmapSchedule.Step(weight, 1);
                    int actions = Enumerable.Range(0, epochs).Count(e => UmapSchedule.Fires(step, e));
                    Assert.InRange(
                        actions,
                        Math.Floor((epochs - 1) * (double)weight - 1e-6),
                        Math.Floor((epochs - 1) * (double)weight + 1e-6)
                    );
                }
            );

    [Fact]
    public void No_negatives_where_none_are_asked_for()
    {
        foreach (int epoch in Enumerable.Range(1, 100))
            Assert.Equal(0, UmapSchedule.Negatives(UmapSchedule.FullStep, epoch, 0));
    }

    [Fact]
    public void Step_length_falls_after_the_epoch()
    {
        Assert.Equal(1f, UmapSchedule.Alpha(1, 0, 500));
        Assert.Equal(1f, UmapSchedule.Alpha(1, 1, 500));
        Assert.Equal(0.998f, UmapSchedule.Alpha(1, 2, 500));
        Assert.Equal(2 * (1 - (498 / 500f)), UmapSchedule.Alpha(2, 499, 500), 1e-6f);
    }

    [Fact]
    public void Short_runs_prune_as_long_ones_do()
    {
        Assert.Equal(0.01f, UmapSchedule.MinWeight(1, 100, 100));
        Assert.Equal(1 / 500f, UmapSchedule.MinWeight(1, 100, 10));
        Assert.Equal(1 / 200f, UmapSchedule.MinWeight(1, 20_000, 10));
    }

    private static bool Near(double value) => Math.Abs(value - Math.Round(value)) < 1e-5;
}
