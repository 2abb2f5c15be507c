using System.Numerics;
using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Colouring;

public sealed class ColumnColouringTests
{
    [Fact]
    public void Numbers_rise_along_the_ramp_and_what_is_no_number_is_grey() =>
        Gen.OneOf(
                Gen.Float[-1000, 1000],
                Gen.Const(float.NaN),
                Gen.Const(float.MaxValue),
                Gen.Const(float.MinValue),
                Gen.Const(float.PositiveInfinity)
            )
            .Array[0, 200]
            .Sample(values =>
            {
                NumericColouring colouring = new(new NumericColumn("weight", [.. values]));
                uint[] colours = colouring.Colour(new Vector4[values.Length]).Rgba;
                uint[] ramp = PerceptualRamp.Table();
                for (int i = 0; i < values.Length; i++)
                {
                    if (float.IsNaN(values[i]))
                        Assert.Equal(LabelPalette.Unlabeled, colours[i]);
                    else
                        Assert.Contains(colours[i], ramp);

                    for (int j = 0; j < i; j++)
                    {
                        if (values[j] <= values[i])
                            Assert.True(Array.IndexOf(ramp, colours[j]) <= Array.IndexOf(ramp, colours[i]));
                    }
                }

                int without = values.Count(float.IsNaN);
                Assert.Equal(without, colouring.Legend.Entries.Sum(entry => entry.Count));
                Assert.True(colouring.Legend.IsScale);
            });

    [Fact]
    public void The_range_runs_between_the_2nd_and_98th_percentile()
    {
        float[] values = [.. Enumerable.Range(0, 101).Select(i => (float)i), 1e6f];
        Legend legend = new NumericColouring(new NumericColumn("age", [.. values])).Legend;
        Assert.Equal("age", legend.Title);
        Assert.Equal(["99", "74.75", "50.5", "26.25", "2"], legend.Entries.Select(entry => entry.Name));
        Assert.Equal(PerceptualRamp.At(1), legend.Entries[0].Rgba);
        Assert.Equal(PerceptualRamp.At(0), legend.Entries[^1].Rgba);
    }

    [Fact]
    public void Times_of_consecutive_seconds_have_colours_and_names_of_their_own()
    {
        double[] times = [.. Enumerable.Range(0, 101).Select(i => 1_700_000_000.0 + i)];

        NumericColouring colouring = new(new NumericColumn("time", times));

        Assert.InRange(colouring.Colour(new Vector4[101]).Rgba.Distinct().Count(), 90, 101);
        string[] names = [.. colouring.Legend.Entries.Select(entry => entry.Name)];
        Assert.Equal(["1700000098", "1700000074", "1700000050", "1700000026", "1700000002"], names);
    }

    [Fact]
    public void Equal_numbers_have_one_colour_in_the_middle()
    {
        NumericColouring colouring = new(new NumericColumn("flat", [7, 7, 7]));
        Assert.Equal([PerceptualRamp.Table()[128]], colouring.Colour(new Vector4[3]).Rgba.Distinct());
        Assert.Single(colouring.Legend.Entries);
        Assert.Empty(new NumericColouring(new NumericColumn("none", [])).Colour([]).Rgba);
    }

    [Fact]
    public void Text_is_coloured_by_frequency_and_the_rest_is_grey()
    {
        string[] values = ["b", "a", "b", "", "中", "a", "b"];
        TextColouring colouring = new(new TextColumn("kind", values));
        Assert.Equal(["b", "a", "中", "no value"], colouring.Legend.Entries.Select(entry => entry.Name));
        Assert.Equal([3, 2, 1, 1], colouring.Legend.Entries.Select(entry => entry.Count));
        uint[] colours = colouring.Colour(new Vector4[7]).Rgba;
        Assert.Equal(LabelPalette.Of(0), colours[0]);
        Assert.Equal(LabelPalette.Unlabeled, colours[3]);

        string[] many = [.. Enumerable.Range(0, 500).Select(i => $"value {i}")];
        Legend legend = new TextColouring(new TextColumn("many", many)).Legend;
        Assert.Equal(CategoryColouring.MaxEntries + 1, legend.Entries.Count);
        Assert.Equal(new LegendEntry("200 other values", LabelPalette.Unlabeled, 200), legend.Entries[^1]);
    }

    [Fact]
    public void Parts_are_listed_by_size_and_every_point_is_in_one_entry() =>
        Gen.Int[-1, 400]
            .Array[0, 900]
            .Sample(partOf =>
            {
                foreach (
                    CategoryColouring colouring in new[]
                    {
                        PartitionColouring.OfClusters(partOf),
                        PartitionColouring.OfGroups(new SimilarityGroups(0.9f, GroupLinkage.Star, partOf, [])),
                    }
                )
                {
                    Assert.Equal(partOf.Length, colouring.Legend.Entries.Sum(entry => entry.Count));
                    uint[] colours = colouring.Colour(new Vector4[partOf.Length]).Rgba;
                    for (int entry = 0; entry < colouring.Legend.Entries.Count; entry++)
                    {
                        int[] points = colouring.PointsOf(entry).ToArray();
                        Assert.Equal(colouring.Legend.Entries[entry].Count, points.Length);
                        Assert.All(points, point => Assert.Equal(colouring.Legend.Entries[entry].Rgba, colours[point]));
                        bool isRest = colouring.Legend.Entries[entry].Rgba == LabelPalette.Unlabeled;
                        Assert.True(isRest || points.Select(point => partOf[point]).Distinct().Count() == 1);
                    }

                    int[] sizes =
                    [
                        .. colouring.Legend.Entries.Where(entry => entry.Rgba != LabelPalette.Unlabeled).Select(entry => entry.Count),
                    ];
                    Assert.Equal(sizes.OrderDescending(), sizes);
                }
            });

    [Fact]
    public void Motion_is_an_average_of_the_last_epochs_and_colours_what_moves()
    {
        CloudPositions cloud = new(4);
        DisplacementColouring colouring = new(cloud);
        double[] expected = new double[4];
        for (int epoch = 0; epoch < 30; epoch++)
        {
            uint[] colours = [];
            cloud.Update(positions => Place(positions, epoch), positions => colours = colouring.Colour(positions).Rgba);
            for (int i = 0; i < 4 && epoch > 0; i++)
            {
                expected[i] = (0.9 * expected[i]) + (0.1 * i);
                Assert.Equal(expected[i], cloud.Motion[i], 1e-5);
            }

            Assert.Equal(4, colours.Length);
            if (epoch > 0)
                Assert.Equal([PerceptualRamp.At(0), PerceptualRamp.At(1)], new[] { colours[0], colours[3] });
        }

        Assert.Equal("displacement per epoch", colouring.Legend.Title);

        // Point i moves by i an epoch; the fourth coordinate is nobody's.
        static void Place(Span<Vector4> positions, int epoch)
        {
            for (int i = 0; i < positions.Length; i++)
                positions[i] = new Vector4(0, i * epoch, 0, epoch * 100);
        }
    }

    [Fact]
    public void A_similarity_is_brightest_at_the_nearest()
    {
        float[] cosines = [.. Enumerable.Range(0, 1000).Select(i => 0.2f + (i * 0.0007f))];
        SimilarityColouring colouring = new("seven", cosines);
        PointColours colours = colouring.Colour(new Vector4[1000]);
        Assert.Equal(PerceptualRamp.At(1), colours.Rgba[999]);
        Assert.Equal(PerceptualRamp.At(0), colours.Rgba[0]);
        Assert.Contains("seven", colouring.Legend.Title, StringComparison.Ordinal);
    }
}
