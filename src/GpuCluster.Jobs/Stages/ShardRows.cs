using GpuCluster.Data.Jobs;

namespace GpuCluster.Jobs.Stages;

/// <summary>Those of some rows that one shard has.</summary>
/// <param name="Shard">Which shard.</param>
/// <param name="Start">The place of the first of them among all that were asked for.</param>
/// <param name="Places">Where they are in the shard, ascending.</param>
internal readonly record struct ShardRows(int Shard, int Start, int[] Places)
{
    /// <summary>Splits rows of the whole data by shards.</summary>
    /// <param name="manifest">Of the job.</param>
    /// <param name="rows">Ascending, each once.</param>
    public static IEnumerable<ShardRows> Of(JobManifest manifest, int[] rows)
    {
        for (int start = 0, end = 0; start < rows.Length; start = end)
        {
            int shard = rows[start] / manifest.RowsPerShard;
            while (end < rows.Length && rows[end] / manifest.RowsPerShard == shard)
                end++;
            int first = manifest.FirstRow(shard);
            yield return new ShardRows(shard, start, Array.ConvertAll(rows[start..end], row => row - first));
        }
    }
}
