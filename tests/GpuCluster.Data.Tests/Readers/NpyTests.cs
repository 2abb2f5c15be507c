using System.Text;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Readers;

public sealed class NpyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("f32_5x3.npy")]
    [InlineData("f32_5x3_v2.npy")]
    [InlineData("f32_5x3_v3.npy")]
    public void Float32_from_numpy_is_read(string name)
    {
        float[] expected = [.. Enumerable.Range(0, 15).Select(i => (i / 4f) - 1.5f)];
        EmbeddingDataset embedding = Assert.IsType<EmbeddingDataset>(DatasetReader.Read(Fixture(name), new DatasetOptions()));
        Assert.Equal("(5, 3)", embedding.Shape);
        Assert.Equal(expected, embedding.Embedding.Values.ToArray());
        LayoutDataset layout = Assert.IsType<LayoutDataset>(
            DatasetReader.Read(Fixture(name), new DatasetOptions { As = MatrixUse.Layout, Limit = 2 })
        );
        Assert.Equal("(2, 3)", layout.Shape);
        Assert.Equal(expected[..6], layout.Layout.Values);
    }

    [Fact]
    public void Uint8_is_scaled_and_images_stay_bytes()
    {
        EmbeddingDataset scaled = Assert.IsType<EmbeddingDataset>(
            DatasetReader.Read(Fixture("u8_5x4.npy"), new DatasetOptions { As = MatrixUse.Layout })
        );
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * 13 / 255f), scaled.Embedding.Values.ToArray());
        ImageDataset images = Assert.IsType<ImageDataset>(DatasetReader.Read(Fixture("u8_5x2x3.npy"), new DatasetOptions { Limit = 4 }));
        Assert.Equal("(4, 2, 3)", images.Shape);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => (byte)i), images.Images.Pixels.ToArray());
    }

    [Theory]
    [InlineData("complex_5x3.npy", "complex", "astype('<f4')")]
    [InlineData("vector_5.npy", "rank 1", "(5,)")]
    [InlineData("f32_5x3x1.npy", "rank 3", "reshape(len(x), -1)")]
    [InlineData("pickle_5.npy", "pickled", "never loaded")]
    [InlineData("structured_5.npy", "structured", "structured_to_unstructured")]
    [InlineData("labels_text.npy", "<U5", "astype")]
    [InlineData("empty_0x3.npy", "empty", "(0, 3)")]
    [InlineData("empty_5x0.npy", "empty", "(5, 0)")]
    [InlineData("nan_3_1.npy", "row 3, column 1", "NaN")]
    [InlineData("inf_4_2.npy", "row 4, column 2", "-Infinity")]
    public void Other_arrays_are_refused_with_the_remedy(string name, string what, string remedy) =>
        Refusal.Of(Fixture(name), name, what, remedy);

    [Fact]
    public void Values_beyond_the_limit_are_not_read() =>
        Assert.Equal(3, DatasetReader.Read(Fixture("nan_3_1.npy"), new DatasetOptions { Limit = 3 }).Count);

    [Theory]
    [InlineData("labels_i8.npy", "3|7|100", new[] { 1, -1, 0, 1, 2 })]
    [InlineData("labels_u1.npy", "0|1|2", new[] { 2, 0, 0, 1, 2 })]
    [InlineData("labels_bool.npy", "0|1", new[] { 1, 0, 0, 1, 1 })]
    [InlineData("labels_5x1.npy", "1|2|3|4|5", new[] { 0, 1, 2, 3, 4 })]
    [InlineData("labels_float.npy", "1|2|3|4|5", new[] { 0, 1, 2, 3, 4 })]
    [InlineData("labels_whole.npy", "2|10", new[] { 1, -1, -1, 0, 1 })]
    [InlineData("labels_u1_255.npy", "0|1|255", new[] { 2, 0, 2, 1, 0 })]
    [InlineData("labels_large.npy", "100000000|100000001|100000002", new[] { 0, 1, 2, 0, -1 })]
    [InlineData("labels_text.npy", "a,\"b\"|дом|猫", new[] { 2, 1, 0, -1, 2 })]
    public void Labels_of_any_kind_are_read(string name, string classes, int[] classOf)
    {
        SampleLabels labels = DatasetReader.Read(Fixture("f32_5x3.npy"), new DatasetOptions { LabelsPath = Fixture(name) }).Labels!;
        Assert.Equal(classes, string.Join('|', labels.ClassNames));
        Assert.Equal(classOf, labels.ClassOf);
    }

    [Theory]
    [InlineData("labels_4.npy", "4 labels", "5 samples")]
    [InlineData("f32_5x3.npy", "(5, 3)", "ravel")]
    [InlineData("labels_fraction.npy", "row 0 is a fraction", "astype('<i8')")]
    [InlineData("labels_bytes.npy", "|S1", "decode")]
    [InlineData("pickle_5.npy", "pickled", "never")]
    public void Labels_that_do_not_fit_are_refused(string name, string what, string remedy) =>
        Refusal.Of(Fixture("f32_5x3.npy"), new DatasetOptions { LabelsPath = Fixture(name) }, name, what, remedy);

    [Fact]
    public void Labels_beside_the_data_are_found()
    {
        File.Copy(Fixture("f32_5x3.npy"), _folder.File("x.npy"));
        Assert.Null(DatasetReader.Read(_folder.File("x.npy"), new DatasetOptions()).Labels);
        File.Copy(Fixture("labels_u1.npy"), _folder.File("x.labels.npy"));
        Assert.Equal([2, 0, 0], DatasetReader.Read(_folder.File("x.npy"), new DatasetOptions { Limit = 3 }).Labels!.ClassOf);
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999, 999999999), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1099511627776, 1099511627776), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999, 3), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1, 3), }")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3) ")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': [2, 3]}")]
    [InlineData("{'descr': '<f4', 'shape': (2, 3)}")]
    [InlineData("{'descr': __import__('os'), 'fortran_order': False, 'shape': (2, 3)}")]
    [InlineData("{'descr': [('a', ('b'")]
    [InlineData("{'descr': ")]
    [InlineData("")]
    public void Hostile_headers_are_refused(string literal) => Refusal.Of(_folder.Write("x.npy", Npy(literal, 24)), "x.npy");

    [Fact]
    public void Length_must_be_what_the_header_says()
    {
        byte[] good = File.ReadAllBytes(Fixture("f32_5x3.npy"));
        Refusal.Of(_folder.Write("x.npy", good[..^1]), "truncated", "(5, 3)", "188", "187");
        Refusal.Of(_folder.Write("x.npy", [.. good, 0]), "more data");
        Refusal.Of(_folder.Write("x.npy", good[..50]), "truncated");
        Refusal.Of(_folder.Write("x.npy", good[..7]), "truncated");
        Refusal.Of(_folder.Write("x.npy", []), "does not begin as one");
        Refusal.Of(_folder.Write("x.npy", "PK\u0003\u0004 an archive"u8.ToArray()), "does not begin as one");
    }

    [Fact]
    public void Text_labels_with_what_is_no_character_are_refused()
    {
        File.Copy(Fixture("f32_5x3.npy"), _folder.File("x.npy"));
        byte[] labels = File.ReadAllBytes(Fixture("labels_text.npy"));
        labels[^1] = 0x7F;
        Refusal.Of(_folder.File("x.npy"), new DatasetOptions { LabelsPath = _folder.Write("bad.npy", labels) }, "bad.npy", "row 4");
    }

    internal static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);

    private static byte[] Npy(string literal, int payload) =>
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            (byte)literal.Length,
            (byte)(literal.Length >> 8),
            .. Encoding.ASCII.GetBytes(literal),
            .. new byte[payload],
        ];
}
