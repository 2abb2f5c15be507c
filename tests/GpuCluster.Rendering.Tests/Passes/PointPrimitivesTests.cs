using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Tests;

namespace GpuCluster.Rendering.Tests.Passes;

public sealed class PointPrimitivesTests
{
    // Depth images hold 24 significant bits of clip depth, most of them spent near the eye: two points a hair apart may change places.
    private const double SharesOfPixels = 0.002;

    [Theory]
    [InlineData(20_000, 320, 180, 3f)]
    [InlineData(2_000, 131, 257, 17f)]
    [InlineData(300, 90, 60, 64f)]
    [InlineData(0, 5, 5, 3f)]
    public void They_write_the_images_of_the_compute_rasterizer_but_for_the_outlines(int count, int width, int height, float pointSize)
    {
        Vector4[] positions = TestScene.TenClouds(count);
        if (count > 0)
            positions[0] = new Vector4(float.NaN);
        SceneFrame scene = TestScene.Look(new Vector3(0.5f, 0.3f, 0.9f), width, height, TestScene.TenColours(count), pointSize);
        AssertAgrees(scene, positions, width, height);
    }

    [Fact]
    public void A_device_without_64_bit_atomics_draws_with_them_unasked()
    {
        using ValidatedDevice gpu = new(hidesInt64Atomics: true);
        Vector4[] positions = TestScene.TenClouds(100);
        using PositionStream stream = TestScene.Stream(gpu.Device, positions);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, 64, 48);
        Assert.True(
            renderer
                .Render(TestScene.Look(new Vector3(0, 0, 2), 64, 48, TestScene.TenColours(100), 5), stream, overlay: null, target)
                .IsDrawn
        );
        Assert.Contains(renderer.ReadIds(), id => id != uint.MaxValue);
    }

    internal static void AssertAgrees(SceneFrame scene, Vector4[] positions, int width, int height)
    {
        (byte[] colour, uint[] ids, float[] depth) = Draw(scene, positions, width, height);

        ReferenceRasterizer expected = new(scene, positions, width, height, hasRelief: false);
        int swapped = 0;
        for (int pixel = 0; pixel < ids.Length; pixel++)
        {
            // Which pixels are covered must agree everywhere; which of two nearly equal points is in front may not.
            Assert.Equal(expected.Ids[pixel] == uint.MaxValue, ids[pixel] == uint.MaxValue);
            Assert.Equal(expected.Depth[pixel], depth[pixel], 1e-5);
            if (expected.Ids[pixel] != ids[pixel])
            {
                swapped++;
                continue;
            }
            for (int channel = 0; channel < 3; channel++)
                Assert.InRange(colour[pixel * 4 + channel], expected.Rgb[pixel * 3 + channel] - 2, expected.Rgb[pixel * 3 + channel] + 2);
        }
        Assert.InRange(swapped, 0, SharesOfPixels * ids.Length);
    }

    private static (byte[] Colour, uint[] Ids, float[] Depth) Draw(SceneFrame scene, Vector4[] positions, int width, int height)
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, positions);
        using FrameRenderer renderer = new(gpu.Device, new FrameRendererOptions { ForcesPointPrimitives = true });
        using OffscreenTarget target = new(gpu.Device, width, height);
        renderer.Render(scene, stream, overlay: null, target);
        return (target.ReadColour().ToArray(), renderer.ReadIds(), renderer.ReadDepth());
    }
}
