using CsCheck;
using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Compute.Host.Tests.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tests.Clusters;

public sealed class HostHdbscanTests
{
    /// <summary>Points on a coarse grid: equal points, equal distances and lone ones in plenty.</summary>
    private static readonly Gen<(int Dims, float[] Values, int MinSize, int Core)> Grids = Gen.Select(
            Gen.Int[2, 3],
            Gen.Int[1, 34],
            Gen.Int[2, 7],
            Gen.Int[1, 6]
        )
        .SelectMany(
            (dims, count, minSize, core) =>
                Gen.Int[0, 12].Select(value => (float)value).Array[count * dims].Select(values => (dims, values, minSize, core))
        );

    [Fact]
    public void Clusters_of_a_layout_are_those_of_the_definition() =>
        Grids.Sample(
            each =>
            {
                Layout layout = new(each.Values.Length / each.Dims, each.Dims, each.Values);
                Compare(
                    new HostHdbscan(2).Find(layout, each.MinSize, each.Core, NoProgress.Instance, default),
                    new PlainHdbscan(Distances(each.Values, each.Dims, false), each.MinSize, each.Core)
                );
            },
            iter: 300
        );

    [Fact]
    public void Clusters_of_vectors_are_those_of_the_definition() =>
        Grids.Sample(
            each =>
            {
                EmbeddingMatrix embedding = new(each.Values.Length / each.Dims, each.Dims, each.Values);
                Compare(
                    new HostHdbscan(2).Find(embedding, Metric.Euclidean, each.MinSize, each.Core, NoProgress.Instance, default),
                    new PlainHdbscan(Distances(each.Values, each.Dims, true), each.MinSize, each.Core)
                );
            },
            iter: 200
        );

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(12)]
    public void The_spanning_tree_weighs_what_Prims_does_and_threads_change_nothing(int core)
    {
        EmbeddingMatrix embedding = KnnClouds.Clustered(1500, 3, clusters: 6, spread: 0.15);
        Layout layout = new(1500, 3, embedding.Values.ToArray());
        NearLists lists = NearLists.Of(layout, core, 2, default);
        NearLists rounded = NearLists.Of(embedding, Metric.Euclidean, core, 2, NoProgress.Instance, default);
        using TileScan scan = new(embedding, Metric.Euclidean, rounded, 2, default);
        double[,] distances = Distances(layout.Values, 3, false);

        double prim = Prim(distances, core);

        Assert.Equal(
            prim,
            SpanningTree.Find(lists, new MutualReachabilityTree(layout, lists), 2, NoProgress.Instance, default).Sum(edge => edge.Weight),
            prim * 1e-12
        );
        Assert.Equal(prim, SpanningTree.Find(rounded, scan, 2, NoProgress.Instance, default).Sum(edge => edge.Weight), prim * 1e-6);
        DensityClustering one = new HostHdbscan(1).Find(layout, 20, core, NoProgress.Instance, default),
            four = new HostHdbscan(4).Find(layout, 20, core, NoProgress.Instance, default);
        Assert.Equal(one.ClusterOf, four.ClusterOf);
        Assert.Equal(one.Probabilities, four.Probabilities);
        Assert.Equal(one.Stabilities, four.Stabilities);
    }

    [Fact]
    public void Rings_within_rings_are_found_and_what_lies_far_off_is_noise()
    {
        Random random = new(5);
        List<float> values = [];
        for (int i = 0; i < 900; i++)
        {
            double turn = random.NextDouble() * Math.Tau,
                radius = (i % 3 * 5) + 3 + (random.NextDouble() * 0.3);
            values.AddRange([(float)(radius * Math.Cos(turn)), (float)(radius * Math.Sin(turn))]);
        }

        values.AddRange([-30, 0, 0, 25, 40, 40]);

        DensityClustering found = new HostHdbscan(2).Find(new Layout(903, 2, [.. values]), 25, 5, NoProgress.Instance, default);

        Assert.Equal(3, found.Count);
        Assert.Equal([-1, -1, -1], found.ClusterOf[900..]);
        Assert.Equal([0f, 0, 0], found.Probabilities[900..]);
        for (int ring = 0; ring < 3; ring++)
        {
            int[] clusters = [.. Enumerable.Range(0, 300).Select(i => found.ClusterOf[(3 * i) + ring]).Where(cluster => cluster >= 0)];
            Assert.True(clusters.Length > 270, $"{clusters.Length} of ring {ring}");
            Assert.Single(clusters.Distinct());
        }
    }

    [Fact]
    public void Directions_make_clusters_by_cosine_whatever_the_lengths()
    {
        Random random = new(6);
        float[] values = new float[200 * 4];
        for (int i = 0; i < 200; i++)
        {
            float length = (float)Math.Exp(4 * random.NextDouble());
            for (int j = 0; j < 4; j++)
                values[(i * 4) + j] = length * ((j == i % 2 ? 1 : 0) + (0.05f * (random.NextSingle() - 0.5f)));
        }

        DensityClustering found = new HostHdbscan(2).Find(
            new EmbeddingMatrix(200, 4, values),
            Metric.Cosine,
            10,
            5,
            NoProgress.Instance,
            default
        );

        Assert.Equal(2, found.Count);
        Assert.All(Enumerable.Range(0, 200), i => Assert.True(found.ClusterOf[i] < 0 || found.ClusterOf[i] == found.ClusterOf[i % 2]));
    }

    [Theory]
    [InlineData(new[] { 1f, 2 })]
    [InlineData(new[] { 1f, 2, 12 })]
    [InlineData(new[] { 1f, 2, 12, 13, 14 })]
    public void Each_pile_of_equal_samples_is_a_cluster(float[] places)
    {
        const int Members = 500;
        float[] values = [.. places.SelectMany(place => Enumerable.Repeat(place, 2 * Members))];
        int count = places.Length * Members;
        int[] expected = [.. Enumerable.Range(0, count).Select(i => i / Members)];

        Layout layout = new(count, 2, values);
        EmbeddingMatrix embedding = new(count, 2, values);
        DensityClustering positions = new HostHdbscan(2).Find(layout, 20, 5, NoProgress.Instance, default);
        DensityClustering vectors = new HostHdbscan(2).Find(embedding, Metric.Euclidean, 20, 5, NoProgress.Instance, default);

        Assert.Equal(expected, positions.ClusterOf);
        Assert.Equal(expected, vectors.ClusterOf);
        Assert.All(positions.Probabilities, probability => Assert.Equal(1, probability));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(400)]
    public void Equal_and_few_samples_are_one_mass_and_no_cluster(int count)
    {
        DensityClustering found = new HostHdbscan(2).Find(new Layout(count, 3, new float[3 * count]), 5, 5, NoProgress.Instance, default);

        Assert.Equal(0, found.Count);
        Assert.All(found.ClusterOf, cluster => Assert.Equal(-1, cluster));
    }

    private static void Compare(DensityClustering found, PlainHdbscan plain)
    {
        if (plain.IsTied)
            return;
        int[] lowest = new int[found.Count];
        for (int i = found.ClusterOf.Length - 1; i >= 0; i--)
        {
            if (found.ClusterOf[i] >= 0)
                lowest[found.ClusterOf[i]] = i;
        }

        Assert.Equal(plain.ClusterOf, found.ClusterOf.Select(cluster => cluster < 0 ? -1 : lowest[cluster]));
        for (int i = 0; i < found.Probabilities.Length; i++)
            Assert.Equal(plain.Probabilities[i], found.Probabilities[i], 1e-6);
        Assert.Equal(plain.Stabilities.Order(), found.Stabilities.Order(), (a, b) => Math.Abs(a - b) <= 1e-9 * (1 + a));
        Assert.True(
            Enumerable
                .Range(1, Math.Max(0, found.Count - 1))
                .All(c => found.ClusterOf.Count(of => of == c) <= found.ClusterOf.Count(of => of == c - 1))
        );
    }

    private static double[,] Distances(float[] values, int dims, bool rounded)
    {
        int n = values.Length / dims;
        double[,] distances = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double square = Enumerable
                    .Range(0, dims)
                    .Sum(axis => Math.Pow((double)values[(i * dims) + axis] - values[(j * dims) + axis], 2));
                distances[i, j] = rounded ? (float)Math.Sqrt(square) : Math.Sqrt(square);
            }
        }

        return distances;
    }

    private static double Prim(double[,] distances, int core)
    {
        int n = distances.GetLength(0);
        double[] cores =
        [
            .. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => distances[i, j]).Order().ElementAt(core - 1)),
        ];
        double[] reach = new double[n];
        Array.Fill(reach, double.PositiveInfinity);
        bool[] done = new bool[n];
        double total = 0;
        for (int step = 0, at = 0; step < n - 1; step++)
        {
            done[at] = true;
            for (int j = 0; j < n; j++)
                reach[j] = Math.Min(reach[j], Math.Max(distances[at, j], Math.Max(cores[at], cores[j])));
            at = Enumerable.Range(0, n).Where(j => !done[j]).MinBy(j => reach[j]);
            total += reach[at];
        }

        return total;
    }
}
