using GpuCluster.Data.Parquet;
using GpuCluster.Testing;

namespace GpuCluster.Data.Tests.Parquet;

/// <summary>Lengths in a footer fit what is left of it.</summary>
public sealed class FooterCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sound_files_pass()
    {
        string[] files = Directory.GetFiles(Path.Combine(RepositoryRoot.Find(), "tests", "GpuCluster.Data.Tests", "fixtures"), "*.parquet");
        Assert.True(files.Length > 5);
        foreach (string path in files)
            Run(path);
    }

    [Theory]
    [InlineData("nothing", new byte[0])]
    [InlineData("no end", new byte[] { 0x15, 0x02 })]
    [InlineData("a number without end", new byte[] { 0x15, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x00 })]
    [InlineData("a text of more bytes than are left", new byte[] { 0x18, 0x05, 0x61, 0x62, 0x00 })]
    [InlineData("a list of more values than are left", new byte[] { 0x19, 0x73, 0x01, 0x02, 0x00 })]
    [InlineData("a map of more values than are left", new byte[] { 0x1B, 0x05, 0x33, 0x01, 0x00 })]
    [InlineData("a type that is none", new byte[] { 0x1E, 0x00 })]
    public void A_wrong_length_is_refused(string what, byte[] footer) =>
        Assert.True(Record.Exception(() => Run(Write(footer))) is InvalidDataException, what);

    [Fact]
    public void Structures_within_each_other_without_end_are_refused() =>
        Assert.Throws<InvalidDataException>(() => Run(Write([.. Enumerable.Repeat((byte)0x1C, 100), .. new byte[101]])));

    [Fact]
    public void Fields_of_every_type_are_passed_over() =>
        Run(
            Write([
                0x11,
                0x12,
                0x13,
                0x07,
                0x14,
                0x80,
                0x01,
                0x17,
                1,
                2,
                3,
                4,
                5,
                6,
                7,
                8,
                0x18,
                1,
                0x61,
                0x1A,
                0x21,
                1,
                2,
                0x1B,
                0,
                0x1B,
                1,
                0x35,
                9,
                4,
                0x05,
                0x50,
                0x02,
                0x1C,
                0x00,
                0x00,
            ])
        );

    private string Write(byte[] footer) =>
        _folder.Write("x.parquet", [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8]);

    private static void Run(string path)
    {
        using FileStream file = File.OpenRead(path);
        FooterCheck.Run(file, path);
    }
}
