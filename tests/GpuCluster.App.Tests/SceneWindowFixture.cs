using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>
/// A virtual display and a folder for what is kept, with hands and eyes for a cloud in a window of 1280 x 720. Skips the test where a
/// display cannot be made.
/// </summary>
internal sealed class SceneWindowFixture : IDisposable
{
    // Without names in space: where a name stands depends a little on where it stood before, so that two equal views may differ.
    public static readonly string[] Look = ["--resolution", "1280x720", "--pictures", "off", "--names", "off", "--json"];
    public static readonly string[] Short = ["demo", "--limit", "600", "--epochs", "30", "--point-size", "9", .. Look];
    public static readonly string[] Endless = ["demo", "--limit", "600", "--epochs", "1000000", "--point-size", "9", .. Look];

    public SceneWindowFixture()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? string.Empty);
        Folder = Directory.CreateTempSubdirectory("gpucluster-scene-");
        Display = XvfbDisplay.Start(1400, 900);
    }

    /// <summary>Where the program puts what is kept.</summary>
    public DirectoryInfo Folder { get; }

    public XvfbDisplay Display { get; }

    public void Dispose()
    {
        Display.Dispose();
        Folder.Delete(recursive: true);
    }

    public static Screenshot Cloud(Screenshot window) => window.Crop(290, 140, 700, 430);

    public static int Beyond(Screenshot one, Screenshot other) =>
        (one.Width, one.Height) == (other.Width, other.Height)
            ? ImageComparer.Compare(one.Rgba, other.Rgba, tolerance: 24).PixelsBeyond
            : int.MaxValue;

    // The edges of points may lie a pixel off: a camera comes to rest from another side.
    public static void LookUntilCloudIs(LiveProgram program, Screenshot cloud, string what) =>
        program.LookUntil(picture => Beyond(Cloud(picture), cloud) < 1_500, what);

    public static void LookUntilCloudIsNot(LiveProgram program, Screenshot cloud, string what) =>
        program.LookUntil(picture => Beyond(Cloud(picture), cloud) > 3_000, what);

    public static void PressTenTimes(LiveProgram program, string key)
    {
        for (int i = 0; i < 10; i++)
            program.Press(key);
    }

    // Under the pointer a point shows its name: outside the window there is none.
    public static void LookAway(LiveProgram program) => program.PointAt(1350, 850);

    /// <summary>Clicks the middle of a point that lies free.</summary>
    /// <returns>The cloud then, with nothing under the pointer.</returns>
    public static Screenshot ClickADot(LiveProgram program, Screenshot cloud, int changed = 3_000)
    {
        (int x, int y) = FindDot(cloud);
        program.Click(290 + x, 140 + y);
        LookAway(program);
        program.LookUntil(picture => Beyond(Cloud(picture), cloud) > changed, "the click recolours the cloud");
        return Cloud(program.LookUntilStill());
    }

    public static (int X, int Y) FindDot(Screenshot cloud)
    {
        for (int y = 150; y < cloud.Height - 3; y++)
        {
            for (int x = 3; x < cloud.Width - 3; x++)
            {
                if (cloud.Crop(x - 2, y - 2, 5, 5).CountColoured() == 25)
                    return (x, y);
            }
        }

        throw new InvalidOperationException("no point is seen");
    }

    public GpuClusterProgram View(string file) =>
        GpuClusterProgram.Run(new Dictionary<string, string> { ["DISPLAY"] = Display.Name, ["WAYLAND_DISPLAY"] = "" }, "view", file);

    public string InFolder(string name) => Path.Combine(Folder.FullName, name);

    public LiveProgram Start(params string[] arguments)
    {
        LiveProgram program = LiveProgram.Start(Display, [.. arguments, "--out-dir", Folder.FullName]);
        LookAway(program);
        program.LookUntilCloud();
        return program;
    }
}
