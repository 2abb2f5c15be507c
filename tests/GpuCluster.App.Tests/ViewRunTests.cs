using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>`view` of finished layouts, in a window and where there can be none.</summary>
[Collection("Display")]
public sealed class ViewRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-view-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(1, 3, 20)]
    [InlineData(2, 3, 40)]
    [InlineData(1, 2, 20)]
    [InlineData(2, 2, 40)]
    [InlineData(400, 2, 4000)]
    [InlineData(400, 3, 2000)]
    public void A_layout_is_seen_as_it_is(int count, int dims, int colouredPixels)
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? string.Empty);
        using XvfbDisplay display = XvfbDisplay.Start(1200, 800);
        string file = LayoutFiles.WriteGrid(_folder, count, dims);
        using LiveProgram view = LiveProgram.Start(display, "view", file, "--resolution", "640x480", "--point-size", "9", "--json");

        view.LookUntilCloud(colouredPixels);
        view.LookUntilStill();
        view.Quit();
        GpuClusterProgram run = view.Finish();

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(0, (int)run.Json["epochs"]!);
        Assert.DoesNotContain("epochs", run.Error);
    }

    [Fact]
    public void Without_a_display_the_message_names_it_and_the_command_that_needs_none() =>
        GpuClusterProgram
            .Run(
                new Dictionary<string, string> { ["DISPLAY"] = "", ["WAYLAND_DISPLAY"] = "" },
                "view",
                GpuClusterProgram.Digits,
                "--limit",
                "50"
            )
            .AssertRefused(1, "display", "render");

    [Fact]
    public void Without_a_driver_the_message_names_the_package()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? string.Empty);
        using XvfbDisplay display = XvfbDisplay.Start(640, 480);
        Dictionary<string, string> environment = new()
        {
            ["DISPLAY"] = display.Name,
            ["WAYLAND_DISPLAY"] = "",
            ["VK_DRIVER_FILES"] = "/nonexistent.json",
            ["VK_ICD_FILENAMES"] = "/nonexistent.json",
        };

        GpuClusterProgram run = GpuClusterProgram.Run(environment, "view", GpuClusterProgram.Digits, "--limit", "50");

        run.AssertRefused(1, "mesa-vulkan-drivers");
        Assert.DoesNotContain("0x0", run.Error);
    }

    [Fact]
    public void A_display_that_does_not_answer_is_the_machines_fault() =>
        GpuClusterProgram
            .Run(
                new Dictionary<string, string> { ["DISPLAY"] = ":987", ["WAYLAND_DISPLAY"] = "" },
                "view",
                GpuClusterProgram.Digits,
                "--limit",
                "50"
            )
            .AssertRefused(1, ":987", "render");
}
