using CsCheck;
using GpuCluster.Core.Samples;

namespace GpuCluster.Core.Tests.Samples;

public sealed class SampleRowsTests
{
    private static readonly Gen<bool[]> Kept = Gen.Bool.Array[0, 40];

    [Fact]
    public void A_sample_and_its_row_lead_to_each_other_and_a_gap_has_no_sample() =>
        Kept.Sample(kept =>
        {
            SampleRows rows = SampleRows.Of(kept.Length, RowsOf(kept));
            Assert.Equal((kept.Length, kept.Count(each => each)), (rows.Count, rows.Samples));
            Assert.Equal(kept.All(each => each), rows.IsWhole);
            for (int sample = 0; sample < rows.Samples; sample++)
                Assert.Equal(sample, rows.SampleAt(rows.RowOf(sample)));
            Assert.Equal(kept, Enumerable.Range(0, kept.Length).Select(row => rows.SampleAt(row) is not null));
            Assert.Null(rows.SampleAt(-1));
            Assert.Null(rows.SampleAt(kept.Length));
        });

    [Fact]
    public void Samples_that_are_picked_twice_keep_the_rows_they_had() =>
        Gen.Select(Kept, Kept)
            .Sample(
                (first, second) =>
                {
                    int[] all = RowsOf(first);
                    int[] picked = [.. Enumerable.Range(0, Math.Min(all.Length, second.Length)).Where(sample => second[sample])];
                    SampleRows rows = SampleRows.Of(first.Length, all).Pick(picked);
                    Assert.Equal(first.Length, rows.Count);
                    Assert.Equal(picked.Select(sample => all[sample]), Enumerable.Range(0, rows.Samples).Select(rows.RowOf));
                }
            );

    [Fact]
    public void Values_are_spread_to_their_rows_and_gaps_are_filled() =>
        Gen.Select(Kept, Gen.Int[1, 3])
            .Sample(
                (kept, width) =>
                {
                    int[] own = RowsOf(kept);
                    int[] values = [.. own.SelectMany(row => Enumerable.Range(row * width, width))];
                    int[] spread = SampleRows.Of(kept.Length, own).Spread<int>(values, width, -1);
                    Assert.Equal(Enumerable.Range(0, kept.Length * width).Select(i => kept[i / width] ? i : -1), spread);
                }
            );

    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(3, -1, 1)]
    public void Rows_that_do_not_ascend_within_the_data_are_refused(int count, int first, int second) =>
        Assert.Throws<ArgumentException>(() => SampleRows.Of(count, [first, second]));

    private static int[] RowsOf(bool[] kept) => [.. Enumerable.Range(0, kept.Length).Where(row => kept[row])];
}
