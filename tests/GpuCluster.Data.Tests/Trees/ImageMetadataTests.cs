using System.Diagnostics;
using System.Text;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Trees;

/// <summary>Tables inside a folder of images, as Hugging Face's "imagefolder" has them.</summary>
public sealed class ImageMetadataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("metadata.csv", "file_name,label,score\n2.png,cat,0.5\n1.png,dog,7\n")]
    [InlineData(
        "metadata.jsonl",
        "{\"file_name\": \"2.png\", \"label\": \"cat\", \"score\": 0.5}\n{\"file_name\": \"./1.png\", \"score\": 7, \"label\": \"dog\"}\n"
    )]
    public void Rows_belong_to_the_files_that_they_name(string name, string table)
    {
        AddImages("1.png", "2.png");
        Write(name, table);

        Dataset set = Read();

        Assert.Equal(["cat", "dog"], set.Labels!.ClassNames);
        Assert.Equal([1, 0], set.Labels.ClassOf);
        Assert.Equal([7, 0.5], Assert.IsType<NumericColumn>(Assert.Single(set.Columns)).Values);
        Assert.Empty(set.Warnings);
        Assert.Contains($"the classes are the labels in {name}", Assert.Single(set.Notes).Message);
    }

    [Fact]
    public void A_table_of_Parquet_is_read_as_well()
    {
        // DuckDB made it (make.mjs); its column of dates is left out.
        File.Copy(Path.Combine(AppContext.BaseDirectory, "fixtures", "metadata.parquet"), _folder.File("metadata.parquet"));
        AddImages("a.png", "b.png");

        Dataset set = Read();

        Assert.Equal(["lamp", "shoe"], set.Labels!.ClassNames);
        Assert.Equal([1, 0], set.Labels.ClassOf);
        Assert.Equal([9007199254740991, 5], set.Columns.OfType<NumericColumn>().Single(column => column.Name == "id").Values);
        Assert.Equal(["a red shoe", ""], set.Columns.OfType<TextColumn>().Single(column => column.Name == "text").Values);
        Assert.Contains("1 of 3 rows name no image of the folder: row 2: gone.png", Assert.Single(set.Warnings));
    }

    [Fact]
    public void Marks_of_Roboflow_are_classes_where_every_image_has_one_and_sets_elsewhere()
    {
        AddImages("1.png", "2.png");
        Write("_classes.csv", "filename, dog, cat\n1.png, 0, 1\n2.png, 1, 0\n");
        Dataset one = Read();
        Assert.Equal(["cat", "dog"], one.Labels!.ClassNames);
        Assert.Equal([0, 1], one.Labels.ClassOf);
        Assert.Empty(one.Columns);

        Write("_classes.csv", "filename, dog, cat\n1.png, 1, 1\n2.png, 0, 1\n");
        Dataset several = Read();
        Assert.Null(several.Labels);
        Assert.Equal(["dog, cat", "cat"], Texts(several, "classes"));
    }

    [Fact]
    public void A_folder_whose_name_is_no_text_is_named_with_the_reason()
    {
        AddImages("1.png");
        Shell("mkdir");
        string warning = Assert.Single(Read().Warnings);
        Shell("rmdir");
        Assert.Contains("1 folder cannot be read", warning);
        Assert.Contains("its name is not UTF-8; rename it", warning);
    }

    [Theory]
    [InlineData("image_id,label\n1.png,3\n2.png,0\n", "0", "3")]
    [InlineData("id,breed\n1,pug\n2,beagle\n", "beagle", "pug")]
    [InlineData("filename,width,class\ntrain_images/1.png,640,pug\ntrain_images/2.png,480,beagle\n", "beagle", "pug")]
    public void The_table_of_a_competition_gives_the_classes(string table, string first, string second)
    {
        AddImages("test_images/9.png", "train_images/1.png", "train_images/2.png");
        Write("train.csv", table);

        Dataset set = Read();

        Assert.Equal([first, second], set.Labels!.ClassNames);
        Assert.Equal([-1, 1, 0], set.Labels.ClassOf);
        Assert.Contains("the classes are the labels in train.csv", Assert.Single(set.Notes).Message);
        Assert.Contains("1 of 3 images have no row in train.csv", Assert.Single(set.Warnings));
    }

    [Theory]
    [InlineData("id,label\n7,a\n8,b\n1,c\n")]
    [InlineData("id,label\n1,a\n1,b\n2,c\n")]
    [InlineData("id,label\n1\n")]
    public void A_table_that_names_other_things_is_left_out(string table)
    {
        AddImages("cat/1.png", "dog/2.png");
        Write("train.csv", table);

        Dataset set = Read();

        Assert.Equal(["cat", "dog"], set.Labels!.ClassNames);
        Assert.Empty(set.Warnings);
        Assert.Contains("files that are no images are left out: 1 .csv", Assert.Single(set.Notes).Message);
    }

    [Fact]
    public void Each_split_may_have_its_own_table()
    {
        AddImages("train/1.png", "train/deep/2.png", "test/1.png");
        Write("train/metadata.csv", "file_name,text\n1.png,one\ndeep/2.png,two\n");
        Write("test/metadata.csv", "file_name,size\n1.png,3\n");

        Dataset set = Read();

        Assert.Equal(["test", "train", "train"], Texts(set, "split"));
        Assert.Equal(["", "one", "two"], Texts(set, "text"));
        Assert.Equal([3, double.NaN, double.NaN], set.Columns.OfType<NumericColumn>().Single().Values);
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void What_does_not_match_is_counted_and_a_broken_image_shifts_nothing()
    {
        AddImages("1.png", "3.png", "4.png");
        _folder.Write("2.png", "broken"u8.ToArray());
        Write("metadata.csv", "file_name,label,n\n4.png,b,4\n2.png,a,2\n1.png,a,1\n../1.png,x,9\n7.png,x,7\n");

        Dataset set = Read();

        Assert.Equal([1, double.NaN, 4], set.Columns.OfType<NumericColumn>().Single().Values);
        Assert.Equal([0, -1, 1], set.Labels!.ClassOf);
        Assert.Contains("2 of 5 rows name no image of the folder: line 5: ../1.png, line 6: 7.png", set.Warnings[0]);
        Assert.Contains("1 of 4 images have no row in metadata.csv, and no values: 3.png", set.Warnings[1]);
    }

    [Fact]
    public void Folders_stay_the_classes_where_the_table_has_none_or_the_level_is_given()
    {
        AddImages("cat/1.png", "dog/2.png");
        Write("metadata.csv", "file_name,text\ncat/1.png,one\ndog/2.png,two\n");
        Assert.Equal(["cat", "dog"], Read().Labels!.ClassNames);

        Write("metadata.csv", "file_name,class\ncat/1.png,one\ndog/2.png,two\n");
        Assert.Equal(["one", "two"], Read().Labels!.ClassNames);
        Assert.Equal(["cat", "dog"], Read(new DatasetOptions { LabelLevel = 1 }).Labels!.ClassNames);
    }

    [Fact]
    public void Labels_with_fractions_are_a_column()
    {
        AddImages("1.png", "2.png");
        Write("metadata.csv", "file_name,target\n1.png,0.25\n2.png,0.5\n");
        Dataset set = Read();
        Assert.Null(set.Labels);
        Assert.Equal([0.25, 0.5], Assert.IsType<NumericColumn>(Assert.Single(set.Columns)).Values);
    }

    [Fact]
    public void A_table_that_names_no_files_is_not_used_and_one_that_names_a_file_twice_is_refused()
    {
        AddImages("1.png");
        Write("metadata.csv", "width,height\n1,2\n");
        Assert.Contains("no column of files ('file_name') among its headings 'width', 'height'", Assert.Single(Read().Warnings));
        Write("metadata.csv", "file_name,n\n1.png,1\n./1.png,2\n");
        Refusal.Of(_folder.Path, "metadata.csv: line 2 and line 3 both name './1.png'");
    }

    // .NET can neither make nor remove it.
    private void Shell(string command)
    {
        using Process shell = Process.Start("sh", ["-c", $"{command} \"{_folder.Path}/$(printf 'bad\\377')\""]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    private static string[] Texts(Dataset set, string name) =>
        set.Columns.OfType<TextColumn>().Single(column => column.Name == name).Values;

    private Dataset Read(DatasetOptions? options = null) => DatasetReader.Read(_folder.Path, options ?? new DatasetOptions());

    private void AddImages(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            _folder.Write(name, Flat(8, 8, SKColors.Red));
        }
    }

    private void Write(string name, string text) => _folder.Write(name, Encoding.UTF8.GetBytes(text));
}
