using GpuCluster.Core.Errors;
using GpuCluster.Session.Files;

namespace GpuCluster.Session.Tests.Files;

public sealed class SystemViewerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-viewer-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_picture_that_has_vanished_is_named()
    {
        string path = Path.Combine(_folder.FullName, "gone.jpg");
        UnusableInputException fault = Assert.Throws<UnusableInputException>(() => SystemViewer.Open(path));
        Assert.Equal($"{path} is no longer there", fault.Message);
    }

    [Fact]
    public void A_part_of_a_file_is_not_opened_alone()
    {
        string archive = Path.Combine(_folder.FullName, "x.zip");
        File.WriteAllText(archive, "");
        UnusableInputException fault = Assert.Throws<UnusableInputException>(() => SystemViewer.Open($"{archive}!a/b!.jpg"));
        Assert.StartsWith($"{archive}!a/b!.jpg is a part of {archive} ", fault.Message, StringComparison.Ordinal);
    }
}
