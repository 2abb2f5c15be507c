using System.Text.Json;
using CsCheck;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Quality;

/// <summary>Continuity, neighbours kept and silhouette, by scikit-learn's figures and by plain definitions in double.</summary>
public sealed class NeighbourhoodTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RecordedQuality.All().Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Measures_are_what_scikit_learn_recorded(int index)
    {
        RecordedQuality data = RecordedQuality.All()[index];
        Recording recorded = Recorded()[index];
        LayoutQuality quality = LayoutQualities.Measure(
            data.Embedding,
            Metric.Euclidean,
            data.Positions,
            data.Classes,
            null,
            1,
            2,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(recorded.Continuity15, quality.Continuity15!.Value.Value, 1e-12);
        Assert.Equal(recorded.Preservation15, quality.NeighbourPreservation15!.Value.Value, 1e-12);
        Assert.Equal(recorded.Silhouette, quality.Silhouette!.Value.Value, 1e-9);

        // Sums of multiples of 1/256 tie; scikit-learn's order among them is that of its sort.
        Assert.Equal(
            recorded.Trustworthiness15Manhattan,
            Measure(data.Embedding, Metric.Manhattan, data.Positions, 15).Trustworthiness.Value,
            2e-4
        );
        Assert.Equal(
            recorded.Trustworthiness15Correlation,
            Measure(data.Embedding, Metric.Correlation, data.Positions, 15).Trustworthiness.Value,
            1e-12
        );
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Correlation)]
    public void Ranks_and_neighbours_kept_are_those_of_sorted_rows_in_double(Metric metric) =>
        Gen.Select(Gen.Int[8, 260], Gen.Int[3, 30], Gen.Int[2, 3], Gen.Int[0, 100_000])
            .Sample(
                (count, features, dims, seed) =>
                {
                    EmbeddingMatrix embedding = Cloud(count, features, seed);
                    Layout layout = new(count, dims, Cloud(count, dims, seed + 1).Values.ToArray());
                    int k = Math.Min(7, (count - 1) / 2);

                    NeighbourhoodQuality measured = Measure(embedding, metric, layout, k);

                    Ranking ranking = Brute(embedding, metric, layout, k);

                    Assert.Equal(ranking.Trustworthiness, measured.Trustworthiness.Value, ranking.CloseInEmbedding + 1e-12);
                    Assert.Equal(ranking.Continuity, measured.Continuity.Value, ranking.CloseInLayout + 1e-12);
                    double close = (ranking.CloseInEmbedding + ranking.CloseInLayout) * ranking.Worst / (count * k);
                    Assert.Equal(ranking.Preservation, measured.Preservation.Value, close + 1e-12);
                },
                iter: 12
            );

    [Fact]
    public void Silhouette_is_that_of_the_definition_with_classes_of_one_and_samples_without_a_class() =>
        Gen.Select(Gen.Int[3, 200], Gen.Int[2, 3], Gen.Int[2, 9], Gen.Int[0, 100_000])
            .Sample(
                (count, dims, classes, seed) =>
                {
                    Random random = new(seed);
                    Layout layout = new(count, dims, Cloud(count, dims, seed).Values.ToArray());
                    int[] classOf = [.. Enumerable.Range(0, count).Select(_ => random.Next(-1, classes))];

                    SampledMeasure? measured = SilhouetteMeasure.Measure(
                        layout,
                        Names(classOf),
                        1,
                        2,
                        TestContext.Current.CancellationToken
                    );

                    double? expected = BruteSilhouette(layout, classOf);
                    Assert.Equal(expected is null, measured is null);
                    if (expected is { } value)
                    {
                        Assert.Equal(value, measured!.Value.Value, 1e-10);
                        Assert.Equal(0, measured.Value.StandardError);
                    }
                },
                iter: 60
            );

    [Fact]
    public void One_class_or_points_all_at_one_place_have_no_shape_to_part()
    {
        Layout layout = new(40, 2, new float[80]);

        Assert.Null(SilhouetteMeasure.Measure(layout, Names(new int[40]), 1, 1, default));
        Assert.Null(SilhouetteMeasure.Measure(layout, Names([.. Enumerable.Range(0, 40)]), 1, 1, default));
        Assert.Equal(
            0,
            SilhouetteMeasure.Measure(layout, Names([.. Enumerable.Range(0, 40).Select(i => i % 2)]), 1, 1, default)!.Value.Value
        );
    }

    [Fact]
    public void An_estimate_lies_within_its_error_and_does_not_depend_on_threads()
    {
        const int N = 11_000;
        EmbeddingMatrix embedding = Cloud(N, 4, 4);
        Layout layout = new(N, 2, [.. Enumerable.Range(0, N).SelectMany(i => embedding.Row(i)[..2].ToArray())]);
        SampleLabels labels = Names([.. Enumerable.Range(0, N).Select(i => embedding.Row(i)[0] > 0.5f ? 1 : 0)]);
        int[] all = [.. Enumerable.Range(0, N)];

        NeighbourhoodQuality estimate = NeighbourhoodMeasure.Measure(
            embedding,
            Metric.Euclidean,
            layout,
            15,
            42,
            2,
            TestContext.Current.CancellationToken
        )!;
        NeighbourhoodQuality exact = NeighbourhoodMeasure.Measure(
            embedding,
            Metric.Euclidean,
            layout,
            15,
            all,
            2,
            TestContext.Current.CancellationToken
        )!;
        SampledMeasure silhouette = SilhouetteMeasure.Measure(layout, labels, 42, 2, TestContext.Current.CancellationToken)!.Value;

        Within(exact.Continuity.Value, estimate.Continuity);
        Within(exact.Preservation.Value, estimate.Preservation);
        Within(BruteSilhouette(layout, labels.ClassOf)!.Value, silhouette);
        Assert.Equal(
            estimate,
            NeighbourhoodMeasure.Measure(embedding, Metric.Euclidean, layout, 15, 42, 3, TestContext.Current.CancellationToken)
        );
        Assert.Equal(silhouette, SilhouetteMeasure.Measure(layout, labels, 42, 1, TestContext.Current.CancellationToken));

        static void Within(double exact, SampledMeasure estimate)
        {
            Assert.Equal(QuerySamples.Sampled, estimate.Queries);
            Assert.InRange(estimate.StandardError, 1e-6, 0.02);
            Assert.InRange(Math.Abs(estimate.Value - exact), 0, 4 * estimate.StandardError);
        }
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Correlation)]
    public void Both_measures_of_recall_say_the_same_where_both_ask_all(Metric metric)
    {
        const int N = 150,
            K = 8;
        EmbeddingMatrix embedding = KnnClouds.Clustered(N, 12);
        using HostKnnSearch search = new(2);
        KnnGraph exact = search.Search(embedding, K, metric, NoProgress.Instance, TestContext.Current.CancellationToken);
        Random random = new(3);
        int[] damaged = [.. exact.Neighbours.Select((neighbour, at) => at % K > 0 && random.Next(3) == 0 ? random.Next(N) : neighbour)];
        foreach (KnnGraph found in new[] { exact, exact with { Neighbours = damaged } })
        {
            double? sampled = SampledKnnRecall.Measure(embedding, metric, found, 1, 2, TestContext.Current.CancellationToken);
            Assert.Equal(sampled, TiledKnnRecall.Measure(embedding, metric, found, 1, 2, TestContext.Current.CancellationToken));
            Assert.Equal(BruteRecall(embedding, metric, found), sampled!.Value, 1e-12);
        }
    }

    private static NeighbourhoodQuality Measure(EmbeddingMatrix embedding, Metric metric, Layout layout, int k) =>
        NeighbourhoodMeasure.Measure(embedding, metric, layout, k, 1, 2, TestContext.Current.CancellationToken)!;

    private static Ranking Brute(EmbeddingMatrix embedding, Metric metric, Layout layout, int k)
    {
        int n = embedding.Rows;
        EmbeddingMatrix points = new(n, layout.Dims, layout.Values);
        double untrue = 0,
            torn = 0,
            kept = 0,
            closeInTruth = 0,
            closeInShown = 0,
            worst = n * k * ((2.0 * n) - (3.0 * k) - 1) / 2;
        for (int i = 0; i < n; i++)
        {
            (int[] truth, int closeTruth) = Sorted(BruteForceKnn.Distances(embedding, i, metric), i);
            (int[] shown, int closeShown) = Sorted(BruteForceKnn.Distances(points, i, Metric.Euclidean), i);
            untrue += shown.Take(k).Sum(j => Math.Max(0, Array.IndexOf(truth, j) + 1 - k));
            torn += truth.Take(k).Sum(j => Math.Max(0, Array.IndexOf(shown, j) + 1 - k));
            kept += truth.Take(k).Intersect(shown.Take(k)).Count();
            closeInTruth += closeTruth;
            closeInShown += closeShown;
        }

        return new Ranking(1 - (untrue / worst), 1 - (torn / worst), kept / (n * k), closeInTruth / worst, closeInShown / worst, worst);

        static (int[] Order, int Close) Sorted(double[] distances, int self)
        {
            int[] order = [.. Enumerable.Range(0, distances.Length).Where(j => j != self).OrderBy(j => distances[j])];
            double furthest = distances[order[^1]];
            int close = order
                .Zip(order.Skip(1))
                .Count(pair => Square(distances[pair.Second]) - Square(distances[pair.First]) < 4e-6 * Square(furthest));
            return (order, close);
        }

        static double Square(double value) => value * value;
    }

    private static double? BruteSilhouette(Layout layout, int[] classOf)
    {
        int[] labelled = [.. Enumerable.Range(0, layout.Count).Where(i => classOf[i] >= 0)];
        int[] classes = [.. labelled.Select(i => classOf[i]).Distinct()];
        if (classes.Length < 2 || classes.Length == labelled.Length)
            return null;

        double sum = 0;
        foreach (int i in labelled)
        {
            double[] totals = new double[classOf.Max() + 1];
            int[] sizes = new int[totals.Length];
            foreach (int j in labelled)
            {
                double square = 0;
                for (int axis = 0; axis < layout.Dims; axis++)
                    square += Math.Pow((double)layout.Of(i)[axis] - layout.Of(j)[axis], 2);
                totals[classOf[j]] += Math.Sqrt(square);
                sizes[classOf[j]]++;
            }

            if (sizes[classOf[i]] == 1)
                continue;
            double a = totals[classOf[i]] / (sizes[classOf[i]] - 1);
            double b = classes.Where(c => c != classOf[i]).Min(c => totals[c] / sizes[c]);
            sum += (b - a) / Math.Max(a, b);
        }

        return sum / labelled.Length;
    }

    private static double BruteRecall(EmbeddingMatrix embedding, Metric metric, KnnGraph found)
    {
        int hits = 0;
        for (int i = 0; i < found.Count; i++)
        {
            double[] distances = BruteForceKnn.Distances(embedding, i, metric);
            double last = distances.Where((_, j) => j != i).Order().ElementAt(found.K - 2);
            hits += found.NeighboursOf(i).ToArray().Distinct().Count(j => j != i && distances[j] <= last * (1 + 1e-7));
        }

        return (double)hits / (found.Count * (found.K - 1));
    }

    private static SampleLabels Names(int[] classOf) => new(classOf, [.. Enumerable.Range(0, classOf.Max() + 1).Select(c => $"class {c}")]);

    private static EmbeddingMatrix Cloud(int rows, int columns, int seed)
    {
        Random random = new(seed);
        return new EmbeddingMatrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle()).ToArray());
    }

    private static Recording[] Recorded()
    {
        using Stream stream = typeof(NeighbourhoodTests).Assembly.GetManifestResourceStream("neighbourhoods.json")!;
        return JsonSerializer.Deserialize<Recording[]>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Recording(
        double Continuity15,
        double Preservation15,
        double Silhouette,
        double Trustworthiness15Manhattan,
        double Trustworthiness15Correlation
    );

    /// <summary>
    /// Measures from ranks in double. The product ranks by keys in float, where two neighbours of a row that are equally far but for
    /// rounding can change places; each such exchange moves a sum of ranks by one at most. <paramref name="CloseInEmbedding"/> and
    /// <paramref name="CloseInLayout"/> count these pairs, in units of the measure.
    /// </summary>
    private sealed record Ranking(
        double Trustworthiness,
        double Continuity,
        double Preservation,
        double CloseInEmbedding,
        double CloseInLayout,
        double Worst
    );
}
