using GpuCluster.Scene.Frames;

namespace GpuCluster.Panels.Tests;

public sealed class NameOverlayTests
{
    private static readonly PlacedName Cat = new("cat", new OverlayArea(100, 60, 60, 24), 16, 0xFF2040C0);

    [Fact]
    public void A_name_is_light_with_a_dark_rim_inside_its_area_alone()
    {
        using NameOverlay names = new(fontFolders: []);
        ulong version = names.Version;
        names.Show([Cat]);
        Assert.NotEqual(version, names.Version);
        OverlayBitmap picture = new(names, 300, 200, before: 0);
        Assert.True(picture.LightPixels(100, 60, 160, 84) > 40);
        Assert.Equal(0, picture.LightPixels(0, 0, 300, 60) + picture.LightPixels(0, 84, 300, 200) + picture.LightPixels(160, 60, 300, 84));
        (int left, int top, int right, int bottom) = picture.Covered();
        Assert.True(left >= 100 && top >= 60 && right <= 160 && bottom <= 84, $"{left} {top} {right} {bottom}");
        int dark = 0;
        for (int x = 100; x < 160; x++)
        {
            for (int y = 60; y < 84; y++)
                dark += picture[x, y] is { A: > 200, R: < 40 } ? 1 : 0;
        }

        Assert.True(dark > 80, $"{dark} pixels of rim");
    }

    [Fact]
    public void Names_at_the_edge_and_none_are_drawn()
    {
        using NameOverlay names = new(fontFolders: []);
        names.Show([Cat with { Area = new OverlayArea(-30, -10, 60, 24) }, Cat with { Area = new OverlayArea(280, 190, 60, 24) }]);
        _ = new OverlayBitmap(names, 300, 200);
        names.Show([]);
        Assert.Empty(names.Areas);
        ulong version = names.Version;
        names.Show([]);
        Assert.Equal(version, names.Version);
    }

    [Fact]
    public void Longer_texts_are_wider()
    {
        using NameOverlay names = new(fontFolders: []);
        Assert.True(names.Measure("ankle boot") > 2 * names.Measure("boot"));
        Assert.InRange(names.Measure("0"), 0.4f, 0.8f);
        Assert.Equal(0, names.Measure(string.Empty));
    }
}
