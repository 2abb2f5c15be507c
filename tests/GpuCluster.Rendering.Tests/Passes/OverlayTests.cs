using System.Numerics;
using CsCheck;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Passes;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Tests;

namespace GpuCluster.Rendering.Tests.Passes;

public sealed class OverlayTests
{
    [Fact]
    public void It_is_blended_over_the_picture_and_drawn_again_only_when_its_version_changes()
    {
        const int Width = 70;
        const int Height = 45;
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, TestScene.TenClouds(2_000));
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, Width, Height);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), Width, Height, TestScene.TenColours(2_000), 6);
        renderer.Render(scene, stream, overlay: null, target);
        byte[] bare = target.ReadColour().ToArray();

        // Half transparent green in one corner, then white in the other.
        Rectangle overlay = new() { Area = (3, 2, 20, 18), Pixel = 0x80_00_80_00 };
        renderer.Render(scene, stream, overlay, target);
        AssertBlended(bare, target.ReadColour(), overlay, Width);
        renderer.Render(scene, stream, overlay, target);
        AssertBlended(bare, target.ReadColour(), overlay, Width);
        Assert.Equal(1, overlay.TimesDrawn);

        overlay.Change((50, 40, 20, 5), 0xFF_FF_FF_FF);
        for (int frame = 0; frame < 3; frame++)
        {
            renderer.Render(scene, stream, overlay, target);
            AssertBlended(bare, target.ReadColour(), overlay, Width);
        }
        Assert.Equal(2, overlay.TimesDrawn);

        overlay.Change((0, 0, 0, 0), 0);
        renderer.Render(scene, stream, overlay, target);
        Assert.Equal(bare, target.ReadColour().ToArray());
    }

    [Fact]
    public void Names_are_blended_in_their_areas_alone_and_lie_below_the_overlay()
    {
        const int Width = 70;
        const int Height = 45;
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, TestScene.TenClouds(2_000));
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, Width, Height);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), Width, Height, TestScene.TenColours(2_000), 6);
        renderer.Render(scene, stream, overlay: null, target);
        byte[] bare = target.ReadColour().ToArray();

        // At first at one place, then at another and partly outside: where it was, the picture is bare again.
        Rectangle names = new()
        {
            Area = (3, 2, 20, 18),
            Pixel = 0x80_00_80_00,
            GivesAreas = true,
        };
        renderer.Names = names;
        renderer.Render(scene, stream, overlay: null, target);
        AssertBlended(bare, target.ReadColour(), names, Width);
        names.Change((60, 30, 20, 20), 0xFF_00_40_00);
        renderer.Render(scene, stream, overlay: null, target);
        AssertBlended(bare, target.ReadColour(), names, Width);

        Rectangle overlay = new() { Area = (0, 0, Width, Height), Pixel = 0xFF_FF_FF_FF };
        renderer.Render(scene, stream, overlay, target);
        AssertBlended(bare, target.ReadColour(), overlay, Width);
        renderer.Names = null;
        renderer.Render(scene, stream, overlay: null, target);
        Assert.Equal(bare, target.ReadColour().ToArray());
    }

    [Fact]
    public void Bands_hold_every_pixel_that_is_drawn_on_and_no_empty_row_band()
    {
        Gen<(int, int, (int, int)[])> gen = Gen.Select(
            Gen.Int[1, 70],
            Gen.Int[1, 70],
            Gen.Select(Gen.Int[0, 69], Gen.Int[0, 69]).Array[0, 6]
        );
        gen.Sample(
            (width, height, spots) =>
            {
                byte[] rgba = new byte[width * height * 4];
                HashSet<(int, int)> drawn = spots.Where(spot => spot.Item1 < width && spot.Item2 < height).ToHashSet();
                foreach ((int x, int y) in drawn)
                    rgba[(y * width + x) * 4 + 3] = 1;
                List<OverlayBand> bands = OverlayBands.Find(rgba, width, height);
                Assert.All(drawn, spot => Assert.Single(bands, band => Holds(band, spot)));
                Assert.All(bands, band => Assert.Contains(drawn, spot => Holds(band, spot)));
                Assert.All(bands, band => Assert.True(band.X >= 0 && band.X + band.Width <= width && band.Y + band.Height <= height));
            }
        );
    }

    private static bool Holds(OverlayBand band, (int X, int Y) spot) =>
        spot.X >= band.X && spot.X < band.X + band.Width && spot.Y >= band.Y && spot.Y < band.Y + band.Height;

    private static void AssertBlended(byte[] bare, ReadOnlySpan<byte> actual, Rectangle overlay, int width)
    {
        for (int i = 0; i < bare.Length; i++)
        {
            uint over = overlay.Covers(i / 4 % width, i / 4 / width) ? overlay.Pixel : 0;
            double expected = (over >> i % 4 * 8 & 0xFF) + bare[i] * (1 - (over >> 24) / 255.0);
            Assert.InRange(actual[i], expected - 1, expected + 1);
        }
    }

    private sealed class Rectangle : IOverlay
    {
        public (int X, int Y, int Width, int Height) Area { get; set; }

        public uint Pixel { get; set; }

        public bool GivesAreas { get; init; }

        public IReadOnlyList<OverlayArea>? Areas => GivesAreas ? [new OverlayArea(Area.X, Area.Y, Area.Width, Area.Height)] : null;

        public int TimesDrawn { get; private set; }

        public ulong Version { get; private set; } = 1;

        public bool Covers(int x, int y) => x >= Area.X && y >= Area.Y && x < Area.X + Area.Width && y < Area.Y + Area.Height;

        public void Change((int, int, int, int) area, uint pixel)
        {
            (Area, Pixel) = (area, pixel);
            Version++;
        }

        public void Draw(int width, int height, Span<byte> rgba)
        {
            TimesDrawn++;
            for (int i = 0; i < width * height; i++)
            {
                if (Covers(i % width, i / width))
                    BitConverter.TryWriteBytes(rgba[(i * 4)..], Pixel);
            }
        }
    }
}
