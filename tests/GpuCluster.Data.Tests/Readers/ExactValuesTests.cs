using System.Text;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Tables;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>Labels and columns keep every digit, or the file is refused. The .npz are NumPy's, the .parquet DuckDB's.</summary>
public sealed class ExactValuesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_of_an_npz_may_be_one_column_wide()
    {
        Dataset data = Read("column-labels.npz");
        Assert.Equal(["0", "1", "2", "3", "4"], data.Labels!.ClassNames);
        Assert.Equal([0, 1, 2, 3, 4], data.Labels.ClassOf);
    }

    [Fact]
    public void Labels_of_another_length_are_refused() => Refusal.Of(Fixture("short-labels.npz"), "labels.npy", "(4,)", "5 samples");

    [Theory]
    [InlineData("fraction-labels.npz", "0.1 0.4 0.7 0.1 ")]
    [InlineData("fraction-labels.parquet", "0.1 0.4 0.7")]
    public void Fractions_are_a_column_and_no_classes(string name, string values)
    {
        Dataset data = Read(name);

        Assert.Null(data.Labels);
        Assert.Equal(values, Texts(data, "target"));
        Assert.Contains("holds fractions", Assert.Single(data.Notes).Message);
    }

    [Fact]
    public void Large_class_numbers_stay_apart()
    {
        SampleLabels labels = Read("large-labels.parquet").Labels!;
        Assert.Equal(["100000000", "100000001", "100000002"], labels.ClassNames);
        Assert.Equal([0, 1, 2], labels.ClassOf);
    }

    [Fact]
    public void Numbers_of_an_npz_keep_their_digits()
    {
        Dataset data = Read("exact.npz");
        Assert.Equal("9007199254740992 9007199254740993 9007199254740994 9007199254740995 9007199254740996", Texts(data, "id"));
        Assert.Equal([1700000000, 1700000001, 1700000002, 1700000003, 1700000004], Column<NumericColumn>(data, "time").Values);
        Assert.Equal("0.1 0.2   1", Texts(data, "score"));
    }

    [Fact]
    public void Numbers_of_a_parquet_keep_their_digits()
    {
        Dataset data = Read("exact.parquet");
        Assert.Equal("9007199254740993 9007199254740992  1", Texts(data, "id"));
        Assert.Equal([1700000001, 1700000002, double.NaN, 1700000003], Column<NumericColumn>(data, "time").Values);
        Assert.Equal("000 001 010 7", Texts(data, "code"));
        Assert.Equal("0.1 0.4  0.7", Texts(data, "score"));
        Assert.Equal("4000000001 4000000002  3", Texts(data, "polars"));
    }

    [Fact]
    public void Classes_of_a_parquet_have_the_names_that_its_metadata_gives()
    {
        Dataset data = Read("exact.parquet");
        Assert.Equal(["cat", "dog", "emu"], data.Labels!.ClassNames);
        Assert.Equal([0, 2, -1, 1], data.Labels.ClassOf);
        Assert.Equal("mammal bird  mammal", Texts(data, "coarse"));
    }

    [Fact]
    public void Dates_of_a_parquet_are_text()
    {
        EmbeddingDataset data = Assert.IsType<EmbeddingDataset>(Read("exact.parquet"));
        Assert.Equal("2026-01-01 2026-01-02  2026-01-03", Texts(data, "day"));
        Assert.Empty(data.Notes);
        Assert.Equal([2, 3, 4], data.Embedding.Row(1).ToArray());
    }

    [Fact]
    public void Boxes_beside_images_are_no_vectors()
    {
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(Read("boxes.parquet"));

        Assert.Equal(2, data.Count);
        Assert.Equal(["dog", "cat"], data.Labels!.ClassOf.Select(label => data.Labels.ClassNames[label]));
        string note = Assert.Single(data.Notes).Message;
        Assert.Contains("the samples are the images of 'image.bytes'", note);
        Assert.Contains("'bbox'", note);
    }

    [Fact]
    public void Images_of_a_parquet_without_bytes_are_read_by_their_paths()
    {
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(Read("image-paths.parquet"));
        Assert.Equal(["pictures/rgb.png", "pictures/grey.png"], data.Paths!);
        Assert.Equal(["1", "0"], data.Labels!.ClassOf.Select(label => data.Labels.ClassNames[label]));
    }

    [Fact]
    public void Images_inside_a_parquet_are_called_as_the_file_calls_them()
    {
        Dataset data = Read("boxes.parquet");
        Assert.Equal(["kept/first.png", "boxes.parquet[1]"], data.Paths!);
        Assert.Equal("kept/first.png", data.OpenImages()!.NameOf(0));
        using IThumbnails thumbnails = data.OpenThumbnails()!;
        Assert.Equal("kept/first.png", thumbnails.NameOf(0));
    }

    [Fact]
    public void Columns_of_text_are_numbers_only_if_no_digit_is_lost()
    {
        string list = List("id,time,code,big,value,odd", ["1,1700000001,000,9007199254740993,0.25,inf", "2,1700000002,017,1,,1"]);
        Dataset data = DatasetReader.Read(list, new DatasetOptions());

        Assert.Equal([1700000001, 1700000002], Column<NumericColumn>(data, "time").Values);
        Assert.Equal(["000", "017"], Column<TextColumn>(data, "code").Values);
        Assert.Equal(["9007199254740993", "1"], Column<TextColumn>(data, "big").Values);
        Assert.Equal([0.25, double.NaN], Column<NumericColumn>(data, "value").Values);
        Assert.Equal([double.NaN, 1], Column<NumericColumn>(data, "odd").Values);
    }

    [Fact]
    public void A_selection_is_written_with_all_digits()
    {
        string path = _folder.File("s.csv");
        SelectionWriter.Write(
            path,
            new SelectionSamples([0], new Core.Layouts.Layout(1, 2, [0, 0]), new SampleHeading { Paths = ["a"] })
            {
                Columns = [new NumericColumn("time", [1700000001])],
            }
        );
        Assert.Contains("0,a,1700000001,0,0", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("0 1 2 10 11", "10 2 0 11 1")]
    [InlineData("0.5 1.5 10.5", "10.5 0.5 1.5")]
    [InlineData("1 7 x", "7 x 1")]
    [InlineData("7 007 10", "10 007 7", "007 7 10")]
    [InlineData("a b", "b -1 a NaN nan")]
    [InlineData("0 3", "3 -1 0")]
    public void Classes_of_text_are_in_the_order_of_numbers_if_they_are_numbers(string classes, string labels, string? order = null)
    {
        string[] given = labels.Split(' ');
        Dataset data = DatasetReader.Read(List("label", given), new DatasetOptions());

        Assert.Equal(order ?? classes, string.Join(' ', data.Labels!.ClassNames));
        string[] names = [.. data.Labels.ClassNames];
        IEnumerable<int> expected = given.Select(label => label is "-1" or "NaN" or "nan" ? -1 : Array.IndexOf(names, label));
        Assert.Equal(expected, data.Labels.ClassOf);
    }

    [Fact]
    public void Blanks_after_commas_are_no_part_of_a_class()
    {
        string list = List("label, score", ["cat, 1", " cat , 2", "\"dog\" ,3", " \"emu, big\" , 4"]);
        Dataset data = DatasetReader.Read(list, new DatasetOptions());
        Assert.Equal(["cat", "dog", "emu, big"], data.Labels!.ClassNames);
        Assert.Equal([1, 2, 3, 4], Column<NumericColumn>(data, "score").Values);
    }

    private static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", name);

    private static Dataset Read(string name) =>
        DatasetReader.Read(Fixture(name), new DatasetOptions(), TestContext.Current.CancellationToken);

    private static T Column<T>(Dataset data, string name)
        where T : SampleColumn => Assert.IsType<T>(data.Columns.Single(column => column.Name == name));

    private static string Texts(Dataset data, string name)
    {
        SampleColumn column = data.Columns.Single(column => column.Name == name);
        return string.Join(' ', Enumerable.Range(0, column.Count).Select(column.TextOf));
    }

    // A list of one image, named in each row.
    private string List(string headings, IReadOnlyList<string> rows)
    {
        _folder.Write("a.png", Flat(8, 8, SKColors.Red));
        string text = $"path,{headings}\n" + string.Concat(rows.Select(row => $"a.png,{row}\n"));
        return _folder.Write("list.csv", Encoding.UTF8.GetBytes(text));
    }
}
