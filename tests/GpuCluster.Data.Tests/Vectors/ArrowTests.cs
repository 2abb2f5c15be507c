using System.Buffers.Binary;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrow;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Vectors;

/// <summary>Arrow files of JavaScript's apache-arrow and of polars (fixtures/arrow/make.mjs).</summary>
public sealed class ArrowTests
{
    private static readonly float[] Quarters = [.. Enumerable.Range(0, 15).Select(i => (i / 4f) - 1.5f)];

    [Theory]
    [InlineData("list-float.arrow")]
    [InlineData("list-double.arrow")]
    [InlineData("fixed-float.arrow")]
    [InlineData("fixed-float.arrows")]
    [InlineData("wide.arrow")]
    [InlineData("polars.feather")]
    [InlineData("polars-zstd.feather")]
    [InlineData("polars-lz4.feather")]
    public void Every_writer_gives_the_numbers_and_classes_that_were_written(string name)
    {
        EmbeddingDataset data = Read(name);
        Assert.Equal(Quarters, data.Embedding.Values.ToArray());
        Assert.Equal(["cat", "dog", "emu"], data.Labels!.ClassNames);
        Assert.Equal([0, 1, 0, 2, 1], data.Labels.ClassOf);
        Assert.Equal(Quarters[..6], Read(name, new DatasetOptions { Limit = 2 }).Embedding.Values.ToArray());
    }

    [Fact]
    public void Columns_keep_their_values()
    {
        EmbeddingDataset data = Read("wide.arrow");
        Assert.Equal(["2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02", "2024-03-03"], Texts(data, "day"));
        Assert.Equal("9007199254740993", Texts(data, "id")[4]);
        Assert.Equal(["1", "2", "3", "4", "5"], Texts(Read("list-float.arrow"), "score"));
    }

    [Fact]
    public void Rows_without_a_vector_are_left_out_and_counted()
    {
        EmbeddingDataset data = Read("nulls.arrow");
        Assert.Equal([.. Quarters[..3], .. Quarters[6..]], data.Embedding.Values.ToArray());
        Assert.Equal([0, 0, 2, 1], data.Labels!.ClassOf);
        Assert.Contains("1 row has no vector in 'embedding' (the first is row 1) and is left out", Assert.Single(data.Warnings));
    }

    [Fact]
    public void Feather_of_version_1_is_refused_with_the_line_that_converts_it()
    {
        using TemporaryFolder folder = new();
        Refusal.Of(folder.Write("x.feather", "FEA1 and more"u8.ToArray()), "version 1", "to_feather");
    }

    [Theory]
    [InlineData(0, "claims to be longer")]
    [InlineData(1, "would unpack to")]
    [InlineData(2, "more rows than its buffers hold")]
    [InlineData(3, "more arrays than it describes")]
    public void A_length_beyond_the_file_takes_no_memory(int which, string message)
    {
        byte[] bytes =
            which == 0 ? [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0]
            : which == 1 ? WithLong(MessageTable, 10, 1_500_000_000)
            : which == 2 ? WithLong(BatchTable, 4, 1_500_000_000)
            : WithManyArrays();
        using TemporaryFolder folder = new();
        string path = folder.Write("x.arrows", bytes);
        long before = GC.GetTotalAllocatedBytes();

        Refusal.Of(path, message);

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 << 20);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Fields_within_fields_are_followed_to_a_depth(int depth, bool isRead)
    {
        byte[] schema = SchemaOfDepth(depth);
        using ArrowInput input = new(new MemoryStream([.. BitConverter.GetBytes(schema.Length), .. schema, 0]));
        input.ReadExactly(new byte[4]);

        if (isRead)
            input.ReadExactly(new byte[schema.Length]);
        else
            Assert.Contains("too deep", Assert.Throws<EndOfStreamException>(() => input.ReadExactly(new byte[schema.Length])).Message);
    }

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        byte[][] files =
        [
            .. new[] { "list-float.arrow", "fixed-float.arrows", "polars-zstd.feather", "wide.arrow" }.Select(name =>
                File.ReadAllBytes(Fixture(name))
            ),
        ];
        DamagedFiles.AssertReadOrRefused("x.arrow", files, 300, 13);
    }

    private static string Fixture(string name) => Tests.Readers.NpyTests.Fixture(Path.Combine("arrow", name));

    private static EmbeddingDataset Read(string name, DatasetOptions? options = null) =>
        Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(Fixture(name), options ?? new DatasetOptions(), TestContext.Current.CancellationToken)
        );

    private static string[] Texts(Dataset data, string name)
    {
        SampleColumn column = data.Columns.Single(column => column.Name == name);
        return [.. Enumerable.Range(0, column.Count).Select(column.TextOf)];
    }

    // Of the first message that holds records; its tables are flatbuffers, whose fields are found by a table of offsets.
    private static byte[] WithLong(Func<byte[], int> tableOf, int field, long value)
    {
        byte[] bytes = File.ReadAllBytes(Fixture("fixed-float.arrows"));
        int table = tableOf(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(table + FieldOf(bytes, table, field)), value);
        return bytes;
    }

    private static byte[] WithManyArrays()
    {
        byte[] bytes = File.ReadAllBytes(Fixture("fixed-float.arrows"));
        int table = BatchTable(bytes),
            arrays = table + FieldOf(bytes, table, 6);
        arrays += BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(arrays));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(arrays), 150_000_000);
        return bytes;
    }

    private static int MessageTable(byte[] bytes)
    {
        const byte Records = 3;
        for (int at = 0; ; )
        {
            int table = at + 8 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 8)),
                body = FieldOf(bytes, table, 10);
            if (bytes[table + FieldOf(bytes, table, 6)] == Records)
                return table;
            at += 8 + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
            at += body == 0 ? 0 : (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(table + body));
        }
    }

    private static int BatchTable(byte[] bytes)
    {
        int header = MessageTable(bytes) is var message ? message + FieldOf(bytes, message, 8) : 0;
        return header + BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(header));
    }

    private static int FieldOf(byte[] bytes, int table, int field)
    {
        int fields = table - BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(table));
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(fields + field));
    }

    // A message with a schema whose field has one field, and so on: flatbuffers of tables, each behind the table of its offsets.
    private static byte[] SchemaOfDepth(int depth)
    {
        const byte Schema = 1;
        byte[] Table(params ReadOnlySpan<(int Field, int Place)> fields)
        {
            byte[] bytes = new byte[16 + 4];
            (bytes[0], bytes[2], bytes[16]) = (16, 12, 16);
            foreach ((int field, int place) in fields)
                bytes[field] = (byte)place;
            return bytes;
        }

        // A field: the list that it lies in, with one place; its table; and where its own list is.
        byte[] field = [1, 0, 0, 0, 20, 0, 0, 0, .. Table((14, 4)), 4, 0, 0, 0];
        byte[] last = [1, 0, 0, 0, 20, 0, 0, 0, .. Table(), 4, 0, 0, 0];
        return
        [
            .. new byte[] { 20, 0, 0, 0 },
            .. Table((6, 4), (8, 8)),
            .. new byte[] { Schema, 0, 0, 0, 20, 0, 0, 0 },
            .. Table((6, 4)),
            .. new byte[] { 4, 0, 0, 0 },
            .. Enumerable.Repeat(field, depth - 1).SelectMany(bytes => bytes),
            .. last,
        ];
    }
}
