using GpuCluster.Core.Embeddings;
using Parquet;
using Parquet.Schema;

namespace GpuCluster.Data.Embeddings;

/// <summary>
/// Vectors as Parquet: a row for each sample with path, label (where there are labels), model, and embedding as a list of float32.
/// </summary>
internal static class EmbeddingParquet
{
    /// <summary>Values of one row group, so that writing needs a bounded part of memory besides the vectors.</summary>
    private const int GroupValues = 1 << 24;

    // The library only writes asynchronously; there is no context here that the wait could block.
    public static void Write(Stream stream, EmbeddingRecord record, CancellationToken cancellation) =>
        WriteAsync(stream, record, cancellation).GetAwaiter().GetResult();

    private static async Task WriteAsync(Stream stream, EmbeddingRecord record, CancellationToken cancellation)
    {
        DataField path = new DataField<string>("path", nullable: false),
            label = new DataField<string>("label", nullable: false),
            model = new DataField<string>("model", nullable: false);
        DataField<float> element = new(ListField.ElementName, nullable: false);
        ListField embedding = new("embedding", element);
        string[]? labels = record.LabelTexts;
        ParquetSchema schema = labels is null
            ? new ParquetSchema(path, model, embedding)
            : new ParquetSchema(path, label, model, embedding);
        EmbeddingMatrix vectors = record.Vectors;
        int groupRows = Math.Max(1, GroupValues / vectors.Columns);
        ParquetWriter writer = await ParquetWriter
            .CreateAsync(schema, stream, new ParquetOptions { CompressionMethod = CompressionMethod.None }, cancellationToken: cancellation)
            .ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            for (int first = 0; first < vectors.Rows; first += groupRows)
            {
                int rows = Math.Min(groupRows, vectors.Rows - first);
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                await group.WriteAsync(path, [.. record.Paths.Skip(first).Take(rows)]).ConfigureAwait(false);
                if (labels is not null)
                    await group.WriteAsync(label, labels[first..(first + rows)]).ConfigureAwait(false);
                await group.WriteAsync(model, [.. Enumerable.Repeat(record.Model, rows)]).ConfigureAwait(false);
                await group
                    .WriteAllPartsAsync<float>(
                        element,
                        vectors.Slice(first, rows).Values,
                        DefinitionLevels(rows * vectors.Columns, element.MaxDefinitionLevel),
                        RepetitionLevels(rows, vectors.Columns),
                        cancellation
                    )
                    .ConfigureAwait(false);
            }
        }
    }

    // No list and no value is null.
    private static ReadOnlyMemory<int> DefinitionLevels(int values, int level)
    {
        int[] levels = new int[values];
        levels.AsSpan().Fill(level);
        return levels;
    }

    // 0 where a list begins, 1 within it.
    private static ReadOnlyMemory<int> RepetitionLevels(int rows, int columns)
    {
        int[] levels = new int[rows * columns];
        levels.AsSpan().Fill(1);
        for (int row = 0; row < rows; row++)
            levels[row * columns] = 0;
        return levels;
    }
}
