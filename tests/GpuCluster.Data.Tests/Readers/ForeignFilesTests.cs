using System.Text;
using GpuCluster.Data.Readers;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>Files that lie in the place of data: a message says what they are and what to do.</summary>
public sealed class ForeignFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x.parquet.bak", "\n<!DOCTYPE html><html><body>404 Not Found</body></html>", "a web page", "fetch the file itself")]
    [InlineData("vectors", "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n", "Git LFS", "git lfs pull")]
    [InlineData("x.npy", "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12345\n", "Git LFS", "git lfs pull")]
    [InlineData("x.csv", "<!DOCTYPE html><html><body>404 Not Found</body></html>", "a web page", "fetch the file itself")]
    [InlineData("x.h5", "<html><body>404 Not Found</body></html>", "a web page", "fetch the file itself")]
    [InlineData("x.npy", "\u0080\u0004\u0095", "pickled Python objects, which are never loaded", "pickle.load(open(")]
    [InlineData("x.npz", "\u0080\u0005\u0095", "pickled Python objects, which are never loaded", "pickle.load(open(")]
    [InlineData("x.pkl", "\u0080\u0004\u0095", "pickled Python objects, which are never loaded", "pickle.load(open(")]
    [InlineData("x.pth", "\u0080\u0002\u008a", "objects of PyTorch", "torch.load(")]
    [InlineData("x.mat", "MATLAB 5.0 MAT-file, Platform: GLNXA64", "a .mat of MATLAB", "scipy.io.loadmat(")]
    [InlineData("x.json", "[{\"path\": \"a.png\"}]", "a list of images is a .jsonl", "jq -c '.[]'")]
    [InlineData("x.bin", "\u0001\u0002\u0003\u0004", "numbers without a shape", "numpy.fromfile(")]
    public void A_file_of_another_kind_is_called_by_its_kind(string name, string content, string kind, string remedy) =>
        Refusal.Of(_folder.Write(name, Encoding.Latin1.GetBytes(content)), name, kind, remedy);

    [Theory]
    [InlineData("x.xlsx", "a workbook; save its sheet as .csv")]
    [InlineData("x.pt", "objects of PyTorch")]
    public void An_archive_of_another_program_is_called_by_its_kind(string name, string kind)
    {
        using (FileStream file = File.Create(_folder.File(name)))
        using (System.IO.Compression.ZipArchive zip = new(file, System.IO.Compression.ZipArchiveMode.Create))
            zip.CreateEntry("archive/data.pkl").Open().Dispose();
        Refusal.Of(_folder.File(name), name, kind);
    }

    [Fact]
    public void What_a_download_left_in_place_of_an_image_is_called_so()
    {
        _folder.Write("a.png", Encode(4, 4, (_, _) => SKColors.Red, SKEncodedImageFormat.Png));
        _folder.Write("b.jpg", "<html>404</html>"u8.ToArray());
        _folder.Write("c.jpg", "version https://git-lfs.github.com/spec/v1\noid sha256:abc\n"u8.ToArray());
        string warning = Assert.Single(DatasetReader.Read(_folder.Path, new DatasetOptions()).Warnings);
        Assert.Contains("b.jpg (a web page, saved in place of the file; fetch the file itself)", warning);
        Assert.Contains("c.jpg (a pointer of Git LFS; fetch the file itself: git lfs pull)", warning);
    }

    [Fact]
    public void A_folder_with_vectors_in_text_names_the_file_to_give()
    {
        _folder.Write("readme.txt", "These are words.\n"u8.ToArray());
        _folder.Write("vectors.txt", "cat 1 2 3\ndog 4 5 6\n"u8.ToArray());
        Refusal.Of(
            _folder.Path,
            "holds no images, but vectors.txt",
            "give the file that holds the samples: " + _folder.File("vectors.txt")
        );
    }
}
