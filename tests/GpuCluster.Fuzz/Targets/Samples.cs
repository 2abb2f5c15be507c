using System.IO.Compression;
using System.Text;
using GpuCluster.Testing;

namespace GpuCluster.Fuzz.Targets;

/// <summary>Sound files: those that other programs made for the tests, and small ones made here.</summary>
internal static class Samples
{
    private const int MaxBytes = 40_000;

    private static string Fixtures { get; } = Path.Combine(RepositoryRoot.Find(), "tests", "GpuCluster.Data.Tests", "fixtures");

    /// <summary>The files of the readers' tests in a folder, with one of the extensions.</summary>
    public static IEnumerable<FuzzInput> Of(string folder, params string[] extensions) =>
        Directory
            .EnumerateFiles(Path.Combine(Fixtures, folder))
            .Where(path => extensions.Contains(Path.GetExtension(path).ToLowerInvariant()) && new FileInfo(path).Length <= MaxBytes)
            .Order(StringComparer.Ordinal)
            .Select(path => new FuzzInput(Path.GetFileName(path), File.ReadAllBytes(path)));

    /// <summary>One file of the readers' tests.</summary>
    public static FuzzInput One(string path, string? name = null) =>
        new(name ?? Path.GetFileName(path), File.ReadAllBytes(Path.Combine(Fixtures, path)));

    /// <summary>A file of the model that comes with the program.</summary>
    public static FuzzInput OfModel(string name) =>
        new(name, File.ReadAllBytes(Path.Combine(RepositoryRoot.Find(), "models", "tiny-clip", name)));

    /// <summary>A tokenizer's file, from the tests of tokenizers.</summary>
    public static FuzzInput OfTokens(string path) =>
        new(
            Path.GetFileName(path),
            File.ReadAllBytes(
                Path.Combine(
                    RepositoryRoot.Find(),
                    "tests",
                    "GpuCluster.Embedding.Tests",
                    "Tokens",
                    "fixtures",
                    Path.Combine(path.Split('/'))
                )
            )
        );

    /// <summary>A file of text.</summary>
    public static FuzzInput Text(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    /// <summary>A small picture.</summary>
    public static FuzzInput Picture(string name) => One("pictures/rgb.png", name);

    public static byte[] Gzip(byte[] bytes)
    {
        MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    /// <summary>Six images of 3 x 4 bytes in the format of MNIST.</summary>
    public static byte[] IdxImages() =>
        [0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 3, 0, 0, 0, 4, .. Enumerable.Range(0, 72).Select(i => (byte)(3 * i))];

    /// <summary>Labels in the format of MNIST.</summary>
    public static byte[] IdxLabels(int count) =>
        [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 3))];
}
