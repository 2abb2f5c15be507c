using GpuCluster.Jobs.Manifests;
using GpuCluster.Jobs.Storage;

namespace GpuCluster.Jobs.Stages;

/// <summary>The graph of a finished job in the numbers of its samples: rows without a vector are none.</summary>
internal sealed class FinishedGraph
{
    private readonly JobManifest _manifest;
    private readonly UnitStore _store;
    private readonly string _stage;
    private readonly int[]? _sampleOf;

    /// <param name="manifest">Of the job.</param>
    /// <param name="store">Its outputs.</param>
    /// <param name="stage">The folder of the graph.</param>
    /// <param name="recall">The share of true neighbours in it.</param>
    public FinishedGraph(JobManifest manifest, UnitStore store, string stage, double recall)
    {
        (_manifest, _store, _stage, Recall) = (manifest, store, stage, recall);
        List<int> rows = new(manifest.Rows);
        for (int shard = 0; shard < manifest.Shards; shard++)
        {
            int[] indices = store.ReadAll<int>(stage, shard, StageNames.Indices);
            for (int at = 0; at < indices.Length; at += manifest.Settings.Neighbours)
            {
                if (indices[at] >= 0)
                    rows.Add(indices[at]);
            }
        }

        Samples = rows.Count;
        if (rows.Count == manifest.Rows)
            return;
        Rows = [.. rows];
        _sampleOf = new int[manifest.Rows];
        for (int sample = 0; sample < rows.Count; sample++)
            _sampleOf[rows[sample]] = sample;
    }

    /// <summary>n.</summary>
    public int Samples { get; }

    /// <summary>The share of true neighbours, 0 to 1.</summary>
    public double Recall { get; }

    /// <summary>The row of each sample; null where all rows are samples.</summary>
    public int[]? Rows { get; }

    /// <summary>n x k neighbours, in parts.</summary>
    public IEnumerable<int[]> Indices()
    {
        for (int shard = 0; shard < _manifest.Shards; shard++)
        {
            int[] indices = _store.ReadAll<int>(_stage, shard, StageNames.Indices);
            yield return _sampleOf is null ? indices : [.. indices.Where(row => row >= 0).Select(row => _sampleOf[row])];
        }
    }

    /// <summary>n x k distances, in parts.</summary>
    public IEnumerable<float[]> Distances()
    {
        for (int shard = 0; shard < _manifest.Shards; shard++)
        {
            float[] distances = _store.ReadAll<float>(_stage, shard, StageNames.Distances);
            yield return _sampleOf is null ? distances : [.. distances.Where(float.IsFinite)];
        }
    }
}
