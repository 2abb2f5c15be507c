using GpuCluster.Core.Layouts;

namespace GpuCluster.Core.Tests.Layouts;

public sealed class CounterRandomTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(ulong.MaxValue)]
    public void Indices_are_uniform_over_items_epochs_and_draws(ulong seed)
    {
        const int Cells = 64;
        int[] byCell = new int[Cells];
        for (uint epoch = 0; epoch < 20; epoch++)
        {
            for (uint item = 0; item < 500; item++)
            {
                uint key = CounterRandom.Key(seed, epoch, item);
                for (uint draw = 0; draw < 20; draw++)
                    byCell[CounterRandom.Index(CounterRandom.Bits(key, draw), Cells)]++;
            }
        }

        AssertUniform(byCell);
    }

    [Fact]
    public void Each_bit_is_a_fair_coin_and_neighbours_in_every_direction_are_unrelated()
    {
        int[][] joint = new int[4][];
        for (int i = 0; i < joint.Length; i++)
            joint[i] = new int[16 * 16];
        for (uint item = 0; item < 20_000; item++)
        {
            int here = Cell(7, 3, item, 5);
            joint[0][(here * 16) + Cell(7, 3, item, 6)]++;
            joint[1][(here * 16) + Cell(7, 3, item + 1, 5)]++;
            joint[2][(here * 16) + Cell(7, 4, item, 5)]++;
            joint[3][(here * 16) + Cell(8, 3, item, 5)]++;
        }

        foreach (int[] table in joint)
            AssertUniform(table);
    }

    [Fact]
    public void Keys_do_not_collide_more_than_chance()
    {
        HashSet<uint> keys = new();
        for (uint item = 0; item < 100_000; item++)
            keys.Add(CounterRandom.Key(42, 1, item));
        // 100,000 draws of 2^32 meet 1.2 times on average.
        Assert.InRange(keys.Count, 99_990, 100_000);
    }

    [Fact]
    public void Index_and_unit_stay_in_range_at_the_ends()
    {
        Assert.Equal(0, CounterRandom.Index(0, 7));
        Assert.Equal(6, CounterRandom.Index(uint.MaxValue, 7));
        Assert.Equal(0f, CounterRandom.Unit(0));
        Assert.True(CounterRandom.Unit(uint.MaxValue) < 1);
    }

    private static int Cell(ulong seed, uint stream, uint item, uint draw) =>
        CounterRandom.Index(CounterRandom.Bits(CounterRandom.Key(seed, stream, item), draw), 16);

    /// <summary>Chi squared within 5 standard deviations of its mean.</summary>
    private static void AssertUniform(int[] counts)
    {
        double expected = counts.Sum() / (double)counts.Length;
        double chi = counts.Sum(c => (c - expected) * (c - expected) / expected);
        int freedom = counts.Length - 1;
        Assert.InRange(chi, freedom - (5 * Math.Sqrt(2.0 * freedom)), freedom + (5 * Math.Sqrt(2.0 * freedom)));
    }
}
