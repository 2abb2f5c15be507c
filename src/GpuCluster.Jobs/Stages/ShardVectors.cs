using GpuCluster.Core.Embeddings;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Parts;

namespace GpuCluster.Jobs.Stages;

/// <summary>The vectors of all shards, read where they are wanted. A row without one is NaN in its shard and in no result.</summary>
/// <param name="manifest">Of the job.</param>
/// <param name="store">Its outputs.</param>
internal sealed class ShardVectors(JobManifest manifest, UnitStore store)
{
    /// <summary>Rows that are looked at together.</summary>
    private const int Block = 1024;

    /// <summary>Rows of a block that is searched.</summary>
    private const int SearchedRows = 16384;

    /// <summary>The rows of a shard that have a vector.</summary>
    /// <returns>The vectors, and the number of each row in the whole data, ascending.</returns>
    public (EmbeddingMatrix Vectors, int[] Rows) Shard(int shard) => Read((shard, 0, manifest.RowsOf(shard)));

    /// <summary>The same of two shards, one after the other.</summary>
    public (EmbeddingMatrix Vectors, int[] Rows) Shards(int first, int second) =>
        Read((first, 0, manifest.RowsOf(first)), (second, 0, manifest.RowsOf(second)));

    /// <summary>The same of all shards, a block of rows at a time, so that memory stays bounded whatever the shards' size.</summary>
    public IEnumerable<(EmbeddingMatrix Vectors, int[] Rows)> Blocks()
    {
        for (int shard = 0; shard < manifest.Shards; shard++)
        {
            for (int first = 0; first < manifest.RowsOf(shard); first += SearchedRows)
                yield return Read((shard, first, Math.Min(SearchedRows, manifest.RowsOf(shard) - first)));
        }
    }

    /// <summary>Some rows, which all have a vector.</summary>
    /// <param name="rows">Ascending, each once.</param>
    public EmbeddingMatrix Pick(int[] rows)
    {
        float[] values = [];
        return Pick(rows, ref values);
    }

    /// <summary>Some rows, which all have a vector, in an array that is used again.</summary>
    /// <param name="rows">Ascending, each once.</param>
    /// <param name="values">Holds the rows; replaced by a longer one where it is too short.</param>
    public EmbeddingMatrix Pick(int[] rows, ref float[] values)
    {
        int columns = Columns();
        long length = (long)rows.Length * columns;
        if (values.Length < length)
            values = new float[values.Length == 0 ? length : Math.Min(Array.MaxLength, length + (length / 4))];
        foreach (ShardRows some in ShardRows.Of(manifest, rows))
        {
            using PartRows<float> part = store.Open<float>(StageNames.Embed, some.Shard, StageNames.Vectors);
            part.Read(some.Places, values.AsSpan(some.Start * columns, some.Places.Length * columns));
        }

        return new EmbeddingMatrix(rows.Length, columns, values.AsMemory(0, rows.Length * columns));
    }

    /// <summary>Of some rows those that have a vector.</summary>
    /// <param name="rows">Ascending, each once.</param>
    public int[] WithVector(int[] rows)
    {
        List<int> kept = new(rows.Length);
        int columns = Columns();
        float[] values = new float[Math.Min(rows.Length, Block) * columns];
        foreach (ShardRows some in ShardRows.Of(manifest, rows))
        {
            using PartRows<float> part = store.Open<float>(StageNames.Embed, some.Shard, StageNames.Vectors);
            foreach (int[] places in some.Places.Chunk(Block))
            {
                part.Read(places, values.AsSpan(0, places.Length * columns));
                for (int i = 0; i < places.Length; i++)
                {
                    if (!float.IsNaN(values[i * columns]))
                        kept.Add(manifest.FirstRow(some.Shard) + places[i]);
                }
            }
        }

        return [.. kept];
    }

    /// <summary>d, as a shard that is finished says.</summary>
    private int Columns(int shard = 0)
    {
        using PartRows<float> part = store.Open<float>(StageNames.Embed, shard, StageNames.Vectors);
        return part.Columns;
    }

    private (EmbeddingMatrix Vectors, int[] Rows) Read(params ReadOnlySpan<(int Shard, int First, int Count)> parts)
    {
        int columns = Columns(parts[0].Shard),
            all = 0,
            count = 0;
        foreach ((_, _, int some) in parts)
            all += some;
        float[] values = new float[(long)all * columns];
        List<int> rows = new(all);
        foreach ((int shard, int first, int some) in parts)
        {
            using PartRows<float> part = store.Open<float>(StageNames.Embed, shard, StageNames.Vectors);
            part.Read(first, values.AsSpan(count * columns, some * columns));
            int start = count;
            for (int row = 0; row < some; row++)
            {
                Span<float> from = values.AsSpan((start + row) * columns, columns);
                if (float.IsNaN(from[0]))
                    continue;
                if (count != start + row)
                    from.CopyTo(values.AsSpan(count * columns));
                rows.Add(manifest.FirstRow(shard) + first + row);
                count++;
            }
        }

        return (new EmbeddingMatrix(count, columns, values.AsMemory(0, count * columns)), [.. rows]);
    }
}
