using System.Security.Cryptography;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Images;

/// <summary>The bytes of a picture are read once, for its hash and its pixels.</summary>
public sealed class FileContentTests : IDisposable
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "fixtures", "pictures");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Hash_and_pixels_are_those_of_the_moment_it_was_opened()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Fixtures, "rgb.png"));
        string path = _folder.Write("a.png", bytes);
        IImageSource images = Open();
        Assert.True(images.TryRead(0, 32, out DecodedImage? expected, out _));

        using IImageContent content = images.Open(0);
        File.Delete(path);
        byte[] hash = new byte[32];

        Assert.True(content.TryHash(hash, out _));
        Assert.Equal(SHA256.HashData(bytes), hash);
        Assert.True(content.TryDecode(32, out DecodedImage? picture, out _));
        Assert.Equal((expected.Width, expected.Height), (picture.Width, picture.Height));
        Assert.Equal(expected.Rgba.ToArray(), picture.Rgba.ToArray());
    }

    [Fact]
    public void A_photo_that_vanished_or_was_emptied_since_the_data_was_opened_says_so()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Fixtures, "rgb.png"));
        string gone = _folder.Write("a.png", bytes),
            empty = _folder.Write("b.png", bytes);
        IImageSource images = Open();
        File.Delete(gone);
        File.WriteAllBytes(empty, []);
        foreach ((int index, string why) in new[] { (0, "no such file"), (1, "empty") })
        {
            using IImageContent content = images.Open(index);
            Assert.False(content.TryHash(new byte[32], out string? reason));
            Assert.StartsWith(why, reason, StringComparison.Ordinal);
            Assert.False(content.TryDecode(32, out _, out reason));
            Assert.StartsWith(why, reason, StringComparison.Ordinal);
        }
    }

    private IImageSource Open() => DatasetReader.Read(_folder.Path, new DatasetOptions()).OpenImages()!;
}
