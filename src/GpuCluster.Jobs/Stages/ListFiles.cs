using GpuCluster.Data.Jobs;
using GpuCluster.Data.Parts;

namespace GpuCluster.Jobs.Stages;

/// <summary>
/// Lists of neighbours that one unit found: which rows it looked at, ascending; where those of each shard begin; their nearest others.
/// </summary>
internal static class ListFiles
{
    /// <summary>Writes lists.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="manifest">Of the job.</param>
    /// <param name="index">The number of the unit within its stage.</param>
    /// <param name="rows">m rows, ascending.</param>
    /// <param name="lists">Their nearest.</param>
    public static void Write(UnitOutput output, JobManifest manifest, int index, int[] rows, NearestLists lists)
    {
        int others = Math.Max(1, lists.Others);
        int[] indices = new int[rows.Length * others];
        float[] distances = new float[rows.Length * others];
        Array.Fill(indices, -1);
        for (int row = 0; row < rows.Length; row++)
        {
            lists.IndicesOf(row).CopyTo(indices.AsSpan(row * others));
            lists.DistancesOf(row).CopyTo(distances.AsSpan(row * others));
        }

        int[] starts = new int[manifest.Shards + 1];
        foreach (int row in rows)
            starts[(row / manifest.RowsPerShard) + 1]++;
        for (int shard = 0; shard < manifest.Shards; shard++)
            starts[shard + 1] += starts[shard];

        output.Write<int>(StageNames.Lists, index, StageNames.Starts, 1, starts);
        output.Write<int>(StageNames.Lists, index, StageNames.Rows, 1, rows);
        output.Write<int>(StageNames.Lists, index, StageNames.Indices, others, indices);
        output.Write<float>(StageNames.Lists, index, StageNames.Distances, others, distances);
    }

    /// <summary>Adds the lists of one unit that are of rows of a shard.</summary>
    /// <param name="store">The outputs.</param>
    /// <param name="index">The number of the unit within its stage.</param>
    /// <param name="shard">Which shard.</param>
    /// <param name="firstRow">Its first row.</param>
    /// <param name="merged">The lists of the shard's rows.</param>
    public static void Merge(UnitStore store, int index, int shard, int firstRow, NearestLists merged)
    {
        Span<int> range = stackalloc int[2];
        using (PartRows<int> starts = store.Open<int>(StageNames.Lists, index, StageNames.Starts))
            starts.Read(shard, range);
        int first = range[0],
            count = range[1] - first;
        if (count == 0)
            return;
        int[] rows = new int[count];
        using (PartRows<int> all = store.Open<int>(StageNames.Lists, index, StageNames.Rows))
            all.Read(first, rows);
        using PartRows<int> found = store.Open<int>(StageNames.Lists, index, StageNames.Indices);
        int others = found.Columns;
        int[] indices = new int[count * others];
        found.Read(first, indices);
        float[] distances = new float[count * others];
        using (PartRows<float> measured = store.Open<float>(StageNames.Lists, index, StageNames.Distances))
            measured.Read(first, distances);
        for (int row = 0; row < count; row++)
        {
            for (int i = row * others; i < (row + 1) * others && indices[i] >= 0; i++)
                merged.Add(rows[row] - firstRow, indices[i], distances[i]);
        }
    }
}
