using System.Globalization;
using System.Text;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Embeddings;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Tables;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>Columns beside a folder of images: each row goes to the file that it names.</summary>
public sealed class ColumnJoinTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_row_belongs_to_the_file_that_it_names()
    {
        AddImages(Enumerable.Range(1, 12));
        Columns("columns.csv", "path,score", Enumerable.Range(1, 12).Select(i => $"img{i}.png,{i}"));

        Dataset set = Read();

        Assert.Equal("img10.png", Path.GetFileName(set.Paths![1]));
        Assert.Equal([.. set.Paths!.Select(path => (double)NumberOf(path))], Numbers(set));
        Assert.Equal("score", Assert.Single(set.Columns).Name);
        Assert.Empty(set.Warnings);
    }

    [Theory]
    [InlineData("path,score", "a")]
    [InlineData("score", "")]
    public void A_broken_image_shifts_no_other_row(string heading, string name)
    {
        AddImages([1, 2, 3, 4, 5]);
        _folder.Write("img3.png", "broken"u8.ToArray());
        Columns("columns.csv", heading, Enumerable.Range(1, 5).Select(i => name.Length > 0 ? $"img{i}.png,{i}" : $"{i}"));

        Dataset set = Read();

        Assert.Equal([1, 2, 4, 5], Numbers(set));
        Assert.Contains("img3.png", Assert.Single(set.Warnings));
    }

    [Fact]
    public void What_does_not_match_is_told()
    {
        AddImages([1, 2, 3]);
        Columns("columns.csv", "file_name,score", ["img1.png,1", "img3.png,3", "img7.png,7"]);

        Dataset set = Read();

        Assert.Equal([1, double.NaN, 3], Numbers(set));
        Assert.Equal(2, set.Warnings.Count);
        Assert.Matches("1 of 3 files have no row.*img2.png", set.Warnings[0]);
        Assert.Contains("1 rows name no file of the data: line 4: img7.png", set.Warnings[1]);
    }

    [Fact]
    public void Rows_beyond_a_limit_are_no_strangers()
    {
        AddImages([1, 2, 3]);
        Columns("columns.csv", "path,score", ["img1.png,1", "img2.png,2", "img3.png,3"]);

        Dataset set = Read(new DatasetOptions { Limit = 2 });

        Assert.Equal([1, 2], Numbers(set));
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void A_table_elsewhere_may_name_files_from_the_folder_of_the_data()
    {
        using TemporaryFolder elsewhere = new();
        AddImages([1, 2]);
        string table = elsewhere.Write("c.tsv", "path\tscore\nimg2.png\t2\n./img1.png\t1\n"u8.ToArray());

        Assert.Equal([1, 2], Numbers(Read(new DatasetOptions { ColumnsPath = table })));
    }

    [Fact]
    public void A_name_that_is_no_path_is_a_stranger()
    {
        AddImages([1]);
        Columns("columns.csv", "path,score", ["img1.png,1", "a\0b,2", ",3"]);
        Assert.Equal([1], Numbers(Read()));
    }

    [Theory]
    [InlineData("img1.png,1 img1.png,2", "lines 2 and 3 both name 'img1.png'")]
    [InlineData("x.png,1", "no row names a file of")]
    public void A_table_of_other_files_is_refused(string rows, string part)
    {
        AddImages([1, 2]);
        Columns("columns.csv", "path,score", rows.Split(' '));
        Refusal.Of(_folder.Path, "columns.csv", part);
    }

    [Fact]
    public void The_order_of_rows_without_names_is_told()
    {
        AddImages([1, 2]);
        Columns("columns.csv", "score", ["1", "2"]);
        Assert.Contains("in the order of the files' names", Assert.Single(Read().Notes).Message);
    }

    [Fact]
    public void The_split_of_the_folders_stays_beside_other_columns()
    {
        foreach (string name in new[] { "train/a/1.png", "test/a/2.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            _folder.Write(name, Flat(8, 8, SKColors.Red));
        }

        Columns("columns.csv", "path,score", ["train/a/1.png,1", "test/a/2.png,2"]);
        Assert.Equal(["split", "score"], Read().Columns.Select(column => column.Name));
    }

    [Fact]
    public void Every_table_of_samples_is_joined_with_the_files_it_names_from_where_the_command_ran()
    {
        AddImages([1, 2, 3]);
        Dataset set = Read();
        string table = _folder.File("out.csv");
        SampleHeading heading = SampleHeading.Of(set with { Labels = new SampleLabels([0, -1, 0], ["猫"]) });
        new SampleTable(heading, [("score", row => SampleTable.Text(row + 0.5))]).Write(table, [2, 0], default);

        Dataset read = Read(new DatasetOptions { ColumnsPath = table });

        Assert.StartsWith("index,path,label,score\n2,", File.ReadAllText(table));
        Assert.Equal([1.5, double.NaN, 0.5], Numbers(read));
        Assert.Equal("score", Assert.Single(read.Columns).Name);
        Assert.Contains("1 of 3", read.Warnings[0]);
        Assert.Contains("'label' is left out", read.Warnings[1]);
    }

    [Fact]
    public void Tables_of_vectors_are_joined_by_index()
    {
        string vectors = Vectors(4);
        Columns("scores.csv", "index,label,score,note", ["3,b,4,x", "0,a,1,y", "1,,2,z"]);

        Dataset set = DatasetReader.Read(vectors, new DatasetOptions { ColumnsPath = _folder.File("scores.csv") });

        Assert.Equal([1, 2, double.NaN, 4], Numbers(set));
        Assert.Equal(["score", "note"], set.Columns.Select(column => column.Name));
        Assert.Contains("1 of 4 samples have no row", set.Warnings[0]);
    }

    [Fact]
    public void Rows_of_samples_beyond_a_limit_are_left()
    {
        string vectors = Vectors(4);
        Columns("scores.csv", "index,score", ["0,1", "1,2", "2,3", "3,4"]);

        DatasetOptions options = new() { ColumnsPath = _folder.File("scores.csv"), Limit = 2 };

        Assert.Equal([1, 2], Numbers(DatasetReader.Read(vectors, options)));
    }

    [Theory]
    [InlineData("0,1 4,2", "line 3: index '4': the data has 4 samples, 0 to 3")]
    [InlineData("0,1 0,2", "line 3: index '0': line 2 is of the same sample")]
    [InlineData("0,1 1.5,2", "line 3: index '1.5' is no sample's number")]
    [InlineData("-1,1", "line 2: index '-1' is no sample's number")]
    public void An_index_that_is_no_sample_is_refused(string rows, string expected)
    {
        string vectors = Vectors(4);
        Columns("scores.csv", "index,score", rows.Split(' '));

        UnusableInputException refusal = Assert.Throws<UnusableInputException>(() =>
            DatasetReader.Read(vectors, new DatasetOptions { ColumnsPath = _folder.File("scores.csv") })
        );

        Assert.Contains("scores.csv", refusal.Message);
        Assert.Contains(expected, refusal.Message);
    }

    [Fact]
    public void A_file_that_a_list_names_twice_has_two_rows()
    {
        AddImages([1, 2]);
        Columns("list.csv", "path,label", ["img1.png,a", "img2.png,b", "img1.png,c"]);
        Dataset set = DatasetReader.Read(_folder.File("list.csv"), new DatasetOptions());
        string table = _folder.File("out.csv");
        new SampleTable(SampleHeading.Of(set), [("score", row => SampleTable.Text(row))]).Write(table, [0, 1, 2], default);

        Dataset read = DatasetReader.Read(_folder.File("list.csv"), new DatasetOptions { ColumnsPath = table });

        Assert.Equal([0, 1, 2], Numbers(read));
    }

    private static int NumberOf(string path) => int.Parse(Path.GetFileNameWithoutExtension(path)[3..], CultureInfo.InvariantCulture);

    private static double[] Numbers(Dataset set) => set.Columns.OfType<NumericColumn>().Single().Values;

    private Dataset Read(DatasetOptions? options = null) => DatasetReader.Read(_folder.Path, options ?? new DatasetOptions());

    private string Vectors(int count)
    {
        string path = _folder.File("x.npy");
        EmbeddingWriter.Write(
            path,
            new EmbeddingRecord(new EmbeddingMatrix(count, 4, new float[count * 4]), [.. Enumerable.Repeat("", count)], null, "m")
        );
        File.Delete(Path.ChangeExtension(path, ".columns.csv"));
        return path;
    }

    private void AddImages(IEnumerable<int> numbers)
    {
        foreach (int i in numbers)
            _folder.Write($"img{i}.png", Flat(8, 8, SKColors.Red));
    }

    private void Columns(string name, string heading, IEnumerable<string> rows) =>
        _folder.Write(name, Encoding.UTF8.GetBytes(string.Join('\n', rows.Prepend(heading)) + "\n"));
}
