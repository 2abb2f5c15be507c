using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Images;

/// <summary>
/// Pictures of every kind of pixel, written by Pillow (fixtures/pictures/make.py), look as Pillow shows them: upright, on white.
/// </summary>
public sealed class PillowImagesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "fixtures", "pictures");

    /// <summary>Every fixture's name.</summary>
    public static TheoryData<string> Names { get; } =
    [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)).Where(name => name != "make.py").Order(StringComparer.Ordinal)];

    [Fact]
    public void All_of_them_are_there() => Assert.Equal(46, Names.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_looks_as_Pillow_shows_it(string name)
    {
        DecodedImage seen = Decode(Path.Combine(Folder, name)),
            expected = Decode(Path.Combine(Folder, "expected", $"{name}.png"));
        Assert.Equal((expected.Width, expected.Height), (seen.Width, seen.Height));
        // What is stored exactly is read exactly, but for a rounding where it is laid on white. Decoders of JPEG differ in their roundings,
        // and more where four inks become three colours.
        int tolerance =
            name == "cmyk.jpg" ? 6
            : name.EndsWith(".jpg", StringComparison.Ordinal) ? 3
            : 1;
        for (int y = 0; y < seen.Height; y++)
        {
            for (int x = 0; x < seen.Width; x++)
                Near(At(expected, x, y), At(seen, x, y), tolerance);
        }
    }

    [Theory]
    [InlineData("cut-baseline.jpg", "ends early")]
    [InlineData("cut-progressive.jpg", "ends early")]
    [InlineData("deep-packed.psd", "16 bits with packed rows")]
    public void What_would_be_another_picture_is_refused(string name, string part)
    {
        string path = Path.Combine(Folder, "refused", name);
        Assert.False(new ImageDecoder().TryDecode(path, ImageGround.White, null, out _, out string? reason));
        Assert.Contains(part, reason);
    }

    [Fact]
    public void Bytes_behind_the_end_of_a_progressive_picture_do_no_harm()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. File.ReadAllBytes(Path.Combine(Folder, "progressive.jpg")), .. new byte[5000]]);
            Assert.Equal(24, Decode(path).Width);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static DecodedImage Decode(string path)
    {
        Assert.True(
            new ImageDecoder().TryDecode(path, ImageGround.White, null, out DecodedImage? image, out string? reason),
            $"{path}: {reason}"
        );
        return image;
    }
}
