using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Readers;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.Jobs.Tests;

/// <summary>A finished job as data.</summary>
public sealed class FinishedJobTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_has_the_vectors_of_its_data_and_the_neighbours_that_it_found(bool isExact)
    {
        using TestJob data = new(700, 6, 11);
        string folder = data.Create("job", isExact);
        TestJob.Finish(folder);
        EmbeddingDataset read = Assert.IsType<EmbeddingDataset>(DatasetReader.Read(folder, new DatasetOptions()));
        Assert.Equal((700, 6), (read.Embedding.Rows, read.Embedding.Columns));
        for (int row = 0; row < data.Rows; row++)
            Assert.Equal(data.Values[(row * 6)..((row + 1) * 6)], read.Embedding.Row(row).ToArray());
        KnnGraph expected = NeighboursFile.Read(folder + ".npz", data.Rows, CancellationToken.None);
        KnnGraph found = read.Neighbours!.Read(CancellationToken.None);
        Assert.Equal((10, Metric.Euclidean), (read.Neighbours.K, read.Neighbours.Metric));
        Assert.Equal(expected.Neighbours, found.Neighbours);
        Assert.Equal(expected.Distances, found.Distances);
    }

    [Fact]
    public void A_layout_of_it_is_that_of_its_data_with_the_neighbours_from_a_file()
    {
        using TestJob data = new(400, 6, 12);
        string folder = data.Create("job", exact: false, recall: 0);
        TestJob.Finish(folder);
        Layout fromFile = Run(data.Data, folder + ".npz");
        Assert.Equal(fromFile.Values, Run(folder, null).Values);
    }

    [Fact]
    public void Some_of_its_samples_have_no_neighbours_with_them()
    {
        using TestJob data = new(350, 6, 13);
        string folder = data.Create("job", exact: true);
        TestJob.Finish(folder);
        EmbeddingDataset some = (EmbeddingDataset)DatasetReader.Read(folder, new DatasetOptions { Limit = 320 });
        Assert.Equal((320, null), (some.Count, some.Neighbours));
        Assert.Equal(data.Values[(319 * 6)..(320 * 6)], some.Embedding.Row(319).ToArray());
        EmbeddingDataset all = (EmbeddingDataset)DatasetReader.Read(folder, new DatasetOptions());
        Assert.Null(Assert.IsType<EmbeddingDataset>(all.Pick([1, 5])).Neighbours);
    }

    [Fact]
    public void Without_its_data_it_warns_and_has_vectors_and_neighbours()
    {
        using TestJob data = new(300, 6, 14);
        string folder = data.Create("job", exact: true);
        TestJob.Finish(folder);
        File.Delete(data.Data);
        EmbeddingDataset read = (EmbeddingDataset)DatasetReader.Read(folder, new DatasetOptions());
        Assert.Equal(300, read.Neighbours!.Read(CancellationToken.None).Count);
        Assert.Contains("no labels", Assert.Single(read.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unfinished_and_a_damaged_one_are_refused()
    {
        using TestJob data = new(700, 6, 15);
        string folder = data.Create("job", exact: true);
        Assert.Contains("not finished", Refusal(folder), StringComparison.Ordinal);
        TestJob.Finish(folder);
        string shard = Directory.GetFiles(Path.Combine(folder, "embed")).Order().Last();
        byte[] bytes = File.ReadAllBytes(shard);
        bytes[^1] ^= 1;
        File.WriteAllBytes(shard, bytes);
        Assert.Contains("unit 2 (embed 2) is damaged", Refusal(folder), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, "done", "00000004"));
        Assert.Contains("not finished", Refusal(folder), StringComparison.Ordinal);
    }

    private static string Refusal(string folder) =>
        Assert.Throws<UnusableInputException>(() => DatasetReader.Read(folder, new DatasetOptions())).Message;

    private static Layout Run(string path, string? neighbours)
    {
        LayoutSettings settings = new()
        {
            NeighboursFile = neighbours,
            Umap = new UmapOptions { Neighbours = 10, Epochs = 20 },
            Threads = 1,
        };
        using HostBackends backends = new(1);
        LayoutPipeline pipeline = new(settings, backends);
        using PreparedLayout prepared = pipeline.Prepare(pipeline.Load(path, new DatasetOptions()), CancellationToken.None);
        return pipeline.Optimize(prepared);
    }
}
