using GpuCluster.Data.Files;
using GpuCluster.Testing;

namespace GpuCluster.Data.Tests.Files;

public sealed class LightFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_at_any_place_up_to_its_end()
    {
        byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        using LightFile? file = LightFile.TryOpen(_folder.Write("猫.bin", content));
        Assert.Equal(content.Length, file!.Length);
        byte[] found = new byte[60_000];
        Assert.Equal(found.Length, file.Read(found, 0));
        Assert.Equal(content[..60_000], found);
        Assert.Equal(40_000, file.Read(found, 60_000));
        Assert.Equal(content[60_000..], found[..40_000]);
        Assert.Equal(0, file.Read(found, 100_000));
    }

    [Fact]
    public void What_is_no_regular_file_is_not_opened_and_nothing_waits()
    {
        Assert.Null(LightFile.TryOpen(_folder.File("absent")));
        Assert.Null(LightFile.TryOpen(_folder.Path));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices and pipes of Linux");
        Assert.Null(LightFile.TryOpen("/dev/zero"));
        NamedPipe.Make(_folder.File("pipe"));
        Assert.Null(LightFile.TryOpen(_folder.File("pipe")));
    }

    [Fact]
    public void A_name_that_goes_on_behind_a_null_character_is_not_taken_for_its_beginning() =>
        Assert.Null(LightFile.TryOpen($"{_folder.Write("x", [1, 2, 3])}\0.png"));

    [Fact]
    public void Files_are_closed_so_that_any_number_is_opened_one_after_the_other()
    {
        string path = _folder.Write("x", [1, 2, 3]);
        for (int i = 0; i < 50_000; i++)
        {
            using LightFile? file = LightFile.TryOpen(path);
            Assert.Equal(3, file!.Length);
        }
    }
}
