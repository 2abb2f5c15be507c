using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Picking;
using GpuCluster.Rendering.Targets;
using GpuCluster.Rendering.Tests.Thumbnails;
using GpuCluster.Rendering.Thumbnails;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Slots;
using GpuCluster.Vulkan.Tests;

namespace GpuCluster.Rendering.Tests.Passes;

public sealed class SpritesTests
{
    [Theory]
    [InlineData(60, 32, 320, 180, 30f, false)]
    [InlineData(60, 128, 200, 300, 55.5f, true)]
    [InlineData(400, 64, 320, 180, 21f, true)]
    [InlineData(3, 32, 1, 1, 40f, true)]
    public void The_picture_is_the_painters(int count, int edge, int width, int height, float size, bool fades)
    {
        Vector4[] positions = TestScene.TenClouds(count + 2_000);
        SceneFrame scene = WithSprites(
            TestScene.Look(new Vector3(0.9f, 0.6f, 1.5f), width, height, TestScene.TenColours(count + 2_000), 5),
            positions,
            count,
            size,
            edge,
            fades
        );
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, positions);
        using TestThumbnails thumbnails = new(positions.Length, edge);
        using ThumbnailAtlas atlas = new(gpu.Device, thumbnails);
        using FrameRenderer renderer = new(gpu.Device) { Pictures = atlas };
        using OffscreenTarget target = new(gpu.Device, width, height);
        atlas.WaitForAll(scene.Sprites, TestContext.Current.CancellationToken);
        renderer.Render(scene, stream, overlay: null, target);
        byte[] colour = target.ReadColour().ToArray();
        uint[] ids = renderer.ReadIds();
        float[] depth = renderer.ReadDepth();

        ReferenceSprites expected = new(scene, positions, width, height, edge);
        int unsure = 0;
        int beyond = 0;
        for (int pixel = 0; pixel < ids.Length; pixel++)
        {
            if (!expected.IsSure[pixel])
            {
                unsure++;
                continue;
            }
            Assert.Equal(expected.Ids[pixel], ids[pixel]);
            Assert.Equal(expected.Depth[pixel], depth[pixel], 1e-5);
            // Rasterisers snap corners to 1/256 pixel, which is a hundredth of a texel where texels are small, and weigh texels in 1/256.
            for (int channel = 0; channel < 3; channel++)
                beyond += Math.Abs(colour[pixel * 4 + channel] - expected.Rgb[pixel * 3 + channel]) > 4 ? 1 : 0;
        }
        Assert.InRange(beyond, 0, ids.Length / 200);
        Assert.InRange(unsure, 0, ids.Length * 0.35);
        Assert.Equal(ids[^1] == uint.MaxValue ? null : (int)ids[^1], renderer.PickAt(width - 1, height - 1));
    }

    [Fact]
    public void A_click_on_a_picture_picks_it_and_points_before_it_and_in_its_hole_are_picked_through()
    {
        // Picture 2 has a hole, with its own point in the middle; point 0 is behind the hole's right half, point 1 before the picture's
        // right half.
        Vector4[] positions = [new(0.1f, 0, -0.5f, 0), new(0.14f, 0, 0.2f, 0), new(0, 0, 0, 0)];
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, positions);
        using TestThumbnails thumbnails = new(3, 32);
        using ThumbnailAtlas atlas = new(gpu.Device, thumbnails);
        using FrameRenderer renderer = new(gpu.Device) { Pictures = atlas };
        using OffscreenTarget target = new(gpu.Device, 100, 100);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 100, 100, TestScene.TenColours(3), 5) with
        {
            Sprites = [new Sprite(2, 40, 1, 32, 0xFF00FF00)],
        };
        atlas.WaitForAll(scene.Sprites, TestContext.Current.CancellationToken);
        renderer.Render(scene, stream, overlay: null, target);
        Assert.Equal(2, renderer.PickAt(35, 50));
        Assert.Equal(0, renderer.PickAt(53, 50));
        Assert.Equal(1, renderer.PickAt(57, 50));
        Assert.Null(renderer.PickAt(5, 5));
        Assert.Equal([2u, 2u], renderer.ReadIds(34, 40, 2, 1));
        Assert.Single(renderer.ReadIds(-5, -5, 6, 6));
        Assert.Empty(renderer.ReadIds(200, 0, 10, 10));

        renderer.RequestPick(35, 50);
        renderer.RequestPick(50, 50);
        renderer.RequestPick(57, 50);
        Assert.Equal([new PixelPick(35, 50, 2), new PixelPick(57, 50, 1)], TakePicks(renderer));
        renderer.RequestPick(-1, 500);
        Assert.Equal([new PixelPick(-1, 500, null)], TakePicks(renderer));
        Assert.False(renderer.IsPickPending);
    }

    [Fact]
    public void Sprites_of_hidden_points_of_points_that_are_not_there_and_before_the_first_epoch_are_left_out()
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, [Vector4.Zero, new Vector4(float.NaN)]);
        using PositionStream unpublished = new(PositionSlots.Allocate(gpu.Device, 2), gpu.Device.TimelineSemaphore);
        using TestThumbnails thumbnails = new(2, 32);
        using ThumbnailAtlas atlas = new(gpu.Device, thumbnails);
        using FrameRenderer renderer = new(gpu.Device) { Pictures = atlas };
        using OffscreenTarget target = new(gpu.Device, 40, 40);
        PointColours hidden = new([0, 0], HasStyles: true);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 40, 40, hidden, 5) with
        {
            Sprites =
            [
                new Sprite(0, 20, 1, 32, 0),
                new Sprite(1, 20, 1, 32, 0xFFFFFFFF),
                new Sprite(7, 20, 1, 32, 0xFFFFFFFF),
                new Sprite(-1, 20, 1, 32, 0xFFFFFFFF),
                new Sprite(0, 20, 0, 32, 0xFFFFFFFF),
            ],
        };
        atlas.WaitForAll(scene.Sprites, TestContext.Current.CancellationToken);
        foreach (PositionStream positions in new[] { unpublished, stream })
        {
            renderer.Render(scene, positions, overlay: null, target);
            Assert.All(renderer.ReadIds(), id => Assert.Equal(uint.MaxValue, id));
        }
    }

    internal static SceneFrame WithSprites(SceneFrame scene, Vector4[] positions, int count, float size, int edge, bool fades)
    {
        byte[] styles = [PointStyle.Normal, PointStyle.Normal, PointStyle.Selected, PointStyle.Focused];
        float[] opacities = fades ? [1, 0.3f, 1, 0.7f, 1] : [1];
        return scene with
        {
            Sprites =
            [
                .. Enumerable
                    .Range(0, count)
                    .OrderBy(i => Vector3.Transform(positions[i].AsVector3(), scene.View).Z)
                    .Select(i => new Sprite(
                        i,
                        size * (1 + i % 4 * 0.25f),
                        opacities[i % opacities.Length],
                        edge,
                        PointStyle.With(scene.Colours.Rgba[i], styles[i % styles.Length])
                    )),
            ],
        };
    }

    private static List<PixelPick> TakePicks(FrameRenderer renderer)
    {
        List<PixelPick> picks = new();
        while (renderer.IsPickPending)
        {
            if (renderer.TryTakePick(out PixelPick pick))
                picks.Add(pick);
        }
        return picks;
    }
}
