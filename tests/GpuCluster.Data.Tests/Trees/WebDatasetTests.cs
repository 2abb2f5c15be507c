using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Trees;

/// <summary>Shards of WebDataset (fixtures/archives/make.py): files of one key are one sample.</summary>
public sealed class WebDatasetTests
{
    private static readonly string Shards = Path.Combine(AppContext.BaseDirectory, "fixtures", "archives", "shards");

    [Fact]
    public void Files_of_one_key_are_the_class_the_text_and_the_columns_of_its_image()
    {
        Dataset set = Read(Path.Combine(Shards, "000000.tar"));

        Assert.Equal(["000000.png", "000001.png"], set.Paths!.Select(path => path[(path.IndexOf('!', StringComparison.Ordinal) + 1)..]));
        // Classes that are numbers are in the order of numbers.
        Assert.Equal(["9", "10"], set.Labels!.ClassNames);
        Assert.Equal([1, 0], set.Labels.ClassOf);
        Assert.Equal(["a photo of 000000", "a photo of 000001"], Texts(set, "text"));
        Assert.Equal(["000000", "000001"], Texts(set, "key"));
        Assert.Equal(["", ""], Texts(set, "nsfw"));
        Assert.Equal(["{\"a\": 1}", "{\"a\": 1}"], Texts(set, "exif"));
        Assert.Equal([100, 101], set.Columns.OfType<NumericColumn>().Single(column => column.Name == "width").Values);
        Assert.Contains("1 labels and texts belong to no image: 000999.txt", Assert.Single(set.Warnings));
    }

    [Fact]
    public void A_folder_of_shards_is_one_set_and_a_cut_shard_gives_what_is_whole()
    {
        ImageFileDataset set = Assert.IsType<ImageFileDataset>(Read(Shards));

        Assert.Equal(
            ["000000.tar!000000.png", "000000.tar!000001.png", "000001.tar!001000.png", "000001.tar!001001.png", "000002.tar!002000.png"],
            set.Paths.Select(path => Path.GetRelativePath(Shards, path))
        );
        Assert.Equal(["6", "8", "9", "10"], set.Labels!.ClassNames);
        Assert.Equal([3, 2, 1, -1, 0], set.Labels.ClassOf);
        Assert.Equal(5, Texts(set, "text").Length);
        Assert.Equal("a photo of 001001", Texts(set, "text")[3]);
        Assert.Contains("000002.tar: ends early: 002001.png claims", set.Warnings[0]);
        Assert.Contains("the 4 files before that are used", set.Warnings[0]);
        Assert.Contains("2 labels and texts belong to no image", set.Warnings[1]);
    }

    private static string[] Texts(Dataset set, string name) =>
        set.Columns.OfType<TextColumn>().Single(column => column.Name == name).Values;

    private static Dataset Read(string path) => DatasetReader.Read(path, new DatasetOptions());
}
