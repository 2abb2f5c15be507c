using System.Text;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Tests.Vectors;

/// <summary>Vectors in the files of other programs (fixtures/vectors/make.py), most of them the same 5 x 3 numbers.</summary>
public sealed class VectorFilesTests : IDisposable
{
    private static readonly float[] Quarters = [.. Enumerable.Range(0, 15).Select(i => (i / 4f) - 1.5f)];
    private static readonly float[] Sevens = [.. Enumerable.Range(0, 15).Select(i => i * 7f)];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.safetensors")]
    [InlineData("x.fvecs")]
    [InlineData("x.fbin")]
    [InlineData("l2.faiss")]
    [InlineData("ip.faiss")]
    [InlineData("l1.faiss")]
    [InlineData("word2vec.txt")]
    [InlineData("glove.txt")]
    [InlineData("savetxt.txt")]
    [InlineData("headless.csv")]
    [InlineData("uci.csv")]
    [InlineData("pandas.csv")]
    [InlineData("european.csv")]
    [InlineData("tabs.tsv")]
    [InlineData("counted.csv")]
    public void Every_format_gives_the_numbers_that_were_written(string name)
    {
        Assert.Equal(Quarters, Vectors(Read(name)));
        Assert.Equal(Quarters[..6], Vectors(Read(name, new DatasetOptions { Limit = 2 })));
    }

    [Theory]
    [InlineData("whole.bvecs")]
    [InlineData("whole.ivecs")]
    [InlineData("whole.u8bin")]
    [InlineData("whole.i8bin")]
    [InlineData("whole.ibin")]
    public void Whole_numbers_are_not_scaled(string name) => Assert.Equal(Sevens, Vectors(Read(name)));

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    public void Halves_and_brain_floats_are_read_by_name(string array) =>
        Assert.Equal(Quarters, Vectors(Read("half.safetensors", new DatasetOptions { ArrayName = array })));

    [Fact]
    public void Labels_and_other_tensors_of_safetensors()
    {
        Dataset data = Read("x.safetensors");
        Assert.Equal(["1", "2", "3"], data.Labels!.ClassNames);
        Assert.Equal([2, 0, 2, 1, -1], data.Labels.ClassOf);
        Refusal.Of(Fixture("half.safetensors"), "several matrices", "'a' F16 (5, 3)", "'b' BF16 (5, 3)");
        Refusal.Of(Fixture("x.safetensors"), new DatasetOptions { ArrayName = "fp8" }, "'fp8' F8_E4M3 (2, 2)", "no samples");
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,17]}}", "outside the file")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0]}}", "no begin and end")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[]}}", "no begin and end")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[-4,12]}}", "outside the file")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,16]}}", "not as long")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,16]}}", "not as long")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2,-2],\"data_offsets\":[0,16]}}", "not as long")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[4,12]}}",
        "'a' and 'b' overlap"
    )]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2]}}", "JSON")]
    [InlineData("{\"a\":[1]}", "JSON")]
    [InlineData("{\"a\":", "JSON")]
    [InlineData("{}", "no arrays")]
    public void A_header_of_safetensors_that_lies_is_refused(string json, string fault) =>
        Refusal.Of(
            _folder.Write("x.safetensors", [.. BitConverter.GetBytes((long)json.Length), .. Encoding.UTF8.GetBytes(json), .. new byte[16]]),
            fault
        );

    [Theory]
    [InlineData(-1L)]
    [InlineData(1L << 40)]
    [InlineData(400L)]
    public void A_header_longer_than_the_file_is_refused(long length)
    {
        byte[] bytes = File.ReadAllBytes(Fixture("x.safetensors"));
        BitConverter.TryWriteBytes(bytes, length);
        Refusal.Of(_folder.Write("x.safetensors", bytes), "claims", $"{bytes.Length}");
    }

    [Theory]
    [InlineData("x.fvecs")]
    [InlineData("x.fbin")]
    [InlineData("whole.u8bin")]
    [InlineData("l2.faiss")]
    [InlineData("x.safetensors")]
    public void A_file_that_is_cut_or_too_long_is_refused(string name)
    {
        byte[] bytes = File.ReadAllBytes(Fixture(name));
        foreach (int cut in new[] { 1, 4, 20, bytes.Length - 3 })
            Refusal.Of(_folder.Write(name, bytes[..Math.Max(0, bytes.Length - cut)]), name);
        if (name != "x.safetensors")
            Refusal.Of(_folder.Write(name, [.. bytes, 0]), name);
    }

    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        byte[] bytes = File.ReadAllBytes(Fixture("x.fvecs"));
        bytes[32] = 4;
        Refusal.Of(_folder.Write("x.fvecs", bytes), "row 2 has 4 values");
    }

    [Fact]
    public void An_index_without_whole_vectors_is_refused_with_the_line_that_writes_them() =>
        Refusal.Of(Fixture("quantised.faiss"), "not flat ('IxSQ')", "reconstruct_n");

    [Fact]
    public void Words_become_a_column()
    {
        Assert.Equal(["猫", "dog", "ice", "2008", "emu"], Texts(Read("word2vec.txt"), "word"));
        Assert.Equal([", .", "dog", "ice", "2008", "emu"], Texts(Read("glove.txt"), "word"));
        Assert.Empty(Read("savetxt.txt").Columns);
    }

    [Theory]
    [InlineData("6 3\na 1 2 3\nb 4 5 6\n", "claims 6 vectors, and it holds 2")]
    [InlineData("2 3\na 1 2 3\nb 4 5\n", "line 3")]
    [InlineData("1 2 3\n4 5\n", "line 2")]
    [InlineData("1 2 3\n4 5 6 7\n", "line 2", "more than the 3 numbers")]
    [InlineData("1 2 3\n4 x 6\n", "line 2")]
    [InlineData("a b c\n", "unknown data format")]
    [InlineData("\n\n", "unknown data format")]
    public void Text_that_is_no_table_of_vectors_is_refused(string text, params string[] parts) =>
        Refusal.Of(_folder.Write("x.txt", Encoding.UTF8.GetBytes(text)), parts);

    [Theory]
    [InlineData("headless.csv", "3 columns", "'column 0' to 'column 2'", "the first line is a sample")]
    [InlineData("uci.csv", "classes 'column 3'")]
    [InlineData("pandas.csv", "'width' to 'depth'", "classes 'label'", "'', 'note' are no part of them")]
    [InlineData("european.csv", "separated by semicolons", "commas in numbers are decimal")]
    [InlineData("numbered.csv", "12 columns, 'dim_0' to 'dim_11'", "'score', 'id' are no part of them")]
    public void What_the_columns_of_a_table_mean_is_told(string name, params string[] parts)
    {
        string note = Assert.Single(Read(name).Notes).Message;
        Assert.All(parts, part => Assert.Contains(part, note));
    }

    [Theory]
    [InlineData("pandas.csv")]
    [InlineData("uci.csv")]
    [InlineData("european.csv")]
    [InlineData("tabs.tsv")]
    public void Classes_of_a_table_are_labels(string name)
    {
        SampleLabels labels = Read(name).Labels!;
        Assert.Equal(["cat", "dog", "emu"], labels.ClassNames);
        Assert.Equal([0, 1, 0, 2, 1], labels.ClassOf);
    }

    [Fact]
    public void A_gap_in_a_table_is_refused_with_its_row() => Refusal.Of(Fixture("missing.csv"), "row 2 (line 4)", "'depth' is empty");

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "row 1 (line 3)", "1 field,")]
    [InlineData("a;b\n1,5;2\n2.5;3\n", "'a' has a decimal comma, '1,5' in row 0 (line 2)", "a decimal point, '2.5' in row 1 (line 3)")]
    [InlineData("a;b\n0,25;x\n2.5;y\n", "'a' has a decimal comma")]
    [InlineData("a,b\n1,5,2,5\n", "row 0 (line 2) has 4 fields", "separate the fields by semicolons")]
    [InlineData("a,b\n1,2\n3,1e99\n", "row 1", "'b' is no finite number")]
    [InlineData("a,b\n", "no column of files")]
    public void A_table_that_is_not_whole_is_refused(string text, params string[] parts) =>
        Refusal.Of(_folder.Write("x.csv", Encoding.UTF8.GetBytes(text)), parts);

    [Fact]
    public void Commas_that_may_stand_between_thousands_are_not_taken_as_decimal()
    {
        string path = _folder.Write("x.csv", "a,b\n1,\"1,234\"\n2,\"2,345\"\n"u8.ToArray());
        Dataset data = DatasetReader.Read(path, new DatasetOptions());
        Assert.Equal("(2, 1)", data.Shape);
        Assert.Equal(["1,234", "2,345"], Texts(data, "b"));
    }

    [Theory]
    [InlineData("a.csv", 2)]
    [InlineData("a.csv", 3)]
    [InlineData("a.ply", 2)]
    [InlineData("a.ply", 3)]
    public void Layouts_that_this_program_writes_are_read_back(string name, int dims)
    {
        Core.Layouts.Layout layout = new(3, dims, [.. Enumerable.Range(0, 3 * dims).Select(i => (i / 3f) - 0.7f)]);
        string path = _folder.File(name);
        LayoutWriter.Write(
            path,
            layout,
            new SampleHeading { Labels = new SampleLabels([0, -1, 1], ["a;b", "c"]) },
            cancellation: Cancellation
        );

        LayoutDataset back = Assert.IsType<LayoutDataset>(
            DatasetReader.Read(path, new DatasetOptions { As = MatrixUse.Layout }, Cancellation)
        );

        Assert.Equal(layout.Values, back.Layout.Values);
        Assert.Equal(dims, back.Layout.Dims);
        Assert.Empty(back.Columns);
        if (name == "a.csv")
        {
            Assert.Equal(["a;b", "c"], back.Labels!.ClassNames);
            Assert.Equal([0, -1, 1], back.Labels.ClassOf);
        }

        Assert.Equal(layout.Values, Vectors(DatasetReader.Read(path, new DatasetOptions(), Cancellation)));
    }

    [Fact]
    public void A_ply_in_text_with_other_properties_is_read()
    {
        const string Text =
            "ply\nformat ascii 1.0\ncomment x\nelement vertex 2\nproperty uchar red\nproperty float x\nproperty double y\n"
            + "property float z\n"
            + "element face 1\nproperty list uchar int vertex_indices\nend_header\n255 1 2 3\n0 -4 5.5 6\n3 0 1 0\n";
        LayoutDataset data = Assert.IsType<LayoutDataset>(
            DatasetReader.Read(_folder.Write("x.ply", Encoding.ASCII.GetBytes(Text)), new DatasetOptions { As = MatrixUse.Layout })
        );
        Assert.Equal([1, 2, 3, -4, 5.5f, 6], data.Layout.Values);
        string cut = Text[..^18];
        Refusal.Of(_folder.Write("cut.ply", Encoding.ASCII.GetBytes(cut)), "vertex 1");
        Refusal.Of(_folder.Write("no.ply", "ply\nformat ascii 1.0\nelement vertex 1\nend_header\n"u8.ToArray()), "without x, y or z");
        Refusal.Of(_folder.Write("big.ply", "ply\nformat binary_big_endian 1.0\nelement vertex 1\nend_header\n"u8.ToArray()), "big_endian");
    }

    private static string Fixture(string name) => Tests.Readers.NpyTests.Fixture(Path.Combine("vectors", name));

    private static Dataset Read(string name, DatasetOptions? options = null) =>
        DatasetReader.Read(Fixture(name), options ?? new DatasetOptions(), Cancellation);

    private static float[] Vectors(Dataset data) => Assert.IsType<EmbeddingDataset>(data).Embedding.Values.ToArray();

    private static string[] Texts(Dataset data, string name) => ((TextColumn)data.Columns.Single(column => column.Name == name)).Values;
}
