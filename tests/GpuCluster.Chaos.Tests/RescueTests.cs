using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using GpuCluster.Chaos.Kills;
using GpuCluster.Data.Scenes;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Tests;

/// <summary>A window that ends before its user could save keeps the scene, and the next one brings it back.</summary>
public sealed class RescueTests : IDisposable
{
    private const int Samples = 120;
    private static readonly string Digits = Path.Combine(RepositoryRoot.Find(), "assets", "mnist");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-rescue-");
    private readonly XvfbDisplay _display;

    public RescueTests()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? "");
        _display = XvfbDisplay.Start(1000, 800);
    }

    private string Trigger => Path.Combine(_folder.FullName, "throw");

    private static string Program => Path.Combine(AppContext.BaseDirectory, "gpucluster.dll");

    private string[] View =>
        [
            "view",
            Digits,
            "--limit",
            $"{Samples}",
            "--epochs",
            "30",
            "--device",
            "host",
            "--pictures",
            "off",
            "--resolution",
            "800x600",
            "--out-dir",
            _folder.FullName,
        ];

    public void Dispose()
    {
        _display?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("a thread throws", 1)]
    [InlineData("SIGTERM", 130)]
    public void What_was_tagged_and_seen_comes_back(string end, int code)
    {
        string error;
        using (Process first = Start([Path.Combine(AppContext.BaseDirectory, "GpuCluster.Chaos.dll"), "faulty", Trigger, .. View]))
        {
            string window = WindowOf(first);
            PressUntil(window, "tags-001.csv", "ctrl+a", "alt+1", "ctrl+t");
            _display.Do("mousemove", "--window", window, "400", "300", "click", "--repeat", "6", "4");
            // The camera comes to rest.
            Thread.Sleep(1500);
            if (end == "SIGTERM")
                Assert.Equal(0, Kill(first.Id, 15));
            else
                File.WriteAllText(Trigger, "");
            error = Workplace.Finish(first);
            Assert.True(first.ExitCode == code, $"{first.ExitCode}: {error}");
        }

        string kept = Assert.Single(Directory.GetFiles(Cache("scenes")));
        Assert.Contains(kept, error);
        SceneFile scene = SceneFileReader.Read(kept, TestContext.Current.CancellationToken);
        Assert.Equal(Samples, scene.Positions.Count);
        Assert.NotNull(scene.Run);
        if (code == 1)
            Assert.Contains($"scene: {Path.GetFileName(kept)}", File.ReadAllText(Assert.Single(Directory.GetFiles(Cache("crashes")))));
        else
            Assert.False(Directory.Exists(Cache("crashes")));
        string tags = File.ReadAllText(InFolder("tags-001.csv"));

        using (Process offering = Start([Program, .. View, "--close-when-finished"]))
        {
            string offer = Workplace.Finish(offering);
            Assert.True(offering.ExitCode == 0, offer);
            Assert.Contains($"view {Digits} --restore opens it", offer);
        }

        using (Process second = Start([Program, .. View, "--restore"]))
        {
            string window = WindowOf(second);
            PressUntil(window, "tags-002.csv", "ctrl+t");
            PressUntil(window, "scene-001.gpc", "ctrl+s");
            Quit(second, window);
            error = Workplace.Finish(second);
            Assert.True(second.ExitCode == 0, error);
            Assert.DoesNotContain("--restore", error);
        }

        Assert.Equal(tags, File.ReadAllText(InFolder("tags-002.csv")));
        SceneFile saved = SceneFileReader.Read(InFolder("scene-001.gpc"), TestContext.Current.CancellationToken);
        Assert.Equal(CamerasOf(scene), CamerasOf(saved));
        Assert.Equal(scene.Selection.Selected, saved.Selection.Selected);
        Assert.False(File.Exists(kept), "a scene that was opened and saved is offered again");
    }

    [Fact]
    public void A_window_with_nothing_to_lose_keeps_nothing_and_a_scene_that_was_not_kept_cannot_be_opened()
    {
        using (Process first = Start([Program, .. View]))
        {
            WindowOf(first);
            Thread.Sleep(1000);
            Assert.Equal(0, Kill(first.Id, 15));
            string error = Workplace.Finish(first);
            Assert.True(first.ExitCode == 130, error);
            Assert.DoesNotContain("--restore", error);
        }

        using Process second = Start([Program, .. View, "--restore"]);
        string refused = Workplace.Finish(second);
        Assert.True(second.ExitCode == 2, refused);
        Assert.Contains(Digits, refused);
        Assert.Contains("--restore", refused);
    }

    private static string CamerasOf(SceneFile scene) => JsonSerializer.Serialize(scene.Sections["cameras"]);

    private string Cache(string kind) => Path.Combine(_folder.FullName, "cache", "gpucluster", kind);

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private Process Start(string[] line)
    {
        ProcessStartInfo start = new(Workplace.Dotnet(), line)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DISPLAY"] = _display.Name;
        start.Environment["WAYLAND_DISPLAY"] = "";
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(_folder.FullName, "cache");
        return Process.Start(start)!;
    }

    private string WindowOf(Process process)
    {
        string? window = null;
        Until(
            () =>
            {
                Assert.False(process.HasExited, process.HasExited ? process.StandardError.ReadToEnd() : "");
                try
                {
                    window = _display.FocusWindow("^GpuCluster");
                }
                catch (InvalidOperationException)
                {
                    // There is no window yet.
                }

                return window is not null;
            },
            "a window opens"
        );
        return window!;
    }

    // Before the cloud is there, keys do nothing.
    private void PressUntil(string window, string file, params string[] keys) =>
        Until(
            () =>
            {
                foreach (string key in keys)
                    _display.Do("key", "--window", window, key);
                Thread.Sleep(200);
                return File.Exists(InFolder(file));
            },
            $"{file} is there"
        );

    private void Quit(Process process, string window)
    {
        _display.Do("keydown", "--window", window, "Escape");
        _display.Do("keyup", "Escape");
        Until(() => process.HasExited, "the window closes");
    }

    private static void Until(Func<bool> condition, string what)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds < 60, $"waited in vain until {what}");
            Thread.Sleep(50);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
