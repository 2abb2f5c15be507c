using System.Collections.Concurrent;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Testing;

namespace GpuCluster.Data.Tests.Files;

/// <summary>What stands on the way to a folder for outputs is named.</summary>
public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_on_the_way_are_made()
    {
        string folder = _folder.File(Path.Combine("a", "b")) + Path.DirectorySeparatorChar;
        AtomicFile.MakeFolder(folder);
        AtomicFile.MakeFolder(folder);
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public void Several_that_make_one_folder_in_the_same_moment_all_have_it()
    {
        const int Rounds = 2_000;
        using Barrier start = new(2);
        ConcurrentQueue<string> refusals = [];
        string[] folders = [.. Enumerable.Range(0, Rounds).Select(round => _folder.File(Path.Combine($"{round}", "below")))];
        void MakeAll()
        {
            foreach (string folder in folders)
            {
                start.SignalAndWait();
                try
                {
                    AtomicFile.MakeFolder(folder);
                }
                catch (UnusableInputException e)
                {
                    refusals.Enqueue(e.Message);
                }
            }
        }

        Thread[] makers = [new(MakeAll), new(MakeAll)];
        Array.ForEach(makers, maker => maker.Start());
        Array.ForEach(makers, maker => maker.Join());

        Assert.Empty(refusals);
        Assert.All(folders, folder => Assert.True(Directory.Exists(folder)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("inside")]
    [InlineData("deep/inside/")]
    public void A_file_on_the_way_is_named(string below)
    {
        string file = _folder.File("notes.txt");
        File.WriteAllText(file, "kept");
        UnusableInputException refusal = Assert.Throws<UnusableInputException>(() => AtomicFile.MakeFolder(Path.Combine(file, below)));
        Assert.Equal($"{file}: a file; give a folder", refusal.Message);
        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("inside")]
    public void A_link_to_nothing_is_named_with_its_target(string below)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a privilege there");
        string link = _folder.File("link");
        File.CreateSymbolicLink(link, "gone");
        UnusableInputException refusal = Assert.Throws<UnusableInputException>(() => AtomicFile.MakeFolder(Path.Combine(link, below)));
        Assert.Equal($"{link}: a link to gone, which is not there; give a folder", refusal.Message);
    }

    [Fact]
    public void Neither_a_pipe_nor_a_folder_is_a_regular_file()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes of Unix");
        string file = _folder.File("file"),
            pipe = _folder.File("pipe");
        File.WriteAllText(file, "");
        NamedPipe.Make(pipe);
        Assert.Equal([true, false, false], new[] { file, pipe, Path.GetDirectoryName(file)! }.Select(AtomicFile.IsRegular));
    }
}
