using GpuCluster.Compute.Host.Knn;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Scenes;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Jobs.Workers;
using GpuCluster.Testing;

namespace GpuCluster.Jobs.Tests;

public sealed class JobFolderTests
{
    [Theory]
    [InlineData(Metric.Euclidean, 300)]
    [InlineData(Metric.Cosine, 300)]
    [InlineData(Metric.Correlation, 401)]
    [InlineData(Metric.Manhattan, 1000)]
    [InlineData(Metric.Euclidean, 7)]
    public void An_exact_job_finds_what_one_machine_finds(Metric metric, int rowsPerShard)
    {
        using TestJob data = new(rowsPerShard == 7 ? 40 : 1000, 12, 1);
        string folder = data.Create("exact", exact: true, rowsPerShard, metric: metric);
        TestJob.Finish(folder);
        KnnGraph found = NeighboursFile.Read(folder + ".npz", data.Rows, CancellationToken.None);
        using HostKnnSearch search = new(1);
        EmbeddingMatrix all = new(data.Rows, data.Columns, data.Values);
        KnnGraph expected = search.Search(all, 10, metric, NoProgress.Instance, CancellationToken.None);
        Assert.Equal(expected.Neighbours, found.Neighbours);
        Assert.Equal(expected.Distances, found.Distances);
    }

    [Fact]
    public void The_order_of_the_units_changes_no_byte()
    {
        using TestJob data = new(900, 8, 2);
        byte[] first = TestJob.Finish(data.Create("a", exact: false), 1);
        Assert.Equal(first, TestJob.Finish(data.Create("b", exact: false), 2));
    }

    [Fact]
    public void Clusters_find_nearly_all_and_an_improved_graph_misses_no_more()
    {
        using TestJob data = new(3000, 8, 3);
        string plain = data.Create("plain", exact: false, recall: 0),
            improved = data.Create("improved", exact: false, recall: 1);
        TestJob.Finish(plain);
        TestJob.Finish(improved);
        using HostKnnSearch search = new(1);
        EmbeddingMatrix all = new(data.Rows, data.Columns, data.Values);
        KnnGraph truth = search.Search(all, 10, Metric.Euclidean, NoProgress.Instance, CancellationToken.None);
        double before = Recall(truth, plain + ".npz"),
            after = Recall(truth, improved + ".npz");
        Assert.InRange(before, 0.8, 1);
        Assert.InRange(after, before, 1);
    }

    [Fact]
    public void A_damaged_output_is_made_again()
    {
        using TestJob data = new(600, 6, 4);
        string folder = data.Create("job", exact: true);
        byte[] whole = TestJob.Finish(folder);
        string shard = Directory.GetFiles(Path.Combine(folder, "graph"), "*.indices.npy").Order().First();
        byte[] bytes = File.ReadAllBytes(shard);
        byte[] damaged = [.. bytes];
        damaged[^1] ^= 1;
        File.WriteAllBytes(shard, damaged);
        Assert.False(TestJob.Open(folder).IsFinished(TestJob.Open(folder).Plan.UnitOf(UnitKind.Merge, 0)));
        Assert.Equal(whole, TestJob.Finish(folder));
        Assert.Equal(bytes, File.ReadAllBytes(shard));
    }

    [Fact]
    public void A_worker_on_a_finished_job_reads_it_through_and_makes_damaged_shards_again()
    {
        using TestJob data = new(600, 6, 14);
        string folder = data.Create("job", exact: true);
        byte[] whole = TestJob.Finish(folder);
        string shard = Directory.GetFiles(Path.Combine(folder, "embed")).Order().First();
        byte[] bytes = File.ReadAllBytes(shard);
        byte[] damaged = [.. bytes];
        damaged[^2] ^= 8;
        File.WriteAllBytes(shard, damaged);
        JobFolder job = TestJob.Open(folder);
        Worker worker = new(job, "me");
        worker.Run(0, job.Count - 1, (_, _) => { }, CancellationToken.None);
        Assert.Equal(1, worker.Done);
        Assert.Equal(bytes, File.ReadAllBytes(shard));
        Assert.Equal(whole, TestJob.Finish(folder));
    }

    [Fact]
    public void Workers_share_a_job_and_one_that_died_holds_nothing_up()
    {
        using TestJob data = new(900, 8, 5);
        byte[] alone = TestJob.Finish(data.Create("alone", exact: true));
        string folder = data.Create("shared", exact: true);
        Directory.CreateDirectory(Path.Combine(folder, "claims"));
        File.WriteAllText(Path.Combine(folder, "claims", "00000001"), "another machine");
        Parallel.For(
            0,
            3,
            i =>
            {
                JobFolder job = TestJob.Open(folder);
                new Worker(job, $"worker {i}").Run(0, job.Count - 1, (_, _) => { }, CancellationToken.None);
            }
        );
        Assert.Equal(alone, TestJob.Finish(folder));
        JobStatus status = JobStatus.Of(TestJob.Open(folder));
        Assert.Equal((status.Total, 0), (status.Done, status.Running));
        Assert.Empty(Directory.GetFiles(Path.Combine(folder, "claims")));
    }

    [Fact]
    public void Another_version_another_job_and_a_manifest_edited_meanwhile_are_refused()
    {
        using TestJob data = new(100, 4, 6);
        string folder = data.Create("job", exact: true);
        Assert.Throws<UnusableInputException>(() => data.Create("job", exact: true, k: 5));
        JobFolder job = TestJob.Open(folder);
        string manifest = Path.Combine(folder, JobManifest.FileName);
        string text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, text + "\n");
        Assert.Contains("was changed", Assert.Throws<UnusableInputException>(() => job.Work(0, CancellationToken.None)).Message);
        File.WriteAllText(manifest, text.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal));
        Assert.Contains("version 2", Assert.Throws<UnusableInputException>(() => TestJob.Open(folder)).Message);
        Assert.Contains("a file", Assert.Throws<UnusableInputException>(() => TestJob.Open(manifest)).Message);
    }

    [Fact]
    public void Data_that_moved_fails_the_unit_and_the_status_says_why()
    {
        using TestJob data = new(100, 4, 7);
        string folder = data.Create("job", exact: true);
        File.Move(data.Data, data.Data + ".moved");
        JobFolder job = TestJob.Open(folder);
        Worker worker = new(job, "me");
        Assert.Throws<UnusableInputException>(() => worker.Run(0, job.Count - 1, (_, _) => { }, CancellationToken.None));
        UnitFailure failure = Assert.Single(JobStatus.Of(job).Failures);
        Assert.Equal(("embed 0", "me"), (failure.Name, failure.Worker));
        Assert.Contains("not there", failure.Reason);
    }

    [Fact]
    public void A_unit_that_fails_for_one_worker_is_done_by_another()
    {
        using TestJob data = new(600, 6, 8);
        byte[] alone = TestJob.Finish(data.Create("alone", exact: true));
        string folder = data.Create("job", exact: true);
        string inTheWay = Path.Combine(folder, "lists");
        File.WriteAllText(inTheWay, "");
        JobFolder job = TestJob.Open(folder);
        Worker failing = new(job, "node1-7");
        Assert.Throws<UnusableInputException>(() => failing.Run(0, job.Count - 1, (_, _) => { }, CancellationToken.None));
        JobStatus failed = JobStatus.Of(job);
        Assert.Equal((1, 0), (failed.Failures.Count, failed.Running));
        MachineStatus machine = Assert.Single(failed.Machines);
        Assert.Equal(("node1", 1, 2, 1), (machine.Name, machine.Workers, machine.Done, machine.Failed));

        File.Delete(inTheWay);
        JobFolder again = TestJob.Open(folder);
        new Worker(again, "node2-7").Run(0, again.Count - 1, (_, _) => { }, CancellationToken.None);
        Assert.Equal(alone, TestJob.Finish(folder));
        JobStatus status = JobStatus.Of(again);
        Assert.Equal((status.Total, 0), (status.Done, status.Failures.Count));
        Assert.Equal(["node1", "node2"], status.Machines.Select(each => each.Name));
    }

    [Fact]
    public void Other_algorithms_and_another_model_are_refused_with_both()
    {
        using TestJob data = new(100, 4, 9);
        string folder = data.Create("job", exact: true);
        string manifest = Path.Combine(folder, JobManifest.FileName);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"algorithms\": 1", "\"algorithms\": 7", StringComparison.Ordinal));
        Assert.Contains("algorithms 7", Assert.Throws<UnusableInputException>(() => TestJob.Open(folder)).Message);

        string digits = Path.Combine(RepositoryRoot.Find(), "assets", "mnist"),
            model = Path.Combine(RepositoryRoot.Find(), "models", "tiny-clip"),
            other = data.PathOf("other");
        SceneSource source = SceneSource.Of(digits, new DatasetOptions { Limit = 20 }, Path.Combine(other, JobManifest.FileName));
        JobSettings settings = new(3, Metric.Cosine, 1, Exact: true, 0.9);
        JobFolder.Create(other, JobManifest.Of(source, new JobModel(model, "0123abcd"), 20, 10, settings));
        string refusal = Assert.Throws<UnusableInputException>(() => TestJob.Open(other).Work(0, CancellationToken.None)).Message;
        Assert.Contains("0123abcd", refusal, StringComparison.Ordinal);
        Assert.Contains($"its hash is {ModelHash.Of(ModelFolder.Open(model), OnnxDevice.Host)},", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Units_of_an_edited_manifest_do_not_count_as_finished()
    {
        using TestJob data = new(200, 4, 10);
        string folder = data.Create("job", exact: true);
        TestJob.Finish(folder);
        string manifest = Path.Combine(folder, JobManifest.FileName);
        File.WriteAllText(
            manifest,
            File.ReadAllText(manifest).Replace("\"neighbours\": 10", "\"neighbours\": 5", StringComparison.Ordinal)
        );
        JobFolder job = TestJob.Open(folder);
        Assert.Equal(0, JobStatus.Of(job).Done);
        TestJob.Finish(folder);
        Assert.Equal(5, NeighboursFile.Read(folder + ".npz", data.Rows, CancellationToken.None).K);
    }

    private static double Recall(KnnGraph truth, string path)
    {
        KnnGraph found = NeighboursFile.Read(path, truth.Count, CancellationToken.None);
        int hits = Enumerable
            .Range(0, truth.Count)
            .Sum(row => truth.NeighboursOf(row).ToArray().Intersect(found.NeighboursOf(row).ToArray()).Count() - 1);
        return hits / (truth.Count * (truth.K - 1.0));
    }
}
