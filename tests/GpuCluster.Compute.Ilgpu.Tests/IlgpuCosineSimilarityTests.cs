using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Similarity;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class IlgpuCosineSimilarityTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Rows_and_tiles_are_the_oracles(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        EmbeddingMatrix data = TestData.Clusters(53, 37, 4);
        using IlgpuCosineSimilarity similarity = new(device, data);
        float[] row = new float[53];
        similarity.Row(7, row);
        Assert.Equal(1f, row[7]);
        for (int i = 0; i < 53; i++)
            Assert.Equal(DistanceOracle.Cosine(data, 7, i), row[i], 1e-5);

        // Twice a row has its cosines, and its own with itself is measured.
        float[] query = new float[53];
        similarity.Query(Array.ConvertAll(data.Row(7).ToArray(), value => 2 * value), query);
        for (int i = 0; i < 53; i++)
            Assert.Equal(row[i], query[i], 1e-5);

        float[] tile = new float[20 * 31];
        similarity.Tile(30, 20, 11, 31, tile);
        for (int i = 0; i < tile.Length; i++)
            Assert.Equal(DistanceOracle.Cosine(data, 30 + (i / 31), 11 + (i % 31)), tile[i], 1e-5);
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void Huge_tiny_and_zero_rows_are_normalised_without_overflow()
    {
        using IlgpuDevice device = TestDevices.Open("4");
        EmbeddingMatrix data = new(4, 3, new[] { 1e30f, 1e30f, 0, 1e-30f, 0, 0, 0, 0, 0, -3e30f, 0, 0 });
        using IlgpuCosineSimilarity similarity = new(device, data);
        float[] row = new float[4];
        similarity.Row(0, row);
        Assert.Equal(1f, row[0]);
        Assert.Equal(Math.Sqrt(0.5), row[1], 1e-6);
        Assert.Equal(0f, row[2]);
        Assert.Equal(-Math.Sqrt(0.5), row[3], 1e-6);
        similarity.Row(2, row);
        Assert.All(row, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Places_outside_the_matrix_are_refused()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuCosineSimilarity similarity = new(device, TestData.Clusters(5, 3, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Row(5, new float[5]));
        Assert.Throws<ArgumentException>(() => similarity.Row(0, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Tile(4, 2, 0, 1, new float[2]));
    }

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Blocks_have_the_hosts_mean_cosines(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        EmbeddingMatrix data = TestData.Clusters(83, 21, 4);
        using IlgpuCosineSimilarity similarity = new(device, data);
        using HostCosineSimilarity host = new(data, 1);
        int[] order = [.. Enumerable.Range(0, 83).Select(i => i * 30 % 83)];
        foreach (int blockSize in new[] { 40, 3, 1 })
        {
            Assert.Equal(Cosines(host), Cosines(similarity), (expected, found) => Math.Abs(expected - found) < 1e-5);

            float[] Cosines(ICosineSimilarity on)
            {
                using IMeanRows rows = on.Means(order.AsSpan(0, 50), blockSize),
                    columns = on.Means(order.AsSpan(20), blockSize);
                float[] cosines = new float[rows.Count * columns.Count];
                on.MeanCosines(rows, columns, cosines);
                return cosines;
            }
        }
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void No_blocks_make_no_means()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuCosineSimilarity similarity = new(device, TestData.Clusters(5, 3, 1));
        using IMeanRows means = similarity.Means([], 4);
        Assert.Equal(0, means.Count);
        similarity.MeanCosines(means, means, []);
        Assert.Throws<ArgumentOutOfRangeException>(() => similarity.Means([5], 1));
    }
}
