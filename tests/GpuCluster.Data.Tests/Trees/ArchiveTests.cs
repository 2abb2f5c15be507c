using System.Buffers.Binary;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Tests.Trees;

/// <summary>Images in archives that other programs made (fixtures/archives/make.py), read in place.</summary>
public sealed class ArchiveTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures", "archives");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_zip_is_read_as_the_folder_that_was_packed()
    {
        ImageFileDataset set = Read("photos.zip");

        Assert.Equal(
            ["photos.zip!set/test/cat/3.png", "photos.zip!set/train/cat/1.png", "photos.zip!set/train/dog/2.png"],
            set.Paths.Select(path => Path.GetRelativePath(Fixtures, path))
        );
        Assert.Equal(["cat", "dog"], set.Labels!.ClassNames);
        Assert.Equal([0, 0, 1], set.Labels.ClassOf);
        Assert.Equal(["test", "train", "train"], Assert.IsType<TextColumn>(Assert.Single(set.Columns)).Values);
        Assert.Equal(
            [
                [0, 0, 255],
                [255, 0, 0],
                [0, 255, 0],
            ],
            FirstPixels(set)
        );
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void Its_images_have_thumbnails_hashes_and_sizes()
    {
        ImageFileDataset set = Read("photos.zip");
        byte[] tile = new byte[32 * 32 * 4];
        using IThumbnails thumbnails = set.OpenThumbnails();
        Assert.Equal(ThumbnailState.Ready, thumbnails.Read(1, 32, tile));
        Assert.Equal([255, 0, 0, 255], tile.AsSpan(16 * 33 * 4, 4).ToArray());

        IImageSource images = set.OpenImages();
        Assert.EndsWith("photos.zip!set/train/dog/2.png", images.NameOf(2));
        byte[] first = new byte[32];
        byte[] other = new byte[32];
        Assert.True(images.TryHash(1, first, out _));
        Assert.True(images.TryHash(2, other, out _));
        Assert.NotEqual(first, other);
        Assert.True(images.TryRead(1, 8, out DecodedImage? image, out _));
        Assert.Equal((8, 8), (image.Width, image.Height));
        Assert.Equal((8, 8), (set.SizeOf(0).Width, set.SizeOf(0).Height));
    }

    [Fact]
    public void Equal_images_are_found_across_archives_and_files()
    {
        string red = Fixture("photos.zip!set/train/cat/1.png");
        string file = _folder.Write("red.png", Bytes(red));
        string[] paths = [red, Fixture("photos.zip!set/train/dog/2.png"), Fixture("gnu.tar!cat/1.png"), file, Fixture("gnu.tar!gone.png")];
        Assert.Equal([0, 1, 0, 0, 4], EqualFiles.FirstOf(paths, _ => { }, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Backslashes_of_Windows_part_folders()
    {
        ImageFileDataset set = Read("windows.zip");
        Assert.Equal(["cat", "dog"], set.Labels!.ClassNames);
        Assert.EndsWith("windows.zip!dog/2.png", set.Paths[1]);
    }

    [Theory]
    [InlineData("gnu.tar")]
    [InlineData("pax.tar.gz")]
    public void A_tar_is_read_with_long_names_and_hard_links(string name)
    {
        ImageFileDataset set = Read(name);

        Assert.Equal(4, set.Count);
        Assert.Equal(["cat", "dog"], set.Labels!.ClassNames);
        Assert.Equal([0, 0, 1, 1], set.Labels.ClassOf);
        Assert.EndsWith($"{name}!cat/{new string('长', 40)}/{new string('a', 90)}.png", set.Paths[1]);
        Assert.Equal(
            [
                [255, 0, 0],
                [0, 0, 255],
                [0, 255, 0],
                [255, 0, 0],
            ],
            FirstPixels(set)
        );
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void Entries_that_lead_out_links_and_second_entries_are_left_out()
    {
        ImageFileDataset set = Read("escape.tar");
        Assert.EndsWith("escape.tar!ok.png", Assert.Single(set.Paths));
        Assert.Equal(
            [
                [0, 255, 0],
            ],
            FirstPixels(set)
        );
        string warning = Assert.Single(set.Warnings);
        Assert.Contains("5 entries are left out: ../out.png (leads out of the archive), /abs.png (leads out of the archive)", warning);
    }

    [Theory]
    [InlineData("claims.tar", "2.png claims 107374182400 bytes, and 512 follow; the 1 files before that are used")]
    [InlineData("extended.tar", "an extended header claims 2147483648 bytes")]
    public void A_claim_that_no_bytes_follow_ends_an_archive(string name, string part)
    {
        ImageFileDataset set = Read(name);
        Assert.EndsWith("!1.png", Assert.Single(set.Paths));
        Assert.Contains(part, Assert.Single(set.Warnings));
    }

    [Fact]
    public void A_zip_that_claims_gigabytes_is_refused()
    {
        byte[] zip = File.ReadAllBytes(Fixture("photos.zip"));
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(directory + 24), 4_000_000_000);
        Refusal.Of(_folder.Write("claims.zip", zip), "claims.zip: a file of 1013 bytes would unpack to 4000 MB or more");
    }

    [Fact]
    public void An_entry_that_was_changed_is_named_and_the_rest_goes_on()
    {
        byte[] zip = File.ReadAllBytes(Fixture("windows.zip"));
        zip[zip.AsSpan().IndexOf("IDAT"u8) + 6] ^= 0x55;
        Dataset set = DatasetReader.Read(_folder.Write("changed.zip", zip), new DatasetOptions());
        Assert.Equal(1, set.Count);
        Assert.Contains("1 of 2 images cannot be decoded and are left out: cat/1.png (damaged in the archive", Assert.Single(set.Warnings));
    }

    [Theory]
    [InlineData("photos.zip", "a damaged .zip")]
    [InlineData("gnu.tar", "holds no whole file")]
    [InlineData("pax.tar.gz", "holds no whole file")]
    public void An_archive_without_a_whole_file_is_refused(string name, string part)
    {
        byte[] bytes = File.ReadAllBytes(Fixture(name));
        Refusal.Of(_folder.Write(name, bytes[..(name.EndsWith("gz", StringComparison.Ordinal) ? 40 : 600)]), name, part);
    }

    [Fact]
    public void A_packed_tar_that_was_cut_gives_what_is_whole()
    {
        byte[] bytes = File.ReadAllBytes(Fixture("pax.tar.gz"));
        Dataset set = DatasetReader.Read(_folder.Write("cut.tar.gz", bytes[..(bytes.Length * 3 / 4)]), new DatasetOptions());
        Assert.InRange(set.Count, 1, 3);
        Assert.Contains("files before that are used", set.Warnings[0]);
    }

    [Fact]
    public void Tables_inside_and_beside_an_archive_are_joined_by_path()
    {
        Dataset inside = Read("metadata.zip");
        Assert.Equal([0, 1], inside.Labels!.ClassOf);
        Assert.Equal([1, 2], Assert.IsType<NumericColumn>(Assert.Single(inside.Columns)).Values);

        string zip = _folder.Write("set.zip", File.ReadAllBytes(Fixture("windows.zip")));
        _folder.Write("set.columns.csv", "path,n\ndog/2.png,2\ncat/1.png,1\n"u8.ToArray());
        Assert.Equal([1, 2], Assert.IsType<NumericColumn>(Assert.Single(DatasetReader.Read(zip, new DatasetOptions()).Columns)).Values);
    }

    [Fact]
    public void A_list_may_name_entries()
    {
        _folder.Write("a.zip", File.ReadAllBytes(Fixture("photos.zip")));
        _folder.Write("odd!name.png", Bytes(Fixture("gnu.tar!dog/2.png")));
        string list = _folder.Write("list.csv", "path,label\na.zip!set/train/cat/1.png,x\nodd!name.png,y\na.zip!gone.png,z\n"u8.ToArray());
        ImageFileDataset set = Assert.IsType<ImageFileDataset>(DatasetReader.Read(list, new DatasetOptions()));
        Assert.Equal(
            [
                [255, 0, 0],
                [0, 255, 0],
            ],
            FirstPixels(set)
        );
        Assert.Contains("line 4: a.zip!gone.png (no such entry)", Assert.Single(set.Warnings));
    }

    [Fact]
    public void An_archive_without_images_is_refused()
    {
        using TemporaryFolder texts = new();
        texts.Write("notes.txt", "no picture"u8.ToArray());
        string zip = _folder.File("texts.zip");
        System.IO.Compression.ZipFile.CreateFromDirectory(texts.Path, zip);
        Refusal.Of(zip, "texts.zip: holds no images");
    }

    private static string Fixture(string name) => Path.Combine(Fixtures, name);

    private static byte[] Bytes(string address)
    {
        using Stream stream = new SourceFiles().Open(address);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static int[][] FirstPixels(ImageFileDataset set) =>
        [
            .. Enumerable
                .Range(0, set.Count)
                .Select(i => set.Pixels().Span.Slice(i * 3072, 3).ToArray().Select(value => (int)value).ToArray()),
        ];

    private static ImageFileDataset Read(string name) =>
        Assert.IsType<ImageFileDataset>(DatasetReader.Read(Fixture(name), new DatasetOptions()));
}
