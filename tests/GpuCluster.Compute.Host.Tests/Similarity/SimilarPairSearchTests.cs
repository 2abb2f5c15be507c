using CsCheck;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Similarity;

public sealed class SimilarPairSearchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<SimdWidth> Widths => [SimdWidth.Bits128, SimdWidth.Bits256, SimdWidth.Bits512];

    [Theory]
    [MemberData(nameof(Widths))]
    public void All_pairs_from_the_floor_on_are_found_over_several_tiles(SimdWidth width)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(431, 23);
        SimilarPairs found = new SimilarPairSearch(2, width).Find(
            embedding,
            0.9f,
            1_000_000,
            NoProgress.Instance,
            null,
            null,
            Cancellation
        );
        Assert.Equal(BruteForce(embedding, 0.9f), found.Pairs);
        Assert.False(found.IsCut);
        Assert.Equal(0.9f, found.MinCosine);
    }

    [Theory]
    [InlineData(0.95f)]
    [InlineData(0.6f)]
    public void Many_samples_give_the_same_pairs_by_short_rows(float floor)
    {
        // Rows along few directions, with noise in all; some without direction, some copies.
        EmbeddingMatrix embedding = NearPairs(PairScreen.MinSamples + 77, 96);
        PairScreen? screen = Screen(embedding, floor);
        Assert.NotNull(screen);
        Assert.InRange(screen.Rows.Columns, 2, 25);
        SimilarPairs found = new SimilarPairSearch(2).Find(embedding, floor, 1_000_000, NoProgress.Instance, null, null, Cancellation);
        Assert.Equal(BruteForce(embedding, floor), found.Pairs);
        Assert.True(found.Pairs.Length > 1000, $"{found.Pairs.Length} pairs");
    }

    [Fact]
    public void Short_rows_have_products_that_are_never_below_the_cosines()
    {
        EmbeddingMatrix embedding = NearPairs(PairScreen.MinSamples, 96);
        PairScreen? screen = Screen(embedding, 0.95f);
        Assert.NotNull(screen);
        double[] inverses = [.. Enumerable.Range(0, embedding.Rows).Select(row => RowNormaliser.InverseLength(embedding.Row(row)))];
        double tightest = double.PositiveInfinity;
        for (int first = 0; first < embedding.Rows; first += 3)
        {
            for (int second = 0; second < first; second += 5)
            {
                float product = DotProduct.Of(screen.Rows.Row(first), screen.Rows.Row(second));
                tightest = Math.Min(tightest, product + screen.Excess - PairCosine.Of(embedding, inverses, first, second));
            }
        }

        Assert.InRange(tightest, 0, 0.01);
    }

    [Fact]
    public void Short_rows_are_left_out_where_most_pairs_would_pass()
    {
        EmbeddingMatrix embedding = NearPairs(PairScreen.MinSamples, 96);
        Assert.Null(Screen(embedding, -0.5f));
        Assert.Null(Screen(NearPairs(PairScreen.MinSamples, 16), 0.95f));
        Assert.Null(Screen(NearPairs(PairScreen.MinSamples - 1, 96), 0.95f));
    }

    [Fact]
    public void Any_small_embedding_gives_the_pairs_of_the_definition()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 9], Gen.Float[-1, 1], Gen.Int[1, 4])
            .SelectMany(
                (rows, columns, floor, threads) =>
                    Gen.Int[-2, 2]
                        .Array[rows * columns]
                        .Select(values =>
                            (new EmbeddingMatrix(rows, columns, Array.ConvertAll(values, value => (float)value)), floor, threads)
                        )
            )
            .Sample(each =>
            {
                (EmbeddingMatrix? embedding, float floor, int threads) = each;
                SimilarPairs found = new SimilarPairSearch(threads).Find(
                    embedding,
                    floor,
                    1_000_000,
                    NoProgress.Instance,
                    null,
                    null,
                    CancellationToken.None
                );
                Assert.Equal(BruteForce(embedding, floor), found.Pairs);
            });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(3000)]
    public void Beyond_the_bound_the_best_are_kept_whatever_the_threads(int max)
    {
        // A grid has many equal cosines, so that the cut goes through ties.
        EmbeddingMatrix embedding = KnnClouds.Grid(400, 4);
        RecordedProgress progress = new();
        SimilarPairs found = new SimilarPairSearch(1).Find(embedding, 0.2f, max, progress, null, null, Cancellation);
        SimilarPair[] all = BruteForce(embedding, 0.2f);
        Assert.Equal(all.Take(max), found.Pairs);
        Assert.True(found.IsCut);
        Assert.Equal(all[max - 1].Cosine, found.MinCosine);
        Assert.Single(progress.Warnings);
        Assert.Equal(found.Pairs, new SimilarPairSearch(4).Find(embedding, 0.2f, max, NoProgress.Instance, null, null, Cancellation).Pairs);
    }

    [Fact]
    public void Exact_duplicates_and_multiples_have_cosine_one_and_zero_rows_none()
    {
        EmbeddingMatrix embedding = KnnClouds.Of(3, 0.1f, 0.7f, 0.3f, 0, 0, 0, 0.1f, 0.7f, 0.3f, 0.2f, 1.4f, 0.6f, 0, 0, 0);
        SimilarPairs found = new SimilarPairSearch(1).Find(embedding, 0.5f, 100, NoProgress.Instance, null, null, Cancellation);
        Assert.Equal([new SimilarPair(0, 2, 1), new SimilarPair(0, 3, 1), new SimilarPair(2, 3, 1)], found.Pairs);
    }

    [Fact]
    public void Pairs_are_heard_of_while_they_are_found()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(2000, 3000);
        List<int> counts = new();
        int between = 0;
        SimilarPairs found = new SimilarPairSearch(2).Find(
            embedding,
            0.95f,
            1_000_000,
            NoProgress.Instance,
            (pairs, _) => counts.Add(pairs.Length),
            () => Interlocked.Increment(ref between),
            Cancellation
        );
        Assert.True(counts.Count > 1);
        Assert.Equal(counts.Order(), counts);
        Assert.Equal(found.Pairs.Length, counts[^1]);
        Assert.Equal(11 * 12 / 2, between);
    }

    [Fact]
    public void A_search_can_be_cancelled_between_tiles()
    {
        using CancellationTokenSource stop = new();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            new SimilarPairSearch(2).Find(KnnClouds.Clustered(1000, 20), 0.9f, 1000, NoProgress.Instance, null, stop.Cancel, stop.Token)
        );
    }

    private static PairScreen? Screen(EmbeddingMatrix embedding, float floor) =>
        PairScreen.Find(TileEngine.Of(SimdWidth.Widest), embedding, RowTransform.Units(embedding, 2, Cancellation), floor, 2, Cancellation);

    private static EmbeddingMatrix NearPairs(int rows, int columns)
    {
        Random random = new(7);
        float[][] centres = [.. Enumerable.Range(0, 60).Select(_ => Noise(1))];
        float[] values = new float[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            Span<float> to = values.AsSpan(row * columns, columns);
            if (row % 500 == 0)
                continue;
            if (row % 50 == 7)
            {
                values.AsSpan((row - 5) * columns, columns).CopyTo(to);
                continue;
            }

            float[] centre = centres[random.Next(centres.Length)],
                noise = Noise(0.1f + (0.4f * random.NextSingle()));
            for (int column = 0; column < columns; column++)
                to[column] = ((column < 10 ? centre[column] : 0) + (noise[column] / 3)) * (1 + (row % 3));
        }

        return new EmbeddingMatrix(rows, columns, values);

        float[] Noise(float size) => [.. Enumerable.Range(0, columns).Select(_ => size * ((2 * random.NextSingle()) - 1))];
    }

    private static SimilarPair[] BruteForce(EmbeddingMatrix embedding, float floor)
    {
        double[][] rows = Enumerable.Range(0, embedding.Rows).Select(row => BruteForceKnn.ToDouble(embedding.Row(row))).ToArray();
        double[] lengths = Array.ConvertAll(rows, row => Math.Sqrt(Product(row, row)));
        IEnumerable<SimilarPair> pairs =
            from first in Enumerable.Range(0, rows.Length)
            from second in Enumerable.Range(first + 1, rows.Length - first - 1)
            where Product(rows[first], rows[second]) >= (floor - 1e-6) * lengths[first] * lengths[second]
            let cosine = (float)Math.Clamp(BruteForceKnn.Cosine(rows[first], rows[second]), -1, 1)
            where cosine >= floor
            orderby cosine descending, first, second
            select new SimilarPair(first, second, cosine);
        return [.. pairs];
    }

    private static double Product(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += left[i] * right[i];
        return sum;
    }
}
