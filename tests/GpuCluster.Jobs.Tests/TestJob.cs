using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Jobs.Tests;

/// <summary>A job over a small file of vectors, in a folder that goes with it.</summary>
internal sealed class TestJob : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("gpucluster-job-").FullName;

    public TestJob(int rows, int columns, int seed)
    {
        Random random = new(seed);
        Values = new float[rows * columns];
        for (int i = 0; i < Values.Length; i++)
            Values[i] = (float)random.NextDouble() + (i / columns % 5 * 0.3f);
        (Rows, Columns) = (rows, columns);
        using FileStream stream = File.Create(Data);
        NpyWriter.Write(stream, rows, columns, Values);
    }

    public float[] Values { get; }

    public int Rows { get; }

    public int Columns { get; }

    public string Data => Path.Combine(_root, "data.npy");

    public string PathOf(string name) => Path.Combine(_root, name);

    public string Create(string name, bool exact, int rowsPerShard = 300, int k = 10, Metric metric = Metric.Euclidean, double recall = 0.9)
    {
        string folder = PathOf(name);
        SceneSource source = SceneSource.Of(Data, new DatasetOptions(), Path.Combine(folder, JobManifest.FileName));
        JobFolder.Create(folder, JobManifest.Of(source, null, Rows, rowsPerShard, new JobSettings(k, metric, 42, exact, recall)));
        return folder;
    }

    public static JobFolder Open(string folder) => JobFolder.Open(folder, new EmbeddingSettings(null, 1), NoProgress.Instance);

    /// <summary>Does all units in an order that a seed draws, and returns the bytes of the finished graph.</summary>
    public static byte[] Finish(string folder, int seed = 0)
    {
        JobFolder job = Open(folder);
        Random random = new(seed);
        while (job.Ready() is { Count: > 0 } ready)
            job.Work(ready[random.Next(ready.Count)], CancellationToken.None);
        string graph = folder + ".npz";
        job.Finish(graph, CancellationToken.None);
        return File.ReadAllBytes(graph);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
