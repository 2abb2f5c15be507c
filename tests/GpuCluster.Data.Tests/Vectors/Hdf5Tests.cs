using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Vectors;

/// <summary>HDF5 files of h5py and anndata (fixtures/hdf5/make.py).</summary>
public sealed class Hdf5Tests : IDisposable
{
    private static readonly float[] Quarters = [.. Enumerable.Range(0, 15).Select(i => (i / 4f) - 1.5f)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("f2", -40)]
    [InlineData("f4", -40)]
    [InlineData("f8", -40)]
    [InlineData("i1", -40)]
    [InlineData("i2", -40)]
    [InlineData("i4", -40)]
    [InlineData("i8", -40)]
    [InlineData("u2", 0)]
    [InlineData("u4", 0)]
    [InlineData("u8", 0)]
    public void Numbers_of_every_type_are_vectors(string name, int first) =>
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (float)((i * 19) + first)), Vectors(Read("types.h5", name)));

    [Fact]
    public void Bytes_are_scaled_and_truth_values_are_0_and_1()
    {
        Assert.Equal(Enumerable.Range(0, 6).Select(i => i * 19 / 255f), Vectors(Read("types.h5", "u1")));
        Assert.Equal([1, 1, 1, 1, 1, 1], Vectors(Read("types.h5", "?")));
    }

    [Theory]
    [InlineData(">f4")]
    [InlineData("complex")]
    public void Types_that_would_be_misread_are_refused(string name) =>
        Refusal.Of(Fixture("types.h5"), new DatasetOptions { ArrayName = name }, "types.h5");

    [Theory]
    [InlineData("filters.h5", "contiguous")]
    [InlineData("filters.h5", "chunked")]
    [InlineData("filters.h5", "gzip")]
    [InlineData("filters.h5", "shuffled")]
    [InlineData("filters.h5", "checked")]
    [InlineData("filters.h5", "grown")]
    [InlineData("filters4.h5", "shuffled")]
    [InlineData("filters4.h5", "grown")]
    public void Chunks_and_filters_give_the_numbers_that_were_written(string file, string name)
    {
        Assert.Equal(Enumerable.Range(0, 240).Select(i => (float)i), Vectors(Read(file, name)));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (float)i), Vectors(Read(file, name, limit: 10)));
    }

    [Theory]
    [InlineData("fletcher", "filter 3")]
    [InlineData("lzf", "filter 32000")]
    public void Filters_that_would_give_wrong_numbers_are_refused(string name, string fault) =>
        Refusal.Of(Fixture("filters.h5"), new DatasetOptions { ArrayName = name }, fault, "h5repack -f NONE");

    [Fact]
    public void The_train_set_of_ann_benchmarks_is_taken()
    {
        Dataset data = Read("ann.hdf5");
        Assert.Equal(Quarters, Vectors(data));
        string note = Assert.Single(data.Notes).Message;
        Assert.Contains("'train' float32 (5, 3)", note);
        Assert.Contains("'test' float32 (2, 3)", note);
        Assert.Equal([-0.5f, -0.25f, 0], Vectors(Read("ann.hdf5", "test"))[..3]);
    }

    [Fact]
    public void Images_of_keras_are_joined()
    {
        ImageDataset data = Assert.IsType<ImageDataset>(Read("keras.h5"));
        Assert.Equal(Enumerable.Range(0, 84).Select(i => (byte)i), data.Images.Pixels.ToArray());
        Assert.Equal([2, 0, 1, 2, 0, 1, 1], data.Labels!.ClassOf);
    }

    [Fact]
    public void Cells_have_their_types_and_columns()
    {
        Dataset data = Read("cells.h5ad");
        Assert.Equal(Quarters, Vectors(data));
        Assert.Equal(["cat", "dog", "emu"], data.Labels!.ClassNames);
        Assert.Equal([0, 1, 0, 2, 1], data.Labels.ClassOf);
        Assert.Equal(["a", "b", "c", "d", "e"], Column<TextColumn>(data, "_index").Values);
        Assert.Equal([5, 4, 3, 2, 1], Column<NumericColumn>(data, "counts").Values);
        Assert.Equal([-1.5f, -1.25f, -0.75f, -0.5f], Vectors(Read("cells.h5ad", "obsm/X_pca"))[..4]);
    }

    [Fact]
    public void A_sparse_matrix_is_refused_with_what_can_be_named()
    {
        Refusal.Of(Fixture("sparse.h5ad"), "its X is a sparse matrix", "'obsm/X_pca' float64 (5, 2)");
        Dataset data = Read("sparse.h5ad", "obsm/X_pca");
        Assert.Equal([-1.5f, -1.25f, -0.75f, -0.5f], Vectors(data)[..4]);
        Assert.Equal([0, 1, 0, 2, 1], data.Labels!.ClassOf);
    }

    [Fact]
    public void Texts_of_both_kinds_are_labels_and_columns()
    {
        Dataset data = Read("texts.h5");
        Assert.Equal(Quarters, Vectors(data));
        Assert.Equal([0, 1, 0, 2, 1], data.Labels!.ClassOf);
        Assert.Equal(["a", "bb", "", "d", "e"], Column<TextColumn>(data, "fixed").Values);
        Assert.Equal([1.5, 2, 3, 4, 5], Column<NumericColumn>(data, "score").Values);
    }

    [Fact]
    public void Several_data_sets_are_listed()
    {
        Refusal.Of(Fixture("several.h5"), "several matrices", "'group/image' float32 (5, 3)", "'group/text' float32 (5, 3)");
        Assert.Equal(Quarters, Vectors(Read("several.h5", "/group/image")));
    }

    [Theory]
    [InlineData("external.h5", "link to another file")]
    [InlineData("raw.h5", "values lie in other files")]
    [InlineData("virtual.h5", "values lie in other files")]
    [InlineData("huge.h5", "its limit")]
    public void Data_of_other_files_and_claims_are_refused(string name, string fault) => Refusal.Of(Fixture(name), name, fault);

    [Fact]
    public void A_link_to_a_file_that_is_not_there_is_refused() =>
        Refusal.Of(_folder.Write("external.h5", File.ReadAllBytes(Fixture("external.h5"))), "link to another file");

    [Fact]
    public void Damaged_files_are_read_or_refused()
    {
        byte[] good = File.ReadAllBytes(Fixture("cells.h5ad"));
        Random random = new(7);
        for (int i = 0; i < 150; i++)
        {
            byte[] bytes = [.. good];
            for (int flip = 0; flip < 4; flip++)
                bytes[random.Next(random.Next(2) == 0 ? 2000 : bytes.Length)] = (byte)random.Next(256);
            string path = _folder.Write("x.h5ad", i % 5 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                Dataset data = DatasetReader.Read(path, new DatasetOptions(), TestContext.Current.CancellationToken);
                Assert.True(data.Labels is null || data.Labels.Count == data.Count);
            }
            catch (Core.Errors.UnusableInputException)
            {
                // The other right answer.
            }
        }
    }

    private static string Fixture(string name) => Tests.Readers.NpyTests.Fixture(Path.Combine("hdf5", name));

    private static Dataset Read(string name, string? array = null, int? limit = null) =>
        DatasetReader.Read(Fixture(name), new DatasetOptions { ArrayName = array, Limit = limit }, TestContext.Current.CancellationToken);

    private static float[] Vectors(Dataset data) => Assert.IsType<EmbeddingDataset>(data).Embedding.Values.ToArray();

    private static T Column<T>(Dataset data, string name)
        where T : SampleColumn => Assert.IsType<T>(data.Columns.Single(column => column.Name == name));
}
