using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Vectors;

/// <summary>Files with one array of numbers or several, all of NumPy's making.</summary>
public sealed class ArraySetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("f16_5x3.npy")]
    [InlineData("f64_5x3.npy")]
    [InlineData("big_endian_5x3.npy")]
    [InlineData("fortran_5x3.npy")]
    public void Floats_of_every_kind_give_the_values_of_float32(string name)
    {
        float[] expected = [.. Enumerable.Range(0, 15).Select(i => (i / 4f) - 1.5f)];
        Assert.Equal(expected, Vectors(Read(name)));
        Assert.Equal(expected[..6], Vectors(Read(name, limit: 2)));
    }

    [Theory]
    [InlineData("numbers_i1.npy", -40)]
    [InlineData("numbers_i2.npy", -40)]
    [InlineData("numbers_i4_big.npy", -40)]
    [InlineData("numbers_i8.npy", -40)]
    [InlineData("numbers_u2.npy", 0)]
    [InlineData("numbers_u4_big.npy", 0)]
    [InlineData("numbers_u8.npy", 0)]
    [InlineData("numbers_f2_big.npy", -40)]
    [InlineData("numbers_f8_big.npy", -40)]
    public void Numbers_of_every_type_and_byte_order_are_vectors(string name, int first) =>
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (float)((i * 19) + first)), Vectors(Read(name)));

    [Fact]
    public void Truth_values_are_0_and_1() => Assert.Equal([1, 0, 1, 0, 0, 1], Vectors(Read("numbers_bool.npy")));

    [Fact]
    public void A_file_without_an_array_of_samples_says_what_each_holds()
    {
        string path = _folder.File("a.npz");
        using (System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Create))
        {
            foreach ((string name, string file) in new[] { ("z", "complex_5x3.npy"), ("o", "pickle_5.npy"), ("t", "labels_text.npy") })
                System.IO.Compression.ZipFileExtensions.CreateEntryFromFile(zip, Fixture(file), $"{name}.npy");
        }

        Refusal.Of(
            path,
            "none of its arrays can be the samples",
            "complex numbers (numpy.hstack([x.real, x.imag]).astype('<f4') makes vectors of it)",
            "pickled Python objects, which are never loaded",
            ": text",
            "save a matrix of numbers (N, D)"
        );
    }

    [Fact]
    public void Columns_of_fortran_become_rows()
    {
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (float)i), Vectors(Read("fortran_f8_5x4.npy")));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), Vectors(Read("fortran_f8_5x4.npy", limit: 3)));
    }

    [Fact]
    public void What_float32_cannot_hold_is_refused() =>
        Refusal.Of(Fixture("beyond_float32.npy"), "row 1, column 1", "Infinity as float32");

    [Fact]
    public void Labels_may_be_big_endian()
    {
        SampleLabels labels = DatasetReader
            .Read(Fixture("f32_5x3.npy"), new DatasetOptions { LabelsPath = Fixture("labels_big.npy") }, Cancellation)
            .Labels!;
        Assert.Equal(["5", "300", "70000"], labels.ClassNames);
        Assert.Equal([1, -1, 2, 1, 0], labels.ClassOf);
    }

    [Theory]
    [InlineData("medmnist.npz", "train train train train val test test")]
    [InlineData("keras.npz", "train train train train test test test")]
    public void Parts_of_a_known_data_set_are_joined(string name, string splits)
    {
        ImageDataset data = Assert.IsType<ImageDataset>(Read(name));

        Assert.Equal("(7, 4, 3)", data.Shape);
        Assert.Equal(Enumerable.Range(0, 84).Select(i => (byte)i), data.Images.Pixels.ToArray());
        Assert.Equal(["0", "1", "2"], data.Labels!.ClassNames);
        Assert.Equal([2, 0, 1, 2, 0, 1, 1], data.Labels.ClassOf);
        TextColumn split = Assert.IsType<TextColumn>(Assert.Single(data.Columns));
        Assert.Equal(splits, string.Join(' ', split.Values));
        Assert.Contains("the samples are", Assert.Single(data.Notes).Message);
    }

    [Fact]
    public void A_limit_ends_within_a_part()
    {
        ImageDataset data = Assert.IsType<ImageDataset>(Read("medmnist.npz", limit: 5));
        Assert.Equal(Enumerable.Range(0, 60).Select(i => (byte)i), data.Images.Pixels.ToArray());
        Assert.Equal([2, 0, 1, 2, 0], data.Labels!.ClassOf);
        Assert.Equal("val", ((TextColumn)data.Columns[0]).Values[4]);
    }

    [Theory]
    [InlineData("medmnist.npz", "test_images")]
    [InlineData("medmnist.npz", "TEST_IMAGES")]
    public void A_part_that_is_named_is_read_alone_with_its_labels(string name, string array)
    {
        ImageDataset data = Assert.IsType<ImageDataset>(Read(name, array));
        Assert.Equal("(2, 4, 3)", data.Shape);
        Assert.Equal(60, data.Images.Pixels.Span[0]);
        Assert.Equal(["1", "1"], data.Labels!.ClassOf.Select(label => data.Labels.ClassNames[label]));
    }

    [Theory]
    [InlineData("colour.npz")]
    [InlineData("colour_2x3x2x3.npy")]
    public void Images_of_three_colours_keep_them(string name)
    {
        ImageDataset data = Assert.IsType<ImageDataset>(Read(name));
        Assert.Equal("(2, 3, 2, 3)", data.Shape);
        Assert.True(data.OpenImages().TryRead(1, 8, out DecodedImage? image, out _));
        Assert.Equal((2, 3), (image.Width, image.Height));
        Assert.Equal([18, 19, 20, 255, 21, 22, 23, 255], image.Rgba.ToArray()[..8]);
        using IThumbnails thumbnails = data.OpenThumbnails();
        byte[] rgba = new byte[32 * 32 * 4];
        Assert.Equal(ThumbnailState.Ready, thumbnails.Read(1, 32, rgba));
        // Magnified tenfold, six pixels from the left.
        Assert.Equal([18, 19, 20, 255, 18, 19, 20, 255], rgba[((1 * 32 + 6) * 4)..][..8]);
        Assert.Equal([21, 22, 23, 255], rgba[((1 * 32 + 16) * 4)..][..4]);
    }

    [Fact]
    public void Several_matrices_without_a_usual_name_are_listed_and_one_can_be_named()
    {
        Refusal.Of(Fixture("several.npz"), "several matrices", "'image_part' <f4 (5, 3)", "'text_part' <f4 (5, 3)");
        Refusal.Of(Fixture("several.npz"), new DatasetOptions { ArrayName = "texts" }, "no array 'texts'", "'text_part' <f4 (5, 3)");
        Refusal.Of(Fixture("several.npz"), new DatasetOptions { ArrayName = "score" }, "'score' <i8 (5,)", "no samples");

        Dataset data = Read("several.npz", "text_part");
        Assert.Equal([1.5f, 1.75f, 2], Vectors(data)[..3]);
        Assert.Equal([0, 1, 2, 3, 4], Assert.IsType<NumericColumn>(Assert.Single(data.Columns)).Values);
    }

    [Fact]
    public void A_usual_name_is_chosen_and_what_is_left_is_told()
    {
        Dataset data = Read("named.npz");
        Assert.Equal(Enumerable.Range(0, 15).Select(i => (i / 4f) - 1.5f), Vectors(data));
        Assert.Equal([0, 1, 2, 3, 4], data.Labels!.ClassOf);
        Assert.Contains("'vectors' <f2 (5, 3); 'other' >f8 (5, 3) is left out", Assert.Single(data.Notes).Message);
    }

    [Fact]
    public void Labels_lie_in_the_folder_of_the_samples() => Assert.Equal([0, 1, 2, 3, 4], Read("folders.npz").Labels!.ClassOf);

    [Fact]
    public void Entries_of_a_zip_without_an_extension_are_arrays_by_their_first_bytes()
    {
        Dataset data = Read("plain-entries.npz");
        Assert.Equal(Vectors(Read("f32_5x3.npy")), Vectors(data));
        Assert.Equal(["cat", "dog", "emu"], data.Labels!.ClassNames);
    }

    [Theory]
    [InlineData("bzip2.npz", "its arrays are packed by method 12 of zip, which is not read; save it again with numpy.savez")]
    [InlineData("lzma.npz", "its arrays are packed by method 14 of zip, which is not read; save it again with numpy.savez")]
    [InlineData("sparse.npz", "a sparse matrix of SciPy, which is not read", "scipy.sparse.load_npz(", ".toarray()")]
    public void What_other_programs_pack_in_another_way_is_refused_as_what_it_is(string name, params string[] parts) =>
        Refusal.Of(Fixture(name), parts);

    [Fact]
    public void Texts_beside_the_numbers_of_classes_are_their_names()
    {
        SampleLabels labels = Read("class-texts.npz").Labels!;
        Assert.Equal(["cat", "dog", "emu"], labels.ClassNames);
        Assert.Equal([2, 0, 1, 2, -1], labels.ClassOf);
    }

    [Fact]
    public void The_name_of_an_array_is_refused_where_there_are_none() =>
        Refusal.Of(Fixture("f32_5x3.npy"), new DatasetOptions { ArrayName = "x" }, "no arrays with names", "'x'");

    private static string Fixture(string name) => Tests.Readers.NpyTests.Fixture(name);

    private static Dataset Read(string name, string? array = null, int? limit = null) =>
        DatasetReader.Read(Fixture(name), new DatasetOptions { ArrayName = array, Limit = limit }, Cancellation);

    private static float[] Vectors(Dataset data) => Assert.IsType<EmbeddingDataset>(data).Embedding.Values.ToArray();
}
