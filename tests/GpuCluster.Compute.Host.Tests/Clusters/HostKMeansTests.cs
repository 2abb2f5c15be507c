using CsCheck;
using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Clusters;

public sealed class HostKMeansTests
{
    [Fact]
    public void The_end_is_a_fixed_point_of_the_plain_definition()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(700, 11, clusters: 6, spread: 0.9, offset: 40);
        Clustering found = Find(embedding, 5, 1, 300);
        Assert.Equal(5, found.Count);
        (int[]? assigned, double inertia) = PlainStep(embedding, found.ClusterOf, found.Count);
        Assert.Equal(assigned, found.ClusterOf);
        Assert.Equal(inertia, found.Inertia, inertia * 1e-6);
    }

    [Fact]
    public void Each_iteration_is_that_of_the_plain_definition_and_the_inertia_never_rises()
    {
        Gen.Select(Gen.Int[1, 120], Gen.Int[1, 8], Gen.Int[1, 9], Gen.ULong)
            .SelectMany(
                (rows, columns, clusters, seed) =>
                    Gen.Float[-1, 1].Array[rows * columns].Select(values => (new EmbeddingMatrix(rows, columns, values), clusters, seed))
            )
            .Sample(
                each =>
                {
                    (EmbeddingMatrix? embedding, int clusters, ulong seed) = each;
                    Clustering before = Find(embedding, clusters, seed, 0);
                    for (int iterations = 1; iterations < 6; iterations++)
                    {
                        Clustering after = Find(embedding, clusters, seed, iterations);
                        Assert.True(after.Inertia <= before.Inertia * (1 + 1e-9), $"{after.Inertia} after {before.Inertia}");

                        // As the numbers of clusters change with their sizes, partitions are compared by the lowest member of each part.
                        if (before.Count == Math.Min(clusters, embedding.Rows))
                        {
                            Assert.Equal(
                                Lowest(PlainStep(embedding, before.ClusterOf, before.Count).ClusterOf),
                                Lowest(after.Iterations == iterations ? after.ClusterOf : before.ClusterOf)
                            );
                        }

                        before = after;
                    }
                },
                iter: 60
            );
    }

    [Theory]
    [InlineData(SimdWidth.Bits128)]
    [InlineData(SimdWidth.Bits256)]
    [InlineData(SimdWidth.Bits512)]
    public void Clusters_that_lie_apart_are_found_with_any_number_of_threads(SimdWidth width)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(1500, 70, clusters: 7, spread: 0.05);
        Clustering found = new HostKMeans(1, width).Find(embedding, 7, 3, 100, NoProgress.Instance, TestContext.Current.CancellationToken);
        Clustering threaded = new HostKMeans(4, width).Find(
            embedding,
            7,
            3,
            100,
            NoProgress.Instance,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(found.ClusterOf, threaded.ClusterOf);
        Assert.Equal(found.Inertia, threaded.Inertia);
        Assert.Equal(Lowest([.. Enumerable.Range(0, 1500).Select(i => i % 7)]), Lowest(found.ClusterOf));
    }

    [Fact]
    public void More_clusters_than_a_tile_is_wide_are_found()
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(900, 3, clusters: 250, spread: 0.0001);
        Clustering found = Find(embedding, 250, 0, 50);
        Assert.Equal(250, found.Count);
        Assert.Equal(Lowest(PlainStep(embedding, found.ClusterOf, 250).ClusterOf), Lowest(found.ClusterOf));
    }

    [Fact]
    public void Fewer_different_samples_than_clusters_make_fewer_clusters()
    {
        Clustering found = Find(KnnClouds.Of(1, 5, 5, 5, 9, 9), 4, 0, 10);
        Assert.Equal(2, found.Count);
        Assert.Equal([0, 0, 0, 1, 1], found.ClusterOf);
        Assert.Equal(0, found.Inertia);
        Assert.Equal([0], Find(KnnClouds.Of(2, 1, 2), 3, 0, 10).ClusterOf);
    }

    [Fact]
    public void Huge_and_tiny_values_cluster_alike()
    {
        float[] values = [1, 2, 50, 51, 52, 100];
        int[] expected = Find(KnnClouds.Of(1, values), 3, 0, 50).ClusterOf;
        foreach (float scale in new[] { 1e36f, 1e-36f })
            Assert.Equal(expected, Find(KnnClouds.Of(1, Array.ConvertAll(values, value => value * scale)), 3, 0, 50).ClusterOf);
    }

    /// <summary>scikit-learn 1.2.1: KMeans(k, init=x[:k], n_init=1, tol=0, algorithm="lloyd").fit(x).inertia_, in float64.</summary>
    [Theory]
    [InlineData(3000, 3, 10, 469.0454922424202)]
    [InlineData(2000, 16, 10, 2593.1244585378963)]
    [InlineData(1500, 8, 40, 681.4000836380051)]
    public void From_the_same_centres_the_inertia_is_not_above_that_of_scikit_learn(int rows, int columns, int clusters, double inertia)
    {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = Hashed(i / columns, i % columns) + (1.5f * Hashed(i / columns % 7, 1000 + (i % columns)));
        EmbeddingMatrix embedding = new(rows, columns, values);
        double[][] centres =
        [
            .. Enumerable.Range(0, clusters).Select(row => Array.ConvertAll(embedding.Row(row).ToArray(), x => (double)x)),
        ];
        Clustering found = new HostKMeans(2).From(embedding, centres, 300, NoProgress.Instance, TestContext.Current.CancellationToken);
        Assert.InRange(found.Inertia, 0.9 * inertia, inertia * (1 + 1e-9));
    }

    private static float Hashed(int row, int column)
    {
        uint hash = unchecked((uint)(row * 73856093) ^ (uint)(column * 19349663));
        for (int round = 0; round < 2; round++)
            hash = unchecked((hash ^ (hash >> 16)) * 0x45d9f3b);
        return ((hash ^ (hash >> 16)) >> 8) * (1f / 16777216f);
    }

    private static Clustering Find(EmbeddingMatrix embedding, int clusters, ulong seed, int iterations) =>
        new HostKMeans(2).Find(embedding, clusters, seed, iterations, NoProgress.Instance, CancellationToken.None);

    /// <summary>
    /// One iteration in plain double: the means of the clusters, then the nearest mean of each sample, and the inertia about those means.
    /// </summary>
    private static (int[] ClusterOf, double Inertia) PlainStep(EmbeddingMatrix embedding, int[] clusterOf, int count)
    {
        double[][] means = Enumerable
            .Range(0, count)
            .Select(cluster =>
                Enumerable
                    .Range(0, embedding.Columns)
                    .Select(feature =>
                        Enumerable
                            .Range(0, embedding.Rows)
                            .Where(sample => clusterOf[sample] == cluster)
                            .Average(sample => (double)embedding.Row(sample)[feature])
                    )
                    .ToArray()
            )
            .ToArray();
        int[] nearest = new int[embedding.Rows];
        double inertia = 0.0;
        for (int sample = 0; sample < nearest.Length; sample++)
        {
            float[] row = embedding.Row(sample).ToArray();
            double[] squares = means.Select(mean => mean.Zip(row, (m, x) => (m - x) * (m - x)).Sum()).ToArray();
            inertia += squares.Min();
            nearest[sample] = Array.IndexOf(squares, squares.Min());
        }

        return (nearest, inertia);
    }

    private static int[] Lowest(int[] clusterOf) => Array.ConvertAll(clusterOf, cluster => Array.IndexOf(clusterOf, cluster));
}
