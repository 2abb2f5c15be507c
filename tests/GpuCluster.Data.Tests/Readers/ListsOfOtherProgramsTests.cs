using System.IO.Compression;
using System.Text;
using GpuCluster.Data.Readers;
using SkiaSharp;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>Lists as spreadsheets and other systems write them.</summary>
public sealed class ListsOfOtherProgramsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("path,label\rimg/a.png,cat\rimg/b.png,dog\r")]
    [InlineData("sep=,\r\npath,label\r\nimg/a.png,cat\r\nimg/b.png,dog\r\n")]
    [InlineData("sep=;\npath;label\nimg/a.png;cat\nimg/b.png;dog\n")]
    [InlineData("sep=|\npath|label\nimg/a.png|cat\nimg/b.png|dog\n")]
    [InlineData("path,label\nimg\\a.png,cat\n.\\img\\b.png,dog\n")]
    [InlineData("path,label\nfile://FOLDER/img/a.png,cat\nfile://localhostFOLDER/img/b.png,dog\n")]
    public void A_list_gives_its_files_and_classes(string text)
    {
        WriteImage("a.png", SKColors.Red);
        WriteImage("b.png", SKColors.Blue);
        text = text.Replace("localhostFOLDER", _folder.Path, StringComparison.Ordinal)
            .Replace("FOLDER", _folder.Path, StringComparison.Ordinal);
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(
            DatasetReader.Read(
                _folder.Write("list.csv", Encoding.UTF8.GetBytes(text)),
                new DatasetOptions(),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(["a.png", "b.png"], data.Files.Select(Path.GetFileName));
        Assert.Equal(["cat", "dog"], data.Labels!.ClassNames);
        Assert.Empty(data.Warnings);
    }

    [Fact]
    public void A_file_whose_name_has_a_backslash_comes_before_one_in_a_folder()
    {
        WriteImage("a.png", SKColors.Red);
        File.Copy(Path.Combine(_folder.Path, "img", "a.png"), Path.Combine(_folder.Path, "img\\a.png"));
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(
            DatasetReader.Read(
                _folder.Write("list.csv", "path\nimg\\a.png\n"u8.ToArray()),
                new DatasetOptions(),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(["img\\a.png"], data.Files.Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("https://example.org/a.png", "an address of the web; download the file")]
    [InlineData("iVBORw0KGgoAAAANSUhEUgAAACAAAAAg", "an image as base64 text and no path")]
    [InlineData("/9j/4AAQSkZJRgABAQAAAQABAAD", "an image as base64 text and no path")]
    public void What_is_no_path_is_named_as_what_it_is(string text, string reason) =>
        Refusal.Of(_folder.Write("list.csv", Encoding.UTF8.GetBytes($"path\n{text}\n")), "line 2", text, reason);

    [Fact]
    public void The_class_of_a_WebDataset_is_that_of_a_table_too()
    {
        WriteImage("a.png", SKColors.Red);
        ImageFileDataset data = Assert.IsType<ImageFileDataset>(
            DatasetReader.Read(
                _folder.Write("list.csv", "__key__,path,cls\ns0,img/a.png,7\n"u8.ToArray()),
                new DatasetOptions(),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(["7"], data.Labels!.ClassNames);
    }

    [Fact]
    public void A_folder_of_vectors_names_the_file_to_give()
    {
        _folder.Write("metadata.tsv", "cat\ndog\n"u8.ToArray());
        _folder.Write("vectors.tsv", "1\t2\n3\t4\n"u8.ToArray());
        Refusal.Of(_folder.Path, "holds no images, but metadata.tsv, vectors.tsv", $"give the file that holds the samples: {_folder.Path}");
    }

    [Fact]
    public void A_packed_file_of_another_format_is_to_be_unpacked() =>
        Refusal.Of(_folder.Write("x.npy.gz", [.. Gzip([0x93, .. "NUMPY and more"u8])]), "x.npy.gz", "unpack it (gzip -d)");

    private static byte[] Gzip(byte[] bytes)
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private void WriteImage(string name, SKColor colour)
    {
        using SKBitmap bitmap = new(4, 4);
        bitmap.Erase(colour);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        string folder = Path.Combine(_folder.Path, "img");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name), data.ToArray());
    }
}
