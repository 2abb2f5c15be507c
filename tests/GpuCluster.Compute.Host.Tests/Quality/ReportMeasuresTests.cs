using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Quality;

/// <summary>What a report measures, against plain sums in double precision and cases that can be counted by hand.</summary>
public sealed class ReportMeasuresTests
{
    private static readonly KnnGraph Line = new(4, 3, [0, 1, 2, 1, 0, 2, 2, 1, 0, 3, 2, 1], [0, 1, 2, 0, 1, 1, 0, 1, 2, 0, 97, 98]);

    [Fact]
    public void Exposure_and_focus_are_those_of_plain_sums()
    {
        Random random = new(3);
        foreach ((int height, int width) in new[] { (1, 1), (1, 7), (5, 1), (9, 13) })
        {
            byte[] grey = new byte[height * width];
            random.NextBytes(grey);
            double[] edges = new double[grey.Length];
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                    edges[(y * width) + x] = At(y - 1, x) + At(y + 1, x) + At(y, x - 1) + At(y, x + 1) - (4 * At(y, x));
            }

            ImageMeasures measures = ImageMeasures.Of(grey, height, width);

            Assert.Equal(grey.Average(pixel => (double)pixel) / 255, measures.Brightness, 12);
            Assert.Equal(Math.Sqrt(Variance([.. grey.Select(pixel => (double)pixel)])) / 255, measures.Contrast, 10);
            Assert.Equal(Variance(edges), measures.Sharpness, 6);

            double At(int y, int x) =>
                grey[
                    (Math.Abs(y >= height ? (2 * (height - 1)) - y : y) % Math.Max(1, height) * width)
                        + (Math.Abs(x >= width ? (2 * (width - 1)) - x : x) % Math.Max(1, width))
                ];
        }
    }

    [Fact]
    public void Spread_and_overlap_are_those_of_Davies_and_Bouldin()
    {
        EmbeddingMatrix embedding = new(5, 2, new float[] { 0, 0, 2, 0, 10, 0, 10, 4, 50, 50 });
        SampleLabels labels = new([0, 0, 1, 1, -1], ["a", "b", "empty"]);

        ClassShape[] shapes = ClassShapes.Measure(embedding, labels, TestContext.Current.CancellationToken);

        // Means (1, 0) and (10, 2); spreads 1 and 2; the distance of the means is the root of 85.
        Assert.Equal(new ClassShape(2, 1, 1, 3 / Math.Sqrt(85)), shapes[0]);
        Assert.Equal(new ClassShape(2, 2, 0, 3 / Math.Sqrt(85)), shapes[1]);
        Assert.Equal(-1, shapes[2].Nearest);
        Assert.True(double.IsNaN(shapes[2].Spread) && double.IsNaN(shapes[2].Overlap));
    }

    [Fact]
    public void Neighbours_that_agree_on_another_class_make_a_suspect_and_unlabelled_ones_do_not_vote()
    {
        LabelVotes votes = LabelVotes.Count(Line, new SampleLabels([1, 0, 0, -1], ["a", "b"]), TestContext.Current.CancellationToken);

        Assert.Equal([new LabelVote(0, 1, 0, 1)], votes.Suspects);
        Assert.Equal([new ConfusedClasses(0, 0, 2), new ConfusedClasses(0, 1, 2), new ConfusedClasses(1, 0, 2)], votes.Confusion);
        Assert.Equal((0 + 0.5 + 0.5) / 3, votes.Agreement, 12);
    }

    [Fact]
    public void A_sample_far_from_all_is_an_outlier_and_a_twin_is_not_unique()
    {
        EmbeddingMatrix embedding = new(4, 2, new float[] { 1, 0, 1, 0, 1, 0, 0, 98 });

        SampleRarity rarity = SampleRarity.Measure(embedding, Line, threads: 2, TestContext.Current.CancellationToken);

        Assert.Equal([3], rarity.Outliers);
        Assert.Equal([1.5, 1, 1.5, 97.5], rarity.MeanDistance);
        Assert.Equal([0, 0, 0, 1], rarity.Uniqueness);
        Assert.Empty(
            SampleRarity
                .Measure(new EmbeddingMatrix(1, 1, new float[1]), new KnnGraph(1, 1, [0], [0]), 1, TestContext.Current.CancellationToken)
                .Outliers
        );
    }

    [Fact]
    public void Only_pairs_across_named_splits_are_leaks()
    {
        SplitLeaks leaks = SplitLeaks.Find(
            [new(0, 1, 0.98f), new(0, 2, 0.97f), new(1, 2, 0.99f), new(2, 3, 1)],
            ["train", "train", "test", ""]
        );

        Assert.Equal([new SimilarPair(1, 2, 0.99f), new SimilarPair(0, 2, 0.97f)], leaks.Pairs);
        Assert.Equal(1, leaks.Leaked["test"]);
        Assert.Equal(2, leaks.Leaked["train"]);
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
