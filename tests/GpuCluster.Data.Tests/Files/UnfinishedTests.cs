using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tests.Files;

/// <summary>What a killed run left is removed by the next one, and nothing else is.</summary>
public sealed class UnfinishedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_process_that_is_gone_left_beside_the_target_is_removed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells one process from a later one of the same number");
        using Process other = Process.Start(new ProcessStartInfo("sleep", "60") { UseShellExecute = false })!;
        string own = Unfinished.NewName(".npy");
        string running = Of(own, process: other.Id, start: StartOf(other.Id));
        string reused = Of(own, process: other.Id, start: StartOf(other.Id) - 1);
        string gone = Of(own, process: 0x7FFF_FFFE, start: 1);
        string foreign = Of(own, machine: "0123abcd");
        string oldForeign = Of(own, machine: "0123abce");
        string[] kept = [own, running, foreign, "x.npy", ".hidden", ".gpucluster-", ".gpucluster-0-1-2-a.npy", ".gpucluster-notes.txt"];
        string[] removed = [reused, gone, oldForeign];
        foreach (string name in kept.Concat(removed))
            _folder.Write(name, [1]);
        File.SetLastWriteTimeUtc(_folder.File(oldForeign), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Directory.CreateDirectory(_folder.File("below"));
        File.Copy(_folder.File(gone), Path.Combine(_folder.File("below"), gone));

        AtomicFile.Write(_folder.File("y.npy"), stream => stream.WriteByte(1));

        Assert.Equal(
            kept.Append("y.npy").Append("below").Order(),
            Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order()
        );
        Assert.True(File.Exists(Path.Combine(_folder.File("below"), gone)));
        other.Kill();
        other.WaitForExit();
        Unfinished.Sweep(_folder.Path);
        Assert.False(File.Exists(_folder.File(running)));
    }

    [Fact]
    public void A_folder_goes_with_its_content_and_a_link_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells one process from a later one of the same number");
        string target = _folder.File("target"),
            link = _folder.File(Of(Unfinished.NewName(""), 0x7FFF_FFFE, 1)),
            left = _folder.File(Of(Unfinished.NewName(""), 0x7FFF_FFFE, 1));
        Directory.CreateDirectory(target);
        _folder.Write("target/kept", [1]);
        Directory.CreateSymbolicLink(link, target);
        Directory.CreateDirectory(left);
        File.WriteAllBytes(Path.Combine(left, "00000000"), [1]);

        Unfinished.Sweep(_folder.Path);

        Assert.Equal([target], Directory.GetFileSystemEntries(_folder.Path));
        Assert.True(File.Exists(Path.Combine(target, "kept")));
    }

    [Fact]
    public void A_name_keeps_the_extension_and_is_hidden_and_new()
    {
        string[] names = [.. Enumerable.Range(0, 100).Select(_ => Unfinished.NewName(".npy"))];

        Assert.Equal(100, names.Distinct().Count());
        Assert.All(
            names,
            name =>
                Assert.True(
                    name.StartsWith(".gpucluster-", StringComparison.Ordinal) && name.EndsWith(".npy", StringComparison.Ordinal),
                    name
                )
        );
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_cache_is_closed_to_other_users()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no permissions of Unix here");
        const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        string made = _folder.File("cache/gpucluster/thumbnails"),
            open = _folder.File("open");
        Directory.CreateDirectory(open, UserOnly | UnixFileMode.OtherRead | UnixFileMode.GroupRead);

        UserCache.Make(made);
        UserCache.Make(open);

        Assert.Equal((UserOnly, UserOnly), (File.GetUnixFileMode(made), File.GetUnixFileMode(open)));
        Assert.Equal(UserOnly, File.GetUnixFileMode(_folder.File("cache")));
    }

    [Fact]
    public void A_result_through_a_link_stays_a_link_and_an_unfinished_one_leaves_nothing()
    {
        _folder.Write("target.mp4", [1]);
        File.CreateSymbolicLink(_folder.File("link.mp4"), _folder.File("target.mp4"));

        using (UnfinishedFile file = AtomicFile.Begin(_folder.File("link.mp4")))
        {
            File.WriteAllBytes(file.Place, [2]);
            file.Complete();
        }

        using (UnfinishedFile file = AtomicFile.Begin(_folder.File("link.mp4")))
            File.WriteAllBytes(file.Place, [3]);

        Assert.NotNull(new FileInfo(_folder.File("link.mp4")).LinkTarget);
        Assert.Equal([2], File.ReadAllBytes(_folder.File("target.mp4")));
        Assert.Equal(2, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    // A name of the program's with other parts: .gpucluster-MACHINE-PROCESS-START-RANDOM
    private static string Of(string name, int? process = null, long? start = null, string? machine = null)
    {
        string[] parts = name.Split('-');
        parts[1] = machine ?? parts[1];
        parts[2] = process?.ToString(CultureInfo.InvariantCulture) ?? parts[2];
        parts[3] = start?.ToString(CultureInfo.InvariantCulture) ?? parts[3];
        parts[4] = Unfinished.NewName(Path.GetExtension(name)).Split('-')[4];
        return string.Join('-', parts);
    }

    private static long StartOf(int process)
    {
        string line = File.ReadAllText($"/proc/{process}/stat");
        return long.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
    }
}
