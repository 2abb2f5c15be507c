using System.IO.MemoryMappedFiles;
using GpuCluster.App.CommandLine;

namespace GpuCluster.App.Tests;

/// <summary>A mapped file that another program writes to is found.</summary>
public sealed class ChangedInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-changed-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_mapped_file_that_was_written_to_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the list of mapped files is Linux's");
        string path = Path.Combine(_folder.FullName, "a b.npy");
        File.WriteAllBytes(path, new byte[4096]);
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        using MemoryMappedViewAccessor view = file.CreateViewAccessor();
        Assert.Null(ChangedInput.Find());

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddSeconds(1));

        Assert.Equal(path, ChangedInput.Find());
    }
}
