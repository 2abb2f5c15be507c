using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Tests.Sources;

public sealed class EqualFilesTests
{
    [Fact]
    public void Files_of_one_content_are_found_whatever_their_names_and_links()
    {
        using TemporaryFolder folder = new();
        string first = folder.Write("一.bin", [1, 2, 3]);
        string other = folder.Write("b", [1, 2, 4]);
        string copy = folder.Write("🦊.png", [1, 2, 3]);
        string empty = folder.Write("empty", []);
        string link = folder.File("link");
        File.CreateSymbolicLink(link, other);
        string broken = folder.File("broken");
        File.CreateSymbolicLink(broken, folder.File("nowhere"));
        Assert.Equal(
            [0, 1, 0, 3, 1, 5, 6, 0],
            EqualFiles.FirstOf(
                [first, other, copy, empty, link, broken, folder.File("gone"), first],
                _ => { },
                TestContext.Current.CancellationToken
            )
        );
    }
}
