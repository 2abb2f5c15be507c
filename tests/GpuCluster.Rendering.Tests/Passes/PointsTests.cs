using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Slots;
using GpuCluster.Vulkan.Tests;

namespace GpuCluster.Rendering.Tests.Passes;

public sealed class PointsTests
{
    [Theory]
    [InlineData(20_000, 320, 180, 3f, false)]
    [InlineData(20_000, 320, 180, 3f, true)]
    [InlineData(3_000, 257, 131, 1f, false)]
    [InlineData(3_000, 64, 999, 7.5f, true)]
    [InlineData(500, 200, 200, 64f, false)]
    [InlineData(500, 1, 1, 5f, false)]
    [InlineData(1, 33, 17, 9f, false)]
    public void The_picture_is_the_reference_rasterizers(int count, int width, int height, float pointSize, bool isStaged)
    {
        Vector4[] positions = TestScene.TenClouds(count);
        SceneFrame scene = TestScene.Look(new Vector3(0.9f, 0.6f, 1.5f), width, height, TestScene.TenColours(count), pointSize);
        AssertAgrees(scene, positions, width, height, new FrameRendererOptions(), isStaged);
    }

    [Fact]
    public void A_camera_inside_the_cloud_sees_only_what_is_before_it()
    {
        Vector4[] positions = TestScene.TenClouds(5_000);
        SceneFrame scene = TestScene.Look(new Vector3(0.02f, 0.01f, 0.05f), 300, 200, TestScene.TenColours(5_000), 11) with
        {
            FadeRange = new Vector2(0, 2),
        };
        AssertAgrees(scene, positions, 300, 200, new FrameRendererOptions(), isStaged: false);
    }

    [Fact]
    public void An_axis_beside_the_pictures_middle_moves_the_picture()
    {
        Vector4[] positions = TestScene.TenClouds(5_000);
        SceneFrame scene = TestScene.Look(new Vector3(0.9f, 0.6f, 1.5f), 320, 180, TestScene.TenColours(5_000));
        Matrix4x4 projection = scene.Projection;
        (projection.M31, projection.M32) = (-0.3f, 0.2f);
        AssertAgrees(scene with { Projection = projection }, positions, 320, 180, new FrameRendererOptions(), isStaged: false);
    }

    [Fact]
    public void A_cloud_split_over_dispatches_gives_the_same_picture()
    {
        Vector4[] positions = TestScene.TenClouds(10_001);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0.6f, 1.9f), 320, 180, TestScene.TenColours(10_001));
        AssertAgrees(scene, positions, 320, 180, new FrameRendererOptions { MaxPointsPerDispatch = 1_024 }, isStaged: false);
    }

    [Fact]
    public void Positions_that_are_not_finite_are_skipped()
    {
        Vector4[] positions = TestScene.TenClouds(600);
        for (int i = 0; i < positions.Length; i += 3)
        {
            float bad = (i / 3 % 4) switch
            {
                0 => float.NaN,
                1 => float.PositiveInfinity,
                2 => float.NegativeInfinity,
                _ => 1e38f,
            };
            positions[i][i / 3 % 3] = bad;
        }
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 160, 90, TestScene.TenColours(600), 5);
        uint[] ids = AssertAgrees(scene, positions, 160, 90, new FrameRendererOptions(), isStaged: false);
        Assert.DoesNotContain(ids, id => id != uint.MaxValue && id % 3 == 0);
    }

    [Fact]
    public void Of_equal_points_the_first_is_shown()
    {
        Vector4[] positions = [new(0, 0, 0, 0), new(0, 0, 0, 0), new(0, 0, 0, 0)];
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 20, 20, TestScene.TenColours(3), 8);
        Assert.Equal(0u, AssertAgrees(scene, positions, 20, 20, new FrameRendererOptions(), isStaged: false)[10 * 20 + 10]);
    }

    [Fact]
    public void No_points_and_no_epoch_yet_both_draw_the_background()
    {
        using ValidatedDevice gpu = new();
        using PositionStream empty = TestScene.Stream(gpu.Device, []);
        using PositionStream unpublished = new(PositionSlots.Allocate(gpu.Device, 5), gpu.Device.TimelineSemaphore);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, 7, 5);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 7, 5, TestScene.TenColours(5));
        foreach (PositionStream stream in new[] { empty, unpublished })
        {
            Assert.True(renderer.Render(scene, stream, overlay: null, target).IsDrawn);
            byte[] pixel = [16, 16, 20, 255];
            Assert.Equal(Enumerable.Repeat(pixel, 35).SelectMany(x => x), target.ReadColour().ToArray());
            Assert.All(renderer.ReadIds(), id => Assert.Equal(uint.MaxValue, id));
            Assert.All(renderer.ReadDepth(), depth => Assert.Equal(1, depth));
            Assert.Null(renderer.PickAt(3, 3));
        }
    }

    internal static uint[] AssertAgrees(
        SceneFrame scene,
        Vector4[] positions,
        int width,
        int height,
        FrameRendererOptions options,
        bool isStaged
    )
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, positions, isStaged);
        using FrameRenderer renderer = new(gpu.Device, options);
        using OffscreenTarget target = new(gpu.Device, width, height);
        FrameResult result = renderer.Render(scene, stream, overlay: null, target);
        byte[] colour = target.ReadColour().ToArray();
        uint[] ids = renderer.ReadIds();
        float[] depth = renderer.ReadDepth();

        Assert.True(result.IsDrawn);
        Assert.Equal(1, result.Epoch);
        ReferenceRasterizer expected = new(scene, positions, width, height);
        Assert.Equal(0, ids.Zip(expected.Ids).Count(pair => pair.First != pair.Second));
        for (int pixel = 0; pixel < ids.Length; pixel++)
        {
            Assert.Equal(expected.Depth[pixel], depth[pixel], 1e-5);
            for (int channel = 0; channel < 3; channel++)
                Assert.InRange(colour[pixel * 4 + channel], expected.Rgb[pixel * 3 + channel] - 2, expected.Rgb[pixel * 3 + channel] + 2);
            Assert.Equal(255, colour[pixel * 4 + 3]);
        }
        int middle = height / 2 * width + width / 2;
        Assert.Equal(ids[middle] == uint.MaxValue ? null : (int)ids[middle], renderer.PickAt(width / 2, height / 2));
        return ids;
    }
}
