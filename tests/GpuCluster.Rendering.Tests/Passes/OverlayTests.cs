using System.Numerics;
using CsCheck;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Passes;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Submission;
using GpuCluster.Vulkan.Tests;
using Silk.NET.Vulkan;

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
    public void A_window_that_becomes_smaller_needs_no_new_array_for_its_overlay()
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, TestScene.TenClouds(200));
        using FrameRenderer renderer = new(gpu.Device);
        Rectangle overlay = new() { Area = (3, 2, 20, 18), Pixel = 0xFF_00_80_00 };
        long[] allocated = new long[4];
        for (int i = 0; i < allocated.Length; i++)
        {
            (int width, int height) = (500 - (7 * i), 300 - (5 * i));
            using OffscreenTarget target = new(gpu.Device, width, height);
            SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), width, height, TestScene.TenColours(200), 6);
            renderer.Render(scene, stream, overlay: null, target);
            byte[] bare = target.ReadColour().ToArray();
            long before = GC.GetAllocatedBytesForCurrentThread();
            renderer.Render(scene, stream, overlay, target);
            allocated[i] = GC.GetAllocatedBytesForCurrentThread() - before;
            AssertBlended(bare, target.ReadColour(), overlay, width);
        }

        Assert.All(allocated[1..], bytes => Assert.InRange(bytes, 0, 100_000));
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

    /// <summary>What is seen is the same as with blending over all of the scene, and no point is drawn where it cannot be seen.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Below_an_opaque_sheet_nothing_is_drawn_unless_the_scene_alone_is_taken(bool takesScene)
    {
        const int Width = 70;
        const int Height = 45;
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, TestScene.TenClouds(2_000));
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget memory = new(gpu.Device, Width, Height);
        SceneTaker target = new(memory, takesScene);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), Width, Height, TestScene.TenColours(2_000), 6);
        Rectangle overlay = new() { Area = (10, 9, 43, 30), Pixel = 0xFF_20_40_60 };
        renderer.Render(scene, stream, overlay, target);
        byte[] blended = memory.ReadColour().ToArray();
        uint[] ids = renderer.ReadIds();
        float[] depth = renderer.ReadDepth();

        // The sheet's own rim is blended, so that its opaque part is smaller than it.
        overlay.Opaque = new OverlayArea(12, 11, 39, 26);
        overlay.Change(overlay.Area, overlay.Pixel);
        renderer.Render(scene, stream, overlay, target);
        Assert.Equal(blended, memory.ReadColour().ToArray());
        uint[] left = renderer.ReadIds();
        float[] leftDepth = renderer.ReadDepth();
        int hidden = 0;
        for (int pixel = 0; pixel < ids.Length; pixel++)
        {
            bool isBelow = pixel % Width is >= 12 and < 51 && pixel / Width is >= 11 and < 37;
            hidden += isBelow && ids[pixel] != uint.MaxValue ? 1 : 0;
            Assert.Equal(isBelow && !takesScene ? uint.MaxValue : ids[pixel], left[pixel]);
            Assert.Equal(isBelow && !takesScene ? 1 : depth[pixel], leftDepth[pixel]);
        }

        Assert.True(hidden > 100, $"{hidden} pixels below the sheet show points");
    }

    [Fact]
    public void A_band_and_a_rectangle_part_without_gap_or_overlap()
    {
        Gen<(int, int, int, int)> box = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 20], Gen.Int[1, 20], Gen.Int[1, 20]);
        Gen.Select(box, box)
            .Sample(
                (one, other) =>
                {
                    OverlayBand band = new(one.Item1, one.Item2, one.Item3, one.Item4);
                    OverlayArea area = new(other.Item1, other.Item2, other.Item3, other.Item4);
                    List<OverlayBand> parts = [.. OverlayBands.Around(area, band)];
                    if (OverlayBands.Inside(area, band) is { } inside)
                        parts.Add(inside);
                    for (int y = 0; y < 42; y++)
                    {
                        for (int x = 0; x < 42; x++)
                            Assert.Equal(Holds(band, (x, y)) ? 1 : 0, parts.Count(part => Holds(part, (x, y))));
                    }
                }
            );
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

        public OverlayArea? Opaque { get; set; }

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
            if (!GivesAreas)
                rgba[..(width * height * 4)].Clear();
            for (int i = 0; i < width * height; i++)
            {
                if (Covers(i % width, i / width))
                    BitConverter.TryWriteBytes(rgba[(i * 4)..], Pixel);
            }
        }
    }

    /// <summary>Memory that may take the scene without its overlay.</summary>
    private sealed class SceneTaker(OffscreenTarget memory, bool takesScene) : IFrameTarget
    {
        public Format ColourFormat => memory.ColourFormat;

        public bool TakesScene => takesScene;

        public TargetImage? Begin(CommandFrame frame) => memory.Begin(frame);

        public void RecordScene(in Commands commands, in TargetImage image) => memory.RecordScene(commands, image);

        public void RecordEnd(in Commands commands, in TargetImage image) => memory.RecordEnd(commands, image);

        public void Submitted(ulong frameValue) => memory.Submitted(frameValue);
    }
}
