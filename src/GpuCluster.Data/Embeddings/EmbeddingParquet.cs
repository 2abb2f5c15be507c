using System.Runtime.ExceptionServices;
using GpuCluster.Core.Embeddings;
using ParquetSharp;

namespace GpuCluster.Data.Embeddings;

/// <summary>
/// Vectors as Parquet: a row for each sample with path, label (where there are labels), model, and embedding as a list of float32.
/// </summary>
internal static class EmbeddingParquet
{
    /// <summary>Values of one row group, so that writing needs a bounded part of memory besides the vectors.</summary>
    private const int GroupValues = 1 << 22;

    /// <summary>Writes the file.</summary>
    /// <exception cref="IOException">The stream fails; the library's own error hides it.</exception>
    public static void Write(Stream stream, EmbeddingRecord record, CancellationToken cancellation)
    {
        using FaultStream target = new(stream);
        try
        {
            WriteTo(target, record, cancellation);
        }
        catch (Exception) when (target.Fault is { } fault)
        {
            ExceptionDispatchInfo.Throw(fault);
        }
    }

    private static void WriteTo(Stream stream, EmbeddingRecord record, CancellationToken cancellation)
    {
        string[]? labels = record.LabelTexts;
        Column[] columns =
        [
            new Column<string>("path"),
            .. labels is null ? Array.Empty<Column>() : [new Column<string>("label")],
            new Column<string>("model"),
            new Column<float[]?>("embedding"),
        ];
        EmbeddingMatrix vectors = record.Vectors;
        int groupRows = Math.Max(1, GroupValues / vectors.Columns);
        using WriterPropertiesBuilder builder = new();
        // Vectors hardly ever repeat a number.
        using WriterProperties properties = builder.Compression(Compression.Uncompressed).DisableDictionary("embedding.list.item").Build();
        using ParquetFileWriter writer = new(stream, columns, null, properties, null, leaveOpen: true);
        int n = record.Rows.Count;
        for (int first = 0; first < n; first += groupRows)
        {
            cancellation.ThrowIfCancellationRequested();
            int rows = Math.Min(groupRows, n - first);
            using RowGroupWriter group = writer.AppendRowGroup();
            Write<string>(group, [.. record.Paths.Skip(first).Take(rows)]);
            if (labels is not null)
                Write<string>(group, labels[first..(first + rows)]);
            Write<string>(group, [.. Enumerable.Repeat(record.Model, rows)]);
            Write<float[]?>(
                group,
                [.. Enumerable.Range(first, rows).Select(row => record.Rows.SampleAt(row) is { } at ? vectors.Row(at).ToArray() : null)]
            );
        }

        writer.Close();
    }

    private static void Write<T>(RowGroupWriter group, T[] values)
    {
        using ColumnWriter column = group.NextColumn();
        using LogicalColumnWriter<T> writer = column.LogicalWriter<T>();
        writer.WriteBatch(values);
    }

    /// <summary>Keeps the first error of a stream.</summary>
    private sealed class FaultStream(Stream stream) : Stream
    {
        private long _written;

        public Exception? Fault { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _written;

        public override long Position
        {
            get => _written;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                stream.Write(buffer);
                _written += buffer.Length;
            }
            catch (Exception e)
            {
                Fault ??= e;
                throw;
            }
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
