using GpuCluster.Core.Embeddings;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Parts;

namespace GpuCluster.Jobs.Stages;

/// <summary>The vectors of all shards, read where they are wanted. A row without one is NaN in its shard and in no result.</summary>
/// <param name="manifest">Of the job.</param>
/// <param name="store">Its outputs.</param>
internal sealed class ShardVectors(JobManifest manifest, UnitStore store)
{
    /// <summary>The rows of a shard that have a vector.</summary>
    /// <returns>The vectors, and the number of each row in the whole data, ascending.</returns>
    public (EmbeddingMatrix Vectors, int[] Rows) Shard(int shard) => Read([shard]);

    /// <summary>The same of two shards, one after the other.</summary>
    public (EmbeddingMatrix Vectors, int[] Rows) Shards(int first, int second) => Read([first, second]);

    /// <summary>Some rows, which all have a vector.</summary>
    /// <param name="rows">Ascending.</param>
    public EmbeddingMatrix Pick(ReadOnlySpan<int> rows)
    {
        int columns = Columns();
        float[] values = new float[(long)rows.Length * columns];
        PartRows<float>? open = null;
        int shard = -1;
        try
        {
            for (int i = 0; i < rows.Length; i++)
            {
                if (open is null || rows[i] / manifest.RowsPerShard != shard)
                {
                    open?.Dispose();
                    shard = rows[i] / manifest.RowsPerShard;
                    open = store.Open<float>(StageNames.Embed, shard, StageNames.Vectors);
                }

                open.Read(rows[i] - manifest.FirstRow(shard), values.AsSpan(i * columns, columns));
            }
        }
        finally
        {
            open?.Dispose();
        }

        return new EmbeddingMatrix(rows.Length, columns, values);
    }

    /// <summary>Of ascending rows those that have a vector.</summary>
    public int[] WithVector(IReadOnlyList<int> rows)
    {
        List<int> kept = [];
        PartRows<float>? open = null;
        int shard = -1;
        float[] row = new float[Columns()];
        try
        {
            foreach (int wanted in rows)
            {
                if (open is null || wanted / manifest.RowsPerShard != shard)
                {
                    open?.Dispose();
                    shard = wanted / manifest.RowsPerShard;
                    open = store.Open<float>(StageNames.Embed, shard, StageNames.Vectors);
                }

                open.Read(wanted - manifest.FirstRow(shard), row);
                if (!float.IsNaN(row[0]))
                    kept.Add(wanted);
            }
        }
        finally
        {
            open?.Dispose();
        }

        return [.. kept];
    }

    /// <summary>d, as a shard that is finished says.</summary>
    private int Columns(int shard = 0)
    {
        using PartRows<float> part = store.Open<float>(StageNames.Embed, shard, StageNames.Vectors);
        return part.Columns;
    }

    private (EmbeddingMatrix Vectors, int[] Rows) Read(int[] shards)
    {
        int columns = Columns(shards[0]),
            all = shards.Sum(manifest.RowsOf),
            count = 0;
        float[] values = new float[(long)all * columns];
        List<int> rows = new(all);
        foreach (int shard in shards)
        {
            using PartRows<float> part = store.Open<float>(StageNames.Embed, shard, StageNames.Vectors);
            part.Read(0, values.AsSpan(count * columns, part.Rows * columns));
            int start = count;
            for (int row = 0; row < part.Rows; row++)
            {
                Span<float> from = values.AsSpan((start + row) * columns, columns);
                if (float.IsNaN(from[0]))
                    continue;
                if (count != start + row)
                    from.CopyTo(values.AsSpan(count * columns));
                rows.Add(manifest.FirstRow(shard) + row);
                count++;
            }
        }

        return (new EmbeddingMatrix(count, columns, values.AsMemory(0, count * columns)), [.. rows]);
    }
}
