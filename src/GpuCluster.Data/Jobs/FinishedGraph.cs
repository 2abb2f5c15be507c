using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Jobs;

/// <summary>The graph of a finished job in the numbers of its samples: rows without a vector are none.</summary>
public sealed class FinishedGraph
{
    private readonly JobManifest _manifest;
    private readonly UnitStore _store;
    private readonly string _stage;
    private readonly int[]? _sampleOf;

    /// <summary>Reads which rows are samples.</summary>
    /// <param name="manifest">Of the job.</param>
    /// <param name="store">Its outputs, all finished.</param>
    /// <exception cref="UnusableInputException">The neighbours are of other rows.</exception>
    public FinishedGraph(JobManifest manifest, UnitStore store)
    {
        (_manifest, _store) = (manifest, store);
        (_stage, Recall) = manifest.Settings.Exact ? (StageNames.Graph, 1) : (PlaceOf(manifest, store), RecallOf(store, 1));
        int k = manifest.Settings.Neighbours;
        List<int> rows = [];
        for (int shard = 0; shard < manifest.Shards; shard++)
        {
            int[] indices = store.ReadAll<int>(_stage, shard, StageNames.Indices);
            if (indices.Length != (long)manifest.RowsOf(shard) * k)
                throw Damaged(shard);
            for (int row = 0; row < manifest.RowsOf(shard); row++)
            {
                int own = indices[row * k];
                if (own >= 0 && own != manifest.FirstRow(shard) + row)
                    throw Damaged(shard);
                if (own >= 0)
                    rows.Add(own);
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

    /// <summary>The recall that a unit measured.</summary>
    /// <param name="store">The outputs of a job that is not exact.</param>
    /// <param name="index">0 before, 1 after the improvement.</param>
    public static double RecallOf(UnitStore store, int index) =>
        store.ReadAll<double>(StageNames.Recall, index, StageNames.Recall) is [var recall] ? recall : double.NaN;

    /// <summary>The folder of the graph that counts: the improved one where the merged one missed too many.</summary>
    /// <param name="manifest">Of a job that is not exact.</param>
    /// <param name="store">Its outputs; the recall was measured.</param>
    public static string PlaceOf(JobManifest manifest, UnitStore store) =>
        RecallOf(store, 0) < manifest.Settings.Recall ? StageNames.Improved : StageNames.Graph;

    /// <summary>n x k neighbours, in parts.</summary>
    public IEnumerable<int[]> Indices()
    {
        for (int shard = 0; shard < _manifest.Shards; shard++)
        {
            int[] indices = _store.ReadAll<int>(_stage, shard, StageNames.Indices);
            if (Array.Exists(indices, row => row >= _manifest.Rows || (row < 0 && _sampleOf is null)))
                throw Damaged(shard);
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

    private UnusableInputException Damaged(int shard) =>
        new($"{_store.PathOf(_stage, shard, StageNames.Indices)}: neighbours of other rows; let a worker make it again");
}
