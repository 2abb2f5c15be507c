using GpuCluster.Data.Jobs;
using GpuCluster.Data.Parts;

namespace GpuCluster.Jobs.Stages;

/// <summary>The neighbours of the rows of a shard, each row first among its own; a row without a vector has -1 in all places.</summary>
internal static class GraphFiles
{
    /// <summary>Writes the neighbours of a shard.</summary>
    public static void Write(UnitOutput output, JobManifest manifest, string stage, int shard, int[] rows, NearestLists lists)
    {
        int k = manifest.Settings.Neighbours,
            first = manifest.FirstRow(shard),
            count = manifest.RowsOf(shard);
        int[] indices = new int[count * k];
        float[] distances = new float[count * k];
        Array.Fill(indices, -1);
        Array.Fill(distances, float.PositiveInfinity);
        foreach (int row in rows)
        {
            int at = (row - first) * k;
            (indices[at], distances[at]) = (row, 0);
            lists.IndicesOf(row - first).CopyTo(indices.AsSpan(at + 1));
            lists.DistancesOf(row - first).CopyTo(distances.AsSpan(at + 1));
        }

        output.Write<int>(stage, shard, StageNames.Indices, k, indices);
        output.Write<float>(stage, shard, StageNames.Distances, k, distances);
    }

    /// <summary>The neighbours of some rows.</summary>
    /// <param name="store">The outputs.</param>
    /// <param name="manifest">Of the job.</param>
    /// <param name="stage">Which graph.</param>
    /// <param name="rows">Ascending, each once.</param>
    public static (int[] Indices, float[] Distances) Pick(UnitStore store, JobManifest manifest, string stage, int[] rows)
    {
        int k = manifest.Settings.Neighbours;
        int[] indices = new int[rows.Length * k];
        float[] distances = new float[rows.Length * k];
        foreach (ShardRows some in ShardRows.Of(manifest, rows))
        {
            using PartRows<int> numbers = store.Open<int>(stage, some.Shard, StageNames.Indices);
            using PartRows<float> lengths = store.Open<float>(stage, some.Shard, StageNames.Distances);
            numbers.Read(some.Places, indices.AsSpan(some.Start * k, some.Places.Length * k));
            lengths.Read(some.Places, distances.AsSpan(some.Start * k, some.Places.Length * k));
        }

        return (indices, distances);
    }
}
