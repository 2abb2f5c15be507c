using CsCheck;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Quality;

public class QualityTests
{
    public static TheoryData<int> Recorded => [.. Enumerable.Range(0, RecordedQuality.All().Length)];

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Trustworthiness_is_what_scikit_learn_recorded(int index)
    {
        RecordedQuality recorded = RecordedQuality.All()[index];
        SampledMeasure? euclidean = Measure(recorded.Embedding, Metric.Euclidean, recorded.Positions, 15, 2);
        SampledMeasure? cosine = Measure(recorded.Embedding, Metric.Cosine, recorded.Positions, 15, 2);
        Assert.Equal(recorded.Trustworthiness15, euclidean!.Value.Value, 1e-12);
        Assert.Equal(recorded.Trustworthiness15Cosine, cosine!.Value.Value, 1e-12);
        Assert.Equal(0, euclidean.Value.StandardError);
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void Accuracy_and_folds_are_what_scikit_learn_recorded(int index)
    {
        RecordedQuality recorded = RecordedQuality.All()[index];
        Assert.Equal(recorded.Folds, StratifiedFolds.Of(recorded.Labels, 5));
        double? accuracy = KnnAccuracy.Measure(recorded.Positions, recorded.Classes, 5, 5, 2, TestContext.Current.CancellationToken);
        Assert.Equal(recorded.KnnAccuracy5, accuracy!.Value, 1e-12);
    }

    [Fact]
    public void Trustworthiness_is_that_of_sorted_rows_in_double() =>
        Gen.Select(Gen.Int[8, 420], Gen.Int[1, 30], Gen.Int[2, 3], Gen.Int[0, 100_000])
            .Sample(
                (count, features, dims, seed) =>
                {
                    EmbeddingMatrix embedding = Samples(count, features, seed);
                    Layout layout = new(count, dims, Samples(count, dims, seed + 1).Values.ToArray());
                    int k = Math.Min(7, (count - 1) / 2);
                    Assert.Equal(
                        BruteTrustworthiness(embedding, layout, k),
                        Measure(embedding, Metric.Euclidean, layout, k, 1)!.Value.Value,
                        2e-5
                    );
                },
                iter: 25
            );

    [Fact]
    public void An_estimate_lies_within_its_error_and_does_not_depend_on_threads()
    {
        EmbeddingMatrix embedding = Samples(11_000, 3, 4);
        float[] values = embedding.Values.ToArray();
        for (int i = 0; i < 11_000; i++)
            values[(i * 3) + 2] *= 0.1f;

        Layout layout = new(11_000, 3, values);
        SampledMeasure estimate = Measure(embedding, Metric.Euclidean, layout, 15, 1)!.Value;
        SampledMeasure exact = NeighbourhoodMeasure
            .Measure(embedding, Metric.Euclidean, layout, 15, [.. Enumerable.Range(0, 11_000)], 2, TestContext.Current.CancellationToken)!
            .Trustworthiness;
        Assert.Equal(QuerySamples.Sampled, estimate.Queries);
        Assert.InRange(estimate.StandardError, 1e-6, 0.01);
        Assert.InRange(Math.Abs(estimate.Value - exact.Value), 0, 4 * estimate.StandardError);
        Assert.Equal(estimate, Measure(embedding, Metric.Euclidean, layout, 15, 3)!.Value);
    }

    [Fact]
    public void A_layout_that_is_the_data_is_trusted_wholly()
    {
        EmbeddingMatrix embedding = Samples(500, 3, 1);
        Assert.Equal(1, Measure(embedding, Metric.Euclidean, new Layout(500, 3, embedding.Values.ToArray()), 15, 2)!.Value.Value);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(30)]
    public void Too_few_samples_have_no_trustworthiness(int count) =>
        Assert.Null(Measure(Samples(count, 4, 1), Metric.Euclidean, new Layout(count, 2, new float[count * 2]), 15, 1));

    [Fact]
    public void Equal_samples_and_positions_are_measured_too()
    {
        LayoutQuality quality = LayoutQualities.Measure(
            new EmbeddingMatrix(100, 4, new float[400]),
            Metric.Euclidean,
            new Layout(100, 3, new float[300]),
            new SampleLabels(new int[100], ["one"]),
            null,
            1,
            2,
            TestContext.Current.CancellationToken
        );
        SampledMeasure perfect = new(1, 0, 100);
        Assert.Equal(
            new LayoutQuality(perfect, 1, null, 0) { Continuity15 = perfect, NeighbourPreservation15 = quality.NeighbourPreservation15 },
            quality
        );
    }

    [Fact]
    public void Samples_without_labels_neither_vote_nor_count()
    {
        RecordedQuality recorded = RecordedQuality.All()[0];
        int n = recorded.Labels.Length;
        Layout twice = new(2 * n, recorded.Dims, [.. recorded.Positions.Values, .. recorded.Positions.Values]);
        SampleLabels labels = new([.. recorded.Labels, .. Enumerable.Repeat(-1, n)], recorded.Classes.ClassNames);
        Assert.Equal(recorded.KnnAccuracy5, KnnAccuracy.Measure(twice, labels, 5, 5, 1, default)!.Value, 1e-12);
    }

    [Fact]
    public void Classes_that_are_too_small_have_no_accuracy()
    {
        Layout layout = new(8, 2, new float[16]);
        Assert.Null(KnnAccuracy.Measure(layout, new SampleLabels([0, 0, 0, 0, 1, 1, 1, 1], ["a", "b"]), 5, 5, 1, default));
        Assert.Null(KnnAccuracy.Measure(layout, new SampleLabels([-1, -1, -1, -1, -1, -1, -1, -1], ["a"]), 5, 5, 1, default));
        Assert.Null(KnnAccuracy.Measure(layout with { Count = 5 }, new SampleLabels([0, 0, 0, 0, 0], ["a"]), 5, 5, 1, default));
    }

    [Fact]
    public void Stray_points_are_counted()
    {
        float[] values = [.. Samples(1000, 3, 2).Values.ToArray()];
        Assert.Equal(0, LayoutOutliers.Count(new Layout(1000, 3, values)));
        values[30] = 40;
        values[301] = -40;
        Assert.Equal(2, LayoutOutliers.Count(new Layout(1000, 3, values)));
        Assert.Equal(0, LayoutOutliers.Count(new Layout(0, 3, [])));
        Assert.Equal(0, LayoutOutliers.Count(new Layout(1, 2, [1, 2])));
    }

    private static SampledMeasure? Measure(EmbeddingMatrix embedding, Metric metric, Layout layout, int k, int threads) =>
        NeighbourhoodMeasure.Measure(embedding, metric, layout, k, 42, threads, TestContext.Current.CancellationToken)?.Trustworthiness;

    private static double BruteTrustworthiness(EmbeddingMatrix embedding, Layout layout, int k)
    {
        int n = embedding.Rows;
        double penalty = 0;
        for (int i = 0; i < n; i++)
        {
            int[] near = [.. Enumerable.Range(0, n).Where(j => j != i).OrderBy(j => Square(layout.Of(i), layout.Of(j))).Take(k)];
            int[] ranked = [.. Enumerable.Range(0, n).Where(j => j != i).OrderBy(j => Square(embedding.Row(i), embedding.Row(j)))];
            penalty += near.Sum(j => Math.Max(0, Array.IndexOf(ranked, j) + 1 - k));
        }

        return 1 - (penalty * 2 / (n * k * ((2.0 * n) - (3.0 * k) - 1)));
    }

    private static double Square(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);

        return sum;
    }

    private static EmbeddingMatrix Samples(int rows, int columns, int seed)
    {
        Random random = new(seed);
        return new EmbeddingMatrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle()).ToArray());
    }
}
