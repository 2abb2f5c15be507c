using System.Text.Json;
using GpuCluster.Compute.Host.Initial;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Layouts;

/// <summary>
/// New samples in a finished layout: neighbours, memberships and start by umap-learn's figures, epochs by a plain loop in double.
/// </summary>
public sealed class NewPointsTests
{
    private static readonly Recording Recorded = Read();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Weights_and_start_are_umap_learns(int index)
    {
        KnownNeighbourSearch found = Search(Recorded.KnownRows, Recorded.FreshRows, Recorded.K, Metric.Euclidean);
        Assert.Equal(Recorded.Indices, found.Neighbours);
        Close(Recorded.Distances, found.Distances, 1e-6f);
        RecordedCase recorded = Recorded.Cases[index];

        float[] weights = NewPoints.Memberships(found, recorded.Connectivity, 2, TestContext.Current.CancellationToken);

        Close(recorded.Weights, weights, 3e-5f);
        Close(recorded.Start, NewPoints.Start(Recorded.Positions, found, weights).Values, 3e-4f);
    }

    [Theory]
    [InlineData(Metric.Euclidean)]
    [InlineData(Metric.Cosine)]
    [InlineData(Metric.Manhattan)]
    [InlineData(Metric.Correlation)]
    public void Known_neighbours_are_those_of_the_definition(Metric metric)
    {
        const int Known = 230,
            Fresh = 41,
            K = 7;
        EmbeddingMatrix both = KnnClouds.Clustered(Known + Fresh, 19);

        KnownNeighbourSearch found = Search(both.Slice(0, Known), both.Slice(Known, Fresh), K, metric);

        for (int i = 0; i < Fresh; i++)
        {
            double[] distances = BruteForceKnn.Distances(both, Known + i, metric)[..Known];
            int[] nearest = [.. Enumerable.Range(0, Known).OrderBy(j => distances[j]).Take(K)];
            for (int j = 0; j < K; j++)
            {
                Assert.Equal(distances[nearest[j]], found.Distances[(i * K) + j], 1e-6 * Math.Max(1, distances[nearest[j]]));
                Assert.Equal(
                    distances[found.Neighbours[(i * K) + j]],
                    found.Distances[(i * K) + j],
                    1e-6 * Math.Max(1, distances[nearest[j]])
                );
            }
        }
    }

    [Fact]
    public void Without_negatives_the_epochs_are_umap_learns_counters_in_double()
    {
        (KnownNeighbourSearch found, float[] weights, Layout start) = Prepared();
        UmapOptions options = new() { NegativeSamples = 0, Epochs = 100 };

        Layout placed = NewPoints.Settle(
            Recorded.Positions,
            found,
            weights,
            start,
            options,
            2,
            NoProgress.Instance,
            TestContext.Current.CancellationToken
        );

        Close(Array.ConvertAll(Oracle(found, weights, start, options, 100), value => (float)value), placed.Values, 2e-4f);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits_and_another_seed_others()
    {
        (KnownNeighbourSearch found, float[] weights, Layout start) = Prepared();
        Layout One(ulong seed, int threads) =>
            NewPoints.Settle(
                Recorded.Positions,
                found,
                weights,
                start,
                new UmapOptions { Seed = seed },
                threads,
                NoProgress.Instance,
                TestContext.Current.CancellationToken
            );

        Assert.Equal(One(1, 1).Values, One(1, 3).Values);
        Assert.NotEqual(One(1, 1).Values, One(2, 1).Values);
        Assert.NotSame(start.Values, One(1, 1).Values);
    }

    [Fact]
    public void A_point_does_not_depend_on_which_others_are_new_where_the_heaviest_edge_is_the_same()
    {
        (KnownNeighbourSearch found, float[] weights, Layout start) = Prepared();
        UmapOptions options = new() { Epochs = 50 };
        Layout all = NewPoints.Settle(
            Recorded.Positions,
            found,
            weights,
            start,
            options,
            2,
            NoProgress.Instance,
            TestContext.Current.CancellationToken
        );

        // The heaviest edge of all stands in the fourth row, that of a copy of a known sample.
        KnownNeighbourSearch some = new(4, found.K, found.Neighbours[..(4 * found.K)], found.Distances[..(4 * found.K)]);
        Layout four = NewPoints.Settle(
            Recorded.Positions,
            some,
            weights[..(4 * found.K)],
            new Layout(4, 3, start.Values[..12]),
            options,
            1,
            NoProgress.Instance,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(all.Values[..12], four.Values);
    }

    [Fact]
    public void No_epoch_or_all_copies_of_one_known_sample_leave_the_start()
    {
        (KnownNeighbourSearch found, float[] weights, Layout start) = Prepared();
        Assert.Equal(
            start.Values,
            NewPoints
                .Settle(Recorded.Positions, found, weights, start, new UmapOptions { Epochs = 0 }, 1, NoProgress.Instance, default)
                .Values
        );

        EmbeddingMatrix same = new(20, 3, new float[60]);
        KnownNeighbourSearch copies = Search(same, new EmbeddingMatrix(5, 3, new float[15]), 4, Metric.Euclidean);
        Assert.Equal([0, 1, 2, 3], copies.Neighbours[..4]);
        Assert.All(NewPoints.Memberships(copies, 1, 1, default), weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void New_samples_come_to_lie_among_their_own_class()
    {
        const int Known = 600,
            Fresh = 90,
            Classes = 6;
        EmbeddingMatrix both = KnnClouds.Clustered(Known + Fresh, 10, clusters: Classes, spread: 0.3);
        Layout layout = LayoutOf(both.Slice(0, Known));
        KnownNeighbourSearch found = Search(both.Slice(0, Known), both.Slice(Known, Fresh), 15, Metric.Euclidean);
        float[] weights = NewPoints.Memberships(found, 1, 2, TestContext.Current.CancellationToken);
        Layout placed = NewPoints.Settle(
            layout,
            found,
            weights,
            NewPoints.Start(layout, found, weights),
            new UmapOptions(),
            2,
            NoProgress.Instance,
            TestContext.Current.CancellationToken
        );

        int[] classOf = [.. Enumerable.Range(0, Known + Fresh).Select(i => i % Classes)];
        Assert.InRange(
            NewPointAccuracy.Measure(layout, classOf[..Known], placed, classOf[Known..], 5, TestContext.Current.CancellationToken)!.Value,
            0.98,
            1
        );
        Assert.Null(NewPointAccuracy.Measure(layout, classOf[..Known], placed, [.. Enumerable.Repeat(-1, Fresh)], 5, default));
    }

    private static Layout LayoutOf(EmbeddingMatrix embedding)
    {
        LayoutGraph graph = LayoutFixtures.GraphOf(embedding, 15);
        Layout initial = InitialLayouts
            .Create(InitialLayoutKind.Pca, graph, embedding, 3, 1, 2, NoProgress.Instance, TestContext.Current.CancellationToken)
            .Layout;
        using HostUmapStepper stepper = new(graph, initial, new UmapOptions { Epochs = 200 }, 2);
        while (stepper.Epoch < stepper.Epochs)
            stepper.Step();
        return stepper.Read();
    }

    private static (KnownNeighbourSearch Found, float[] Weights, Layout Start) Prepared()
    {
        KnownNeighbourSearch found = Search(Recorded.KnownRows, Recorded.FreshRows, Recorded.K, Metric.Euclidean);
        float[] weights = NewPoints.Memberships(found, 1, 1, TestContext.Current.CancellationToken);
        return (found, weights, NewPoints.Start(Recorded.Positions, found, weights));
    }

    private static KnownNeighbourSearch Search(EmbeddingMatrix known, EmbeddingMatrix fresh, int k, Metric metric) =>
        KnownNeighbourSearch.Run(known, fresh, k, metric, 2, NoProgress.Instance, TestContext.Current.CancellationToken);

    /// <summary>optimize_layout_euclidean of umap-learn, without negatives: counters, and gradients clipped to 4.</summary>
    private static double[] Oracle(KnownNeighbourSearch found, float[] weights, Layout start, UmapOptions options, int epochs)
    {
        UmapCurve curve = UmapCurve.Fit(options.MinDist, options.Spread);
        double[] at = Array.ConvertAll(start.Values, value => (double)value);
        double largest = weights.Max(),
            alpha = options.LearningRate / 4;
        double[] period = Array.ConvertAll(weights, weight => weight < largest / epochs ? double.PositiveInfinity : largest / weight);
        double[] next = [.. period];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            for (int edge = 0; edge < weights.Length; edge++)
            {
                if (next[edge] > epoch)
                    continue;
                int head = edge / found.K * start.Dims,
                    tail = found.Neighbours[edge] * start.Dims;
                double square = Enumerable.Range(0, start.Dims).Sum(d => Math.Pow(at[head + d] - Recorded.Layout[tail + d], 2));
                double pull =
                    square > 0 ? -2 * curve.A * curve.B * Math.Pow(square, curve.B - 1) / ((curve.A * Math.Pow(square, curve.B)) + 1) : 0;
                for (int d = 0; d < start.Dims; d++)
                    at[head + d] += alpha * Math.Clamp(pull * (at[head + d] - Recorded.Layout[tail + d]), -4, 4);
                next[edge] += period[edge];
            }

            alpha = options.LearningRate / 4 * (1 - ((double)epoch / epochs));
        }

        return at;
    }

    private static void Close(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance * Math.Max(1, Math.Abs(expected[i])));
    }

    private static Recording Read()
    {
        using Stream stream = typeof(NewPointsTests).Assembly.GetManifestResourceStream("transform-umap-learn.json")!;
        return JsonSerializer.Deserialize<Recording>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record RecordedCase(double Connectivity, float[] Weights, float[] Start);

    private sealed record Recording(
        int K,
        int Features,
        float[] Known,
        float[] Fresh,
        float[] Layout,
        int[] Indices,
        float[] Distances,
        RecordedCase[] Cases
    )
    {
        public EmbeddingMatrix KnownRows => new(Known.Length / Features, Features, Known);

        public EmbeddingMatrix FreshRows => new(Fresh.Length / Features, Features, Fresh);

        public Layout Positions => new(Layout.Length / 3, 3, Layout);
    }
}
