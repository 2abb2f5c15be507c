using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Similarity;

public sealed class CosineRankingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Nearly_parallel_vectors_come_in_the_order_of_their_angles()
    {
        EmbeddingMatrix embedding = KnnClouds.Cone(500, 30, 1e-4);
        foreach (int index in new[] { 0, 250, 499 })
        {
            float[] cosines = CosineScan.OfSample(embedding, index, 2, NoProgress.Instance, Token);
            int[] expected =
            [
                .. Enumerable
                    .Range(0, 500)
                    .Where(other => other != index)
                    .OrderByDescending(other => SquaredCosine(embedding, index, other))
                    .Take(20),
            ];
            Assert.NotEqual(expected, TopCosines.Of(cosines, 20, index));
            foreach (int threads in new[] { 1, 3 })
                Assert.Equal(expected, CosineRanking.Nearest(embedding, embedding.Row(index), cosines, 20, index, threads, Token));
        }
    }

    [Fact]
    public void Equal_vectors_come_by_index_and_rows_without_direction_are_at_a_right_angle()
    {
        EmbeddingMatrix embedding = KnnClouds.Of(2, 0, 1, 1, 0, 2, 0, 0, 0, -1, 0, 3, 0);
        float[] cosines = CosineScan.OfVector(embedding, [5, 0], 1, NoProgress.Instance, Token);
        Assert.Equal([1, 2, 5, 0, 3, 4], CosineRanking.Nearest(embedding, [5, 0], cosines, 6, null, 2, Token));
        Assert.Equal([2, 5], CosineRanking.Nearest(embedding, [5, 0], cosines, 2, 1, 2, Token));
        Assert.Equal([0, 1, 2], CosineRanking.Nearest(embedding, [0, 0], new float[6], 3, null, 2, Token));
    }

    [Fact]
    public void A_sample_alone_has_no_nearest()
    {
        EmbeddingMatrix embedding = KnnClouds.Of(2, 1, 2);
        Assert.Equal([], CosineRanking.Nearest(embedding, [1, 2], [1], 3, 0, 1, Token));
    }

    /// <summary>In 28 digits, for vectors of a positive product.</summary>
    private static decimal SquaredCosine(EmbeddingMatrix embedding, int first, int second)
    {
        decimal dot = 0,
            x = 0,
            y = 0;
        for (int feature = 0; feature < embedding.Columns; feature++)
        {
            // Through double: a decimal takes only seven digits of a float.
            decimal a = (decimal)(double)embedding.Row(first)[feature];
            decimal b = (decimal)(double)embedding.Row(second)[feature];
            (dot, x, y) = (dot + (a * b), x + (a * a), y + (b * b));
        }

        return dot / x * (dot / y);
    }
}
