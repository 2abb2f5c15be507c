using GpuCluster.Testing;
using static GpuCluster.App.Tests.SceneWindowFixture;

namespace GpuCluster.App.Tests;

/// <summary>A cloud in a real window that changes its size, is put away, and loses its panels.</summary>
[Collection("Display")]
public sealed class WindowSizeTests : IDisposable
{
    private readonly SceneWindowFixture _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void As_small_as_a_pixel_and_back_the_picture_is_the_same()
    {
        using LiveProgram demo = _stage.Start(Short);
        Screenshot before = Cloud(demo.LookUntilStill());

        demo.Resize(1, 1);
        demo.LookUntil(picture => (picture.Width, picture.Height) == (1, 1), "the window is a pixel");
        Thread.Sleep(300);
        demo.Resize(1280, 720);
        LookUntilCloudIs(demo, before, "the cloud is back");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Fact]
    public void Put_away_and_brought_back_it_goes_on()
    {
        Assert.SkipWhen(XvfbDisplay.MissingForWindowManager() is not null, XvfbDisplay.MissingForWindowManager() ?? string.Empty);
        _stage.Display.StartWindowManager();
        using LiveProgram demo = _stage.Start(Endless);

        demo.Minimise();
        demo.LookUntil(_ => !demo.IsOnScreen(), "the window is gone");
        Thread.Sleep(500);
        demo.Restore();
        demo.LookUntil(_ => demo.IsOnScreen(), "the window is back");
        Screenshot back = demo.LookUntilCloud();
        demo.LookUntil(picture => !Cloud(picture).ShowsTheSameAs(Cloud(back)), "the cloud moves");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
    }

    [Fact]
    public void Panels_put_away_leave_the_cloud_more_room_and_take_it_back()
    {
        using LiveProgram demo = _stage.Start(Short);
        Screenshot before = Cloud(demo.LookUntilStill());

        demo.Press("k");
        LookUntilCloudIsNot(demo, before, "the cloud takes the whole window");
        demo.LookUntilStill();
        demo.Press("k");
        LookUntilCloudIs(demo, before, "the cloud is beside the panels again");
        demo.Quit();

        Assert.Equal(0, demo.Finish().ExitCode);
    }
}
