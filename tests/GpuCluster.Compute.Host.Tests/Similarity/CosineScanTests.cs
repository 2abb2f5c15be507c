using CsCheck;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Similarity;

public sealed class CosineScanTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(77, 31)]
    [InlineData(900, 784)]
    [InlineData(40, 1025)]
    [InlineData(3, 300_001)]
    public void A_sample_has_the_cosines_of_the_definition(int rows, int columns)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(rows, columns);
        foreach (int index in new[] { 0, rows / 2, rows - 1 })
        {
            float[] cosines = CosineScan.OfSample(embedding, index, 8, NoProgress.Instance, Token);
            Assert.Equal(rows, cosines.Length);
            AssertCosines(embedding, embedding.Row(index), cosines, 5e-7);
        }
    }

    [Fact]
    public void Rows_and_vectors_of_any_magnitude_are_compared_by_direction_alone()
    {
        Gen<float[]> row = Gen.Select(
            Gen.Float[-1, 1].Array[37],
            Gen.Int[-149, 127],
            (values, exponent) => Array.ConvertAll(values, value => MathF.ScaleB(value, exponent))
        );
        Gen.Select(row.Array[1, 6], row)
            .Sample(
                (rows, vector) =>
                {
                    EmbeddingMatrix embedding = KnnClouds.Of(37, [.. rows.SelectMany(each => each)]);
                    AssertCosines(embedding, vector, CosineScan.OfVector(embedding, vector, 2, NoProgress.Instance, Token), 1e-6);
                }
            );
        EmbeddingMatrix extremes = KnnClouds.Of(
            2,
            float.MaxValue,
            float.MaxValue,
            float.Epsilon,
            0,
            3e-42f,
            -1e-42f,
            2e38f,
            -3e38f,
            1e19f,
            1e20f,
            1,
            2
        );
        for (int index = 0; index < extremes.Rows; index++)
            AssertCosines(extremes, extremes.Row(index), CosineScan.OfSample(extremes, index, 2, NoProgress.Instance, Token), 1e-6);
    }

    [Fact]
    public void Zero_rows_have_cosine_zero_with_all_and_constant_rows_one_with_each_other()
    {
        EmbeddingMatrix embedding = KnnClouds.Of(3, 0, 0, 0, 2, 2, 2, -7, -7, -7, 0, 0, 0, 5, 5, 5);
        Assert.Equal([0f, 0, 0, 0, 0], CosineScan.OfSample(embedding, 0, 2, NoProgress.Instance, Token));
        Assert.Equal(
            [0, 1, -1, 0, 1],
            Array.ConvertAll(CosineScan.OfSample(embedding, 1, 2, NoProgress.Instance, Token), cosine => MathF.Round(cosine, 6))
        );
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(4000, 301);
        float[] expected = CosineScan.OfSample(embedding, 5, 1, NoProgress.Instance, Token);
        foreach (int threads in new[] { 2, 3, 64 })
            Assert.Equal(expected, CosineScan.OfSample(embedding, 5, threads, NoProgress.Instance, Token));
    }

    [Fact]
    public void A_value_that_is_not_finite_is_found_wherever_it_stands()
    {
        const int Rows = 1500,
            Columns = 403;
        float[] values = KnnClouds.Clustered(Rows, Columns).Values.ToArray();
        foreach (int row in new[] { 0, Rows / 2, Rows - 1 })
        {
            foreach (int column in new[] { 0, 200, Columns - 1 })
            {
                foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                {
                    int at = (row * Columns) + column;
                    (float good, values[at]) = (values[at], bad);
                    EmbeddingMatrix embedding = Unchecked(Rows, Columns, values);
                    Assert.Throws<InvalidDataException>(() => CosineScan.OfSample(embedding, 3, 2, NoProgress.Instance, Token));
                    Assert.Throws<InvalidDataException>(() => CosineScan.OfSample(embedding, row, 2, NoProgress.Instance, Token));
                    // Nor does a query of zeros, which is alike to nothing, hide it.
                    Assert.Throws<InvalidDataException>(() =>
                        CosineScan.OfVector(embedding, new float[Columns], 2, NoProgress.Instance, Token)
                    );
                    values[at] = good;
                }
            }
        }
    }

    [Fact]
    public void Values_that_the_scan_found_finite_are_not_read_for_a_check()
    {
        (int rows, int columns) = (100, 7);
        EmbeddingMatrix embedding = new(rows, columns, KnnClouds.Clustered(rows, columns).Values, () => Assert.Fail("checked"));
        Assert.Equal(rows, CosineScan.OfSample(embedding, 0, 2, NoProgress.Instance, Token).Length);
    }

    [Fact]
    public void A_vector_that_cannot_be_compared_is_refused()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(5, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => CosineScan.OfVector(embedding, new float[3], 1, NoProgress.Instance, Token));
        Assert.Throws<ArgumentException>(() => CosineScan.OfVector(embedding, [1, float.NaN], 1, NoProgress.Instance, Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => CosineScan.OfSample(embedding, 5, 1, NoProgress.Instance, Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => CosineScan.OfSample(embedding, -1, 1, NoProgress.Instance, Token));
    }

    [Fact]
    public void It_says_how_far_it_is_and_can_be_stopped()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(9000, 100);
        RecordedProgress progress = new();
        CosineScan.OfSample(embedding, 0, 1, progress, Token);
        Assert.Equal(1, progress.Last);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => CosineScan.OfSample(embedding, 0, 2, NoProgress.Instance, source.Token));
    }

    private static EmbeddingMatrix Unchecked(int rows, int columns, float[] values) =>
        new(
            rows,
            columns,
            values,
            () =>
            {
                if (!values.All(float.IsFinite))
                    throw new InvalidDataException();
            }
        );

    private static void AssertCosines(EmbeddingMatrix embedding, ReadOnlySpan<float> vector, float[] cosines, double tolerance)
    {
        double[] from = BruteForceKnn.ToDouble(vector);
        for (int sample = 0; sample < embedding.Rows; sample++)
            Assert.Equal(BruteForceKnn.Cosine(from, BruteForceKnn.ToDouble(embedding.Row(sample))), cosines[sample], tolerance);
    }
}
