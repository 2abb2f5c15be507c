using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Tests;

namespace GpuCluster.Rendering.Tests.Passes;

public sealed class LinesTests
{
    private const int Size = 101;
    private const uint Red = 0xFF0000FF;

    [Fact]
    public void A_line_is_a_pixel_and_a_half_wide_with_soft_edges_and_leaves_ids_and_depth_alone()
    {
        LineVertex[] line = [new(new Vector3(-0.5f, 0, 0), -1, Red), new(new Vector3(0.5f, 0, 0), -1, Red)];
        (byte[] bare, uint[] bareIds, float[] bareDepth) = Draw([], new Vector4(5, 5, 0, 0));
        (byte[] drawn, uint[] ids, float[] depth) = Draw(line, new Vector4(5, 5, 0, 0));
        // Row 50's centre is the line's middle; a quarter of the next rows is covered.
        foreach ((int row, double share) in new[] { (48, 0), (49, 0.25), (50, 1.0), (51, 0.25), (52, 0) })
            Assert.InRange(RedOf(drawn, 50, row), 16 + share * 239 - 8, 16 + share * 239 + 8);
        Assert.Equal(16, RedOf(drawn, 10, 50));
        Assert.Equal(bareIds, ids);
        Assert.Equal(bareDepth, depth);
        Assert.NotEqual(bare, drawn);
    }

    [Fact]
    public void Points_before_a_line_cover_it_and_those_behind_do_not()
    {
        LineVertex[] line = [new(new Vector3(-0.5f, 0, 0), -1, Red), new(new Vector3(0.5f, 0, 0), -1, Red)];
        Assert.InRange(RedOf(Draw(line, new Vector4(0, 0, 0.3f, 0)).Colour, 50, 50), 0, 10);
        Assert.InRange(RedOf(Draw(line, new Vector4(0, 0, -0.3f, 0)).Colour, 50, 50), 250, 255);
    }

    [Fact]
    public void Ends_on_points_follow_them_and_colours_run_from_end_to_end()
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, [new(-0.5f, 0.4f, 0, 0), new(0.5f, 0.4f, 0, 0)]);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, Size, Size);
        PointColours hidden = new([0, 0], HasStyles: true);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), Size, Size, hidden) with
        {
            Lines = [new(default, 0, Red), new(default, 1, 0xFF00FF00)],
        };
        renderer.Render(scene, stream, overlay: null, target);
        int above = 50 - (int)(0.4f * 46);
        Assert.InRange(Enumerable.Range(above - 2, 5).Max(row => RedOf(target.ReadColour(), 30, row)), 150, 255);
        Assert.InRange(Enumerable.Range(above - 2, 5).Max(row => RedOf(target.ReadColour(), 62, row)), 20, 100);
        new Vector4[] { new(-0.5f, 0, 0, 0), new(0.5f, 0, 0, 0) }.CopyTo(stream.BeginWrite(CancellationToken.None).Memory.Positions);
        stream.Publish(2);
        renderer.Render(scene, stream, overlay: null, target);
        Assert.InRange(RedOf(target.ReadColour(), 30, 50), 150, 255);
        Assert.Equal(16, RedOf(target.ReadColour(), 30, above));
    }

    [Fact]
    public void A_line_from_behind_the_camera_is_cut_at_the_near_plane_and_nonsense_is_left_out()
    {
        LineVertex[] through = [new(new Vector3(0, -0.2f, 3), -1, Red), new(new Vector3(0, -0.2f, 0), -1, Red)];
        byte[] drawn = Draw(through, new Vector4(5, 5, 0, 0)).Colour;
        Assert.InRange(RedOf(drawn, 50, 80), 200, 255);
        Assert.All(Enumerable.Range(0, 50), row => Assert.Equal(16, RedOf(drawn, 50, row)));
        LineVertex[] nonsense =
        [
            new(new Vector3(0, 0, 3), -1, Red),
            new(new Vector3(0, 0, 5), -1, Red),
            new(new Vector3(float.NaN, 0, 0), -1, Red),
            new(Vector3.UnitX, -1, Red),
            new(default, 77, Red),
            new(Vector3.UnitX, -1, Red),
            new(Vector3.Zero, -1, Red),
        ];
        Assert.Equal(Draw([], new Vector4(5, 5, 0, 0)).Colour, Draw(nonsense, new Vector4(5, 5, 0, 0)).Colour);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(200, 120)]
    public void Axes_lie_in_the_lower_left_corner_over_everything(int width, int height)
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, [new(0, 0, 1.5f, 0)]);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, width, height);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), width, height, TestScene.TenColours(1), 64);
        renderer.Render(scene, stream, overlay: null, target);
        byte[] bare = target.ReadColour().ToArray();
        renderer.Render(scene with { ShowsAxes = true }, stream, overlay: null, target);
        byte[] drawn = target.ReadColour().ToArray();
        if (height == 1)
            return;
        int[] changed =
        [
            .. Enumerable.Range(0, width * height).Where(pixel => !bare.AsSpan(pixel * 4, 4).SequenceEqual(drawn.AsSpan(pixel * 4, 4))),
        ];
        Assert.InRange(changed.Length, 30, 400);
        Assert.All(changed, pixel => Assert.True(pixel % width < width / 3 && pixel / width > height / 2));
        // Looking along -z: x runs right in red, y up in green.
        int middle = (int)(1.6 * 7.5);
        int right = ((height - middle) * width) + middle + 5;
        int up = ((height - middle - 5) * width) + middle;
        Assert.True(drawn[right * 4] > drawn[right * 4 + 2] + 50);
        Assert.True(drawn[up * 4 + 1] > drawn[up * 4] + 50);
    }

    [Fact]
    public void Axes_stand_beside_what_covers_the_corner()
    {
        const int Right = 41;
        const int Up = 33;
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, []);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, Size, Size);
        SceneFrame scene = TestScene.Look(new Vector3(1, 1, 2), Size, Size, TestScene.TenColours(0)) with { ShowsAxes = true };
        renderer.Render(scene, stream, overlay: null, target);
        byte[] corner = target.ReadColour().ToArray();
        renderer.Render(scene with { Insets = new FrameInsets(Right, 5, 7, Up) }, stream, overlay: null, target);
        byte[] beside = target.ReadColour().ToArray();

        for (int y = Up; y < Size; y++)
        {
            for (int x = 0; x < Size - Right; x++)
                Assert.Equal(corner.AsSpan(((y * Size) + x) * 4, 4), beside.AsSpan(((((y - Up) * Size) + x + Right) * 4), 4));
        }
    }

    private static int RedOf(ReadOnlySpan<byte> colour, int x, int y) => colour[(y * Size + x) * 4];

    private static (byte[] Colour, uint[] Ids, float[] Depth) Draw(LineVertex[] lines, Vector4 point)
    {
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, [point]);
        using FrameRenderer renderer = new(gpu.Device);
        using OffscreenTarget target = new(gpu.Device, Size, Size);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), Size, Size, new PointColours([0xFFFF0000]), 9) with
        {
            Lines = lines,
            DepthFade = 0,
        };
        renderer.Render(scene, stream, overlay: null, target);
        return (target.ReadColour().ToArray(), renderer.ReadIds(), renderer.ReadDepth());
    }
}
