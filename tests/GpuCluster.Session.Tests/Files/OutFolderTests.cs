using GpuCluster.Data.Files;
using GpuCluster.Session.Files;

namespace GpuCluster.Session.Tests.Files;

/// <summary>Numbers of files, also with several windows that write into one folder.</summary>
public sealed class OutFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-out-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Two_windows_that_film_at_the_same_time_write_two_films()
    {
        using OutFolder one = new(_folder.FullName);
        using OutFolder other = new(_folder.FullName);
        Assert.Equal("film-001.mp4", Path.GetFileName(one.Next("film", ".mp4")));
        Assert.Equal("film-002.mp4", Path.GetFileName(other.Next("film", ".mp4")));
        Assert.Equal("scene-001.gpc", Path.GetFileName(other.Next("scene", ".gpc")));
        Assert.Equal("film-003.mp4", Path.GetFileName(one.Next("film", ".mp4")));
    }

    [Fact]
    public void Windows_that_save_at_once_get_numbers_of_their_own()
    {
        OutFolder[] windows = [.. Enumerable.Range(0, 8).Select(_ => new OutFolder(_folder.FullName))];
        string[] paths = new string[8 * windows.Length];
        Parallel.For(
            0,
            windows.Length,
            window =>
            {
                for (int i = 0; i < 8; i++)
                    paths[(8 * window) + i] = windows[window].Next("scene", ".gpc");
            }
        );
        Assert.Equal(paths.Length, paths.Distinct().Count());
        foreach (OutFolder window in windows)
            window.Dispose();
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    /// <summary>Nothing is left behind, and a file that is there is never written over.</summary>
    [Fact]
    public void A_number_that_was_not_used_is_free_again_and_one_that_was_is_not()
    {
        using (OutFolder one = new(_folder.FullName))
        {
            File.WriteAllText(one.Next("tags", ".csv"), "index");
            one.Next("tags", ".csv");
        }

        Assert.Equal("tags-001.csv", Assert.Single(_folder.EnumerateFileSystemInfos()).Name);
        using OutFolder other = new(_folder.FullName);
        Assert.Equal("tags-002.csv", Path.GetFileName(other.Next("tags", ".csv")));
    }

    [Fact]
    public void What_a_killed_window_claimed_is_free()
    {
        // The claim of a process that does not run: numbers of processes end at four million.
        string own = Unfinished.NewName(".film-001");
        string[] parts = own.Split('-');
        parts[2] = "2000000000";
        File.WriteAllText(Path.Combine(_folder.FullName, string.Join('-', parts)), "");
        using OutFolder folder = new(_folder.FullName);
        Assert.Equal("film-001.mp4", Path.GetFileName(folder.Next("film", ".mp4")));
    }
}
