using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Host.Tests.Knn;
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
        var embedding = KnnClouds.Clustered(rows, columns);
        using var similarity = new HostCosineSimilarity(embedding, 2);
        var cosines = new float[rows];
        foreach (var index in new[] { 0, rows / 2, rows - 1 })
        {
            similarity.Row(index, cosines);
            var from = BruteForceKnn.ToDouble(embedding.Row(index));
            for (var other = 0; other < rows; other++)
            {
                Assert.Equal(BruteForceKnn.Cosine(from, BruteForceKnn.ToDouble(embedding.Row(other))), cosines[other], 2e-6);
            }

            Assert.Equal(1, cosines[index]);
        }
    }

    [Fact]
    public void A_vector_that_is_no_sample_is_compared_with_all()
    {
        var embedding = KnnClouds.Clustered(77, 31);
        using var similarity = new HostCosineSimilarity(embedding, 2);
        var query = Array.ConvertAll(KnnClouds.Clustered(78, 31).Row(77).ToArray(), value => (3 * value) - 0.1f);
        var cosines = new float[77];
        similarity.Query(query, cosines);
        for (var sample = 0; sample < 77; sample++)
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
        var embedding = KnnClouds.Clustered(200, 40);
        using var similarity = new HostCosineSimilarity(embedding, 2);
        var tile = new float[7 * 50];
        similarity.Tile(60, 7, 33, 50, tile);
        var cosines = new float[200];
        for (var row = 0; row < 7; row++)
        {
            similarity.Row(60 + row, cosines);
            Assert.Equal(cosines.AsSpan(33, 50).ToArray(), tile.AsSpan(row * 50, 50).ToArray());
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var embedding = KnnClouds.Clustered(2000, 300);
        using var one = new HostCosineSimilarity(embedding, 1);
        using var two = new HostCosineSimilarity(embedding, 2);
        var expected = new float[2000];
        var actual = new float[2000];
        one.Row(5, expected);
        two.Row(5, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_zero_row_has_cosine_zero_with_all_and_itself()
    {
        using var similarity = new HostCosineSimilarity(KnnClouds.Of(2, 0, 0, 3, 4, 0, 0), 1);
        var cosines = new float[3];
        similarity.Row(0, cosines);
        Assert.Equal([0f, 0, 0], cosines);
        similarity.Row(1, cosines);
        Assert.Equal([0f, 1, 0], cosines);
    }

    [Fact]
    public void Ranges_outside_the_matrix_are_refused()
    {
        using var similarity = new HostCosineSimilarity(KnnClouds.Clustered(5, 2), 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Row(5, new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Tile(0, 2, 4, 2, new float[4]));
        Assert.Throws<ArgumentException>(() => similarity.Row(0, new float[4]));
        similarity.Tile(0, 0, 0, 5, []);
    }

    [Fact]
    public void Rows_of_any_magnitude_are_compared_by_direction_alone()
    {
        using var similarity = new HostCosineSimilarity(
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
        var cosines = new float[5];
        for (var index = 0; index < 5; index++)
        {
            similarity.Row(index, cosines);
            for (var other = 0; other < 5; other++)
            {
                Assert.Equal(BruteForceKnn.Cosine(directions[index], directions[other]), cosines[other], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void A_block_has_the_mean_cosine_of_its_pairs(int blockSize)
    {
        var embedding = KnnClouds.Clustered(150, 33);
        using var similarity = new HostCosineSimilarity(embedding, 2);
        int[] order = [.. Enumerable.Range(0, 150).Select(i => i * 77 % 150)];
        using var rows = similarity.Means(order.AsSpan(0, 90), blockSize);
        using var columns = similarity.Means(order.AsSpan(40, 110), blockSize);
        var found = new float[rows.Count * columns.Count];
        similarity.MeanCosines(rows, columns, found);
        var cosines = Enumerable
            .Range(0, 150)
            .Select(i =>
                Enumerable
                    .Range(0, 150)
                    .Select(j => BruteForceKnn.Cosine(BruteForceKnn.ToDouble(embedding.Row(i)), BruteForceKnn.ToDouble(embedding.Row(j))))
                    .ToArray()
            )
            .ToArray();
        for (var cell = 0; cell < found.Length; cell++)
        {
            var inRow = order.Take(90).Skip(cell / columns.Count * blockSize).Take(blockSize);
            var inColumn = order.Skip(40).Skip(cell % columns.Count * blockSize).Take(blockSize).ToArray();
            Assert.Equal(inRow.SelectMany(i => inColumn.Select(j => cosines[i][j])).Average(), found[cell], 2e-6);
        }
    }

    [Fact]
    public void Means_of_another_embedding_are_refused()
    {
        using var similarity = new HostCosineSimilarity(KnnClouds.Clustered(5, 2), 1);
        using var other = new HostCosineSimilarity(KnnClouds.Clustered(5, 2), 1);
        using var means = other.Means([0, 1], 1);
        Assert.Throws<ArgumentException>(() => similarity.MeanCosines(means, means, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Means([5], 1));
    }
}
