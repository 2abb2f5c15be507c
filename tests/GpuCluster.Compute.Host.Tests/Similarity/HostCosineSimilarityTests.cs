using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Host.Tests.Similarity;

public sealed class HostCosineSimilarityTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(77, 31)]
    [InlineData(900, 784)]
    public void A_row_holds_the_cosines_of_the_definition(int rows, int columns)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(rows, columns);
        using HostCosineSimilarity similarity = new(embedding, 2);
        float[] cosines = new float[rows];
        foreach (int index in new[] { 0, rows / 2, rows - 1 })
        {
            similarity.Row(index, cosines);
            double[] from = BruteForceKnn.ToDouble(embedding.Row(index));
            for (int other = 0; other < rows; other++)
                Assert.Equal(BruteForceKnn.Cosine(from, BruteForceKnn.ToDouble(embedding.Row(other))), cosines[other], 2e-6);

            Assert.Equal(1, cosines[index]);
        }
    }

    [Fact]
    public void A_vector_that_is_no_sample_is_compared_with_all()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(77, 31);
        using HostCosineSimilarity similarity = new(embedding, 2);
        float[] query = Array.ConvertAll(KnnClouds.Clustered(78, 31).Row(77).ToArray(), value => (3 * value) - 0.1f);
        float[] cosines = new float[77];
        similarity.Query(query, cosines);
        for (int sample = 0; sample < 77; sample++)
        {
            Assert.Equal(
                BruteForceKnn.Cosine(BruteForceKnn.ToDouble(query), BruteForceKnn.ToDouble(embedding.Row(sample))),
                cosines[sample],
                2e-6
            );
        }

        similarity.Query(new float[31], cosines);
        Assert.All(cosines, cosine => Assert.Equal(0, cosine));
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Query(new float[30], cosines));
    }

    [Fact]
    public void A_tile_is_cut_from_the_rows()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(200, 40);
        using HostCosineSimilarity similarity = new(embedding, 2);
        float[] tile = new float[7 * 50];
        similarity.Tile(60, 7, 33, 50, tile);
        float[] cosines = new float[200];
        for (int row = 0; row < 7; row++)
        {
            similarity.Row(60 + row, cosines);
            Assert.Equal(cosines.AsSpan(33, 50).ToArray(), tile.AsSpan(row * 50, 50).ToArray());
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(2000, 300);
        using HostCosineSimilarity one = new(embedding, 1);
        using HostCosineSimilarity two = new(embedding, 2);
        float[] expected = new float[2000];
        float[] actual = new float[2000];
        one.Row(5, expected);
        two.Row(5, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_zero_row_has_cosine_zero_with_all_and_itself()
    {
        using HostCosineSimilarity similarity = new(KnnClouds.Of(2, 0, 0, 3, 4, 0, 0), 1);
        float[] cosines = new float[3];
        similarity.Row(0, cosines);
        Assert.Equal([0f, 0, 0], cosines);
        similarity.Row(1, cosines);
        Assert.Equal([0f, 1, 0], cosines);
    }

    [Fact]
    public void Ranges_outside_the_matrix_are_refused()
    {
        using HostCosineSimilarity similarity = new(KnnClouds.Clustered(5, 2), 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Row(5, new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Tile(0, 2, 4, 2, new float[4]));
        Assert.Throws<ArgumentException>(() => similarity.Row(0, new float[4]));
        similarity.Tile(0, 0, 0, 5, []);
    }

    [Fact]
    public void Rows_of_any_magnitude_are_compared_by_direction_alone()
    {
        using HostCosineSimilarity similarity = new(
            KnnClouds.Of(2, 1, 2, float.MaxValue, float.MaxValue, 3e-42f, -1e-42f, 1e-30f, 0, 2e38f, -3e38f),
            2
        );
        double[][] directions =
        [
            [1, 2],
            [1, 1],
            [3e-42f, -1e-42f],
            [1, 0],
            [2e38f, -3e38f],
        ];
        float[] cosines = new float[5];
        for (int index = 0; index < 5; index++)
        {
            similarity.Row(index, cosines);
            for (int other = 0; other < 5; other++)
                Assert.Equal(BruteForceKnn.Cosine(directions[index], directions[other]), cosines[other], 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void A_block_has_the_mean_cosine_of_its_pairs(int blockSize)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(150, 33);
        using HostCosineSimilarity similarity = new(embedding, 2);
        int[] order = [.. Enumerable.Range(0, 150).Select(i => i * 77 % 150)];
        using IMeanRows rows = similarity.Means(order.AsSpan(0, 90), blockSize);
        using IMeanRows columns = similarity.Means(order.AsSpan(40, 110), blockSize);
        float[] found = new float[rows.Count * columns.Count];
        similarity.MeanCosines(rows, columns, found);
        double[][] cosines = Enumerable
            .Range(0, 150)
            .Select(i =>
                Enumerable
                    .Range(0, 150)
                    .Select(j => BruteForceKnn.Cosine(BruteForceKnn.ToDouble(embedding.Row(i)), BruteForceKnn.ToDouble(embedding.Row(j))))
                    .ToArray()
            )
            .ToArray();
        for (int cell = 0; cell < found.Length; cell++)
        {
            IEnumerable<int> inRow = order.Take(90).Skip(cell / columns.Count * blockSize).Take(blockSize);
            int[] inColumn = order.Skip(40).Skip(cell % columns.Count * blockSize).Take(blockSize).ToArray();
            Assert.Equal(inRow.SelectMany(i => inColumn.Select(j => cosines[i][j])).Average(), found[cell], 2e-6);
        }
    }

    [Fact]
    public void Means_of_another_embedding_are_refused()
    {
        using HostCosineSimilarity similarity = new(KnnClouds.Clustered(5, 2), 1);
        using HostCosineSimilarity other = new(KnnClouds.Clustered(5, 2), 1);
        using IMeanRows means = other.Means([0, 1], 1);
        Assert.Throws<ArgumentException>(() => similarity.MeanCosines(means, means, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Means([5], 1));
    }
}
