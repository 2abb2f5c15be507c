using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Parquet;

/// <summary>
/// One table of 5 x 3 numbers, written by DuckDB, polars, arrow-rs and two JavaScript writers (fixtures/parquet/make.mjs).
/// </summary>
public sealed class ParquetFormsTests
{
    private static readonly float[] Quarters = [.. Enumerable.Range(0, 15).Select(i => (i / 4f) - 1.5f)];

    [Theory]
    [InlineData("plain")]
    [InlineData("snappy")]
    [InlineData("zstd")]
    [InlineData("gzip")]
    [InlineData("lz4_raw")]
    [InlineData("legacy-lz4")]
    [InlineData("brotli")]
    [InlineData("v2")]
    [InlineData("double")]
    [InlineData("decimal")]
    [InlineData("decimal18")]
    [InlineData("decimal38")]
    [InlineData("array")]
    [InlineData("struct")]
    [InlineData("json")]
    [InlineData("wide")]
    [InlineData("polars")]
    [InlineData("polars-categories")]
    [InlineData("rust")]
    [InlineData("hyparquet-text")]
    [InlineData("half")]
    [InlineData("repeated")]
    [InlineData("repeated-v2")]
    public void Every_writer_gives_the_numbers_and_classes_that_were_written(string name)
    {
        EmbeddingDataset data = Read($"{name}.parquet");
        Assert.Equal(Quarters, data.Embedding.Values.ToArray());
        Assert.Equal(["cat", "dog", "emu"], data.Labels!.ClassNames);
        Assert.Equal([0, 1, 0, 2, 1], data.Labels.ClassOf);
        Assert.Equal(Quarters[..6], Read($"{name}.parquet", new DatasetOptions { Limit = 2 }).Embedding.Values.ToArray());
    }

    [Theory]
    [InlineData("utinyint")]
    [InlineData("usmallint")]
    [InlineData("uinteger")]
    [InlineData("ubigint")]
    [InlineData("tinyint")]
    [InlineData("smallint")]
    [InlineData("integer")]
    [InlineData("bigint")]
    public void Lists_of_whole_numbers_are_vectors(string type) =>
        Assert.Equal([0, 1, 7, 8, 14, 15, 21, 22, 28, 29], Read($"whole-{type}.parquet").Embedding.Values.ToArray());

    [Fact]
    public void Rows_without_a_vector_are_left_out_and_counted()
    {
        EmbeddingDataset data = Read("nulls.parquet");
        Assert.Equal([.. Quarters[..3], .. Quarters[6..9], .. Quarters[12..]], data.Embedding.Values.ToArray());
        Assert.Equal([0, 0, 1], data.Labels!.ClassOf);
        Assert.Equal([0, 2, 4], Assert.IsType<NumericColumn>(Assert.Single(data.Columns)).Values);
        Assert.Contains("2 rows have no vector in 'embedding' (the first is row 1) and are left out", Assert.Single(data.Warnings));
        Refusal.Of(Fixture("all-null.parquet"), "no row of 'embedding' has a vector");
        Refusal.Of(Fixture("null-element.parquet"), "row 2", "no value at 1");
    }

    [Fact]
    public void Columns_of_every_type_keep_their_values()
    {
        EmbeddingDataset data = Read("types.parquet");
        Assert.Equal(["2024-02-29", "2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04"], Texts(data, "day"));
        Assert.Equal("2024-02-29T12:34:56.25", Texts(data, "taken")[0]);
        Assert.Equal("2024-02-29T12:34:56Z", Texts(data, "utc")[0]);
        Assert.Equal([0, 1.25, 2.5, 3.75, 5], Column<NumericColumn>(data, "price").Values);
        Assert.Equal("12345678901234567890.12", Texts(data, "exact")[0]);
        Assert.Equal("40000000000000001", Texts(data, "big")[4]);
        Assert.Equal([0, 0, 1, 0, 0], Column<NumericColumn>(data, "flag").Values);
        Assert.Equal("{\"a\": 1}", Texts(data, "json")[0]);
        string note = Assert.Single(data.Notes).Message;
        Assert.Contains("'clock' (time)", note);
        Assert.Contains("'tags' (list of string)", note);
    }

    [Fact]
    public void Parts_of_one_table_in_a_folder_are_read_in_order()
    {
        EmbeddingDataset data = Read("shards");
        Assert.Equal(Quarters, data.Embedding.Values.ToArray());
        Assert.Equal([0, 1, 0, 2, 1], data.Labels!.ClassOf);
        Assert.Equal([0, 1, 2, 3, 4], Column<NumericColumn>(data, "id").Values);
        Assert.Equal(Quarters[..9], Read("shards", new DatasetOptions { Limit = 3 }).Embedding.Values.ToArray());
    }

    [Fact]
    public void A_column_can_be_named()
    {
        Assert.Equal(Quarters, Read("struct.parquet", new DatasetOptions { ArrayName = "clip.vector" }).Embedding.Values.ToArray());
        Refusal.Of(Fixture("struct.parquet"), new DatasetOptions { ArrayName = "x" }, "is called 'x'", "'clip.vector' (list of float)");
    }

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        byte[][] files =
        [
            .. new[] { "plain", "v2", "types", "nulls", "decimal38", "half", "legacy-lz4" }.Select(name =>
                File.ReadAllBytes(Fixture($"{name}.parquet"))
            ),
        ];
        DamagedFiles.AssertReadOrRefused("x.parquet", files, 600, 11);
    }

    private static string Fixture(string name) => Tests.Readers.NpyTests.Fixture(Path.Combine("parquet", name));

    private static EmbeddingDataset Read(string name, DatasetOptions? options = null) =>
        Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(Fixture(name), options ?? new DatasetOptions(), TestContext.Current.CancellationToken)
        );

    private static string[] Texts(Dataset data, string name)
    {
        SampleColumn column = data.Columns.Single(column => column.Name == name);
        return [.. Enumerable.Range(0, column.Count).Select(column.TextOf)];
    }

    private static T Column<T>(Dataset data, string name)
        where T : SampleColumn => Assert.IsType<T>(data.Columns.Single(column => column.Name == name));
}
