using GpuCluster.Panels.Status;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Panels.Tests;

public sealed class OverlayPanelTests
{
    private static readonly OverlayStatus Running = new()
    {
        Count = 10_000,
        Method = "UMAP, 3-D, euclidean",
        Epoch = 120,
        Epochs = 500,
        MillisecondsPerEpoch = 8.24,
        FramesPerSecond = 59.7,
        Device = "llvmpipe (LLVM 15.0.6, 256 bits)",
        State = RunState.Running,
        Legend = Classes(10, i => $"{i}"),
    };

    public static TheoryData<int, int, float> Sizes =>
        new()
        {
            { 320, 200, 1 },
            { 200, 320, 1 },
            { 640, 360, 1 },
            { 1280, 720, 1 },
            { 1280, 720, 2 },
            { 800, 1400, 1 },
            { 3840, 2160, 1 },
            { 3840, 2160, 2 },
        };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Text_shows_and_stays_inside_at_every_size(int width, int height, float scale)
    {
        using OverlayPanel panel = new(fontFolders: []);
        OverlayStatus[] states =
        [
            Running,
            Running with
            {
                State = RunState.Loading,
                Stage = "knn",
                StageShape = "(10000, 784) to (10000, 15)",
                StageFraction = 0.4,
            },
            Running with
            {
                ShowsHelp = true,
                Message = "Saved out/picture.png, a rather long sentence that no small window holds whole, not even nearly",
            },
            Running with
            {
                Legend = Classes(300, i => $"a class whose name is far too long to be shown whole, number {i}"),
            },
            Running with
            {
                Device = new string('W', 400),
                Method = new string('m', 400),
            },
        ];
        foreach (OverlayStatus status in states)
        {
            panel.Update(status with { Scale = scale });
            OverlayBitmap picture = new(panel, width, height);
            Assert.False(picture.TouchesTheEdge(), $"{status.State} at {width} x {height} x {scale}");
            Assert.True(picture.LightPixels(0, 0, width / 2, height / 2) > 60, "The status is blank.");
            Assert.True(picture.LightPixels(width / 2, 0, width, height) > 30, "The legend is blank.");
        }
    }

    [Fact]
    public void The_first_words_say_what_is_shown_and_no_device_is_named_before_it_computes()
    {
        StatusText text = StatusText.Of(Running with { Name = "mnist", Features = "784 features of pixels" });
        Assert.Equal(("mnist", "10,000 points"), (text.Name, text.Count));
        Assert.Equal("784 features of pixels", text.Features);
        StatusText loading = StatusText.Of(
            Running with
            {
                Name = "photos",
                Count = 0,
                State = RunState.Loading,
                StageFraction = 0.412,
                StageItems = 10_000,
                ItemsPerSecond = 2_345,
            }
        );
        Assert.Equal(("photos", ""), (loading.Name, loading.Count));
        Assert.Equal(string.Empty, loading.Device);
        Assert.Equal("4,120 of 10,000  ·  2,300 a second", loading.Figures.Items);
        Assert.Equal(string.Empty, StatusText.Of(Running).Figures.Items);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nothing_is_drawn_between_the_insets(int width, int height, float scale)
    {
        using OverlayPanel panel = new(fontFolders: []);
        foreach (int classes in new[] { 0, 3, 300 })
        {
            Legend? legend = classes == 0 ? null : Classes(classes, i => $"class {i}");
            panel.Update(Running with { Scale = scale, Legend = legend, Device = new string('w', 60) });
            FrameInsets insets = panel.InsetsOf(width, height);
            OverlayBitmap picture = new(panel, width, height);
            Assert.Equal(0, picture.LightPixels(insets.Left, insets.Top, width - insets.Right, height - insets.Bottom));
            Assert.True(picture.LightPixels(0, 0, width, height) > 60);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(200, 3)]
    [InlineData(40, 30)]
    public void Pictures_too_small_for_text_do_no_harm(int width, int height)
    {
        using OverlayPanel panel = new(fontFolders: []);
        panel.Update(Running with { ShowsHelp = true, Message = "message" });
        _ = new OverlayBitmap(panel, width, height);
        panel.Draw(0, 0, []);
        Assert.Throws<ArgumentOutOfRangeException>(() => panel.Draw(2, 2, new byte[15]));
    }

    [Fact]
    public void Pixels_are_premultiplied_and_free_places_are_transparent()
    {
        using OverlayPanel panel = new(fontFolders: []);
        panel.Update(Running);
        OverlayBitmap picture = new(panel, 1280, 720);
        Assert.Equal((0, 0, 0, 0), picture[640, 700]);
        for (int y = 0; y < 720; y++)
        {
            for (int x = 0; x < 1280; x++)
            {
                (byte r, byte g, byte b, byte a) = picture[x, y];
                Assert.True(r <= a && g <= a && b <= a, $"{x}, {y}: {r} {g} {b} {a}");
            }
        }
    }

    [Fact]
    public void The_legend_shows_each_class_in_its_colour()
    {
        using OverlayPanel panel = new(fontFolders: []);
        panel.Update(Running);
        OverlayBitmap picture = new(panel, 1280, 720);
        for (int label = 0; label < 10; label++)
        {
            uint colour = LabelPalette.Of(label);
            int found = 0;
            for (int y = 0; y < 720; y++)
            {
                for (int x = 640; x < 1280; x++)
                    found += picture[x, y] == ((byte)colour, (byte)(colour >> 8), (byte)(colour >> 16), 255) ? 1 : 0;
            }

            Assert.True(found > 20, $"class {label}: {found} pixels");
        }
    }

    [Fact]
    public void A_high_density_display_gets_the_same_picture_twice_as_large()
    {
        using OverlayPanel panel = new(fontFolders: []);
        panel.Update(Running with { Legend = null });
        (int left, int top, int right, int bottom) = new OverlayBitmap(panel, 1280, 720).Covered();
        panel.Update(Running with { Legend = null, Scale = 2 });
        (int left2, int top2, int right2, int bottom2) = new OverlayBitmap(panel, 2560, 1440).Covered();
        Assert.Equal(2.0 * left, left2, 3.0);
        Assert.Equal(2.0 * top, top2, 3.0);
        Assert.Equal(2.0 * right, right2, 8.0);
        Assert.Equal(2.0 * bottom, bottom2, 4.0);
    }

    [Fact]
    public void The_version_changes_only_with_the_picture_and_figures_four_times_a_second()
    {
        ManualClock clock = new();
        using OverlayPanel panel = new(fontFolders: [], time: clock);
        ulong version = panel.Version;
        Assert.True(panel.Update(Running));
        Assert.NotEqual(version, panel.Version);
        version = panel.Version;

        Assert.False(panel.Update(Running with { FramesPerSecond = 59.8, MillisecondsPerEpoch = 8.21 }));
        Assert.Equal(version, panel.Version);

        Assert.False(panel.Update(Running with { Epoch = 121 }));
        clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(panel.Update(Running with { Epoch = 122 }));
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(panel.Update(Running with { Epoch = 123 }));

        // What is not a mere figure shows at once, and brings the figures along.
        Assert.True(panel.Update(Running with { Epoch = 500, State = RunState.Finished }));
        Assert.False(panel.Update(Running with { Epoch = 500, State = RunState.Finished }));
        Assert.True(panel.Update(Running with { Epoch = 500, State = RunState.Finished, ShowsHelp = true }));
    }

    [Fact]
    public void A_character_without_any_font_is_told_once_and_drawn_as_a_box()
    {
        List<string> warnings = new();
        using OverlayPanel panel = new(warnings.Add, fontFolders: []);
        panel.Update(Running with { Legend = Classes(3, i => $"猫犬{i}") });
        _ = new OverlayBitmap(panel, 800, 600);
        panel.Update(Running with { Legend = Classes(4, i => $"鳥{i}") });
        OverlayBitmap picture = new(panel, 800, 600);
        Assert.Contains("U+", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.True(picture.LightPixels(500, 30, 800, 200) > 50);
    }

    [Fact]
    public void Chinese_names_are_written_where_the_machine_has_a_font_for_them()
    {
        List<string> warnings = new();
        using OverlayPanel withFonts = new(warnings.Add);
        using OverlayPanel without = new(fontFolders: []);
        OverlayStatus status = Running with { Legend = Classes(2, i => i == 0 ? "猫" : "三") };
        withFonts.Update(status);
        without.Update(status);
        OverlayBitmap written = new(withFonts, 800, 600);
        OverlayBitmap boxes = new(without, 800, 600);
        if (warnings.Count > 0)
            Assert.Skip("No font with Chinese characters is installed (fonts-wqy-microhei or fonts-noto-cjk).");
        Assert.False(written.Rgba.SequenceEqual(boxes.Rgba));
    }

    [Fact]
    public void Names_with_line_breaks_accents_or_nothing_are_drawn()
    {
        using OverlayPanel panel = new(fontFolders: []);
        panel.Update(Running with { Legend = Classes(4, i => new[] { "two\nlines\t", string.Empty, "\u0301\u0302", "\uD800 lone" }[i]) });
        Assert.False(new OverlayBitmap(panel, 320, 200).TouchesTheEdge());
    }

    private static Legend Classes(int count, Func<int, string> name) =>
        new("class", [.. Enumerable.Range(0, count).Select(i => new LegendEntry(name(i), LabelPalette.Of(i), 1000))]);
}
