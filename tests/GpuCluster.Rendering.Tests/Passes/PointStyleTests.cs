using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Rendering.Tests.Passes;

public sealed class PointStyleTests
{
    [Theory]
    [InlineData(20_000, 320, 180, 3f, 1f)]
    [InlineData(3_000, 131, 257, 9f, 1f)]
    [InlineData(3_000, 257, 131, 1f, 0.7f)]
    [InlineData(300, 200, 200, 64f, 0.4f)]
    [InlineData(50, 1, 1, 64f, 0.5f)]
    public void Styles_and_opacity_make_the_reference_rasterizers_picture(int count, int width, int height, float pointSize, float opacity)
    {
        Vector4[] positions = TestScene.TenClouds(count);
        SceneFrame scene = TestScene.Look(new Vector3(0.9f, 0.6f, 1.5f), width, height, Styled(count), pointSize) with
        {
            Opacity = opacity,
        };
        uint[] ids = PointsTests.AssertAgrees(
            scene,
            positions,
            width,
            height,
            new FrameRendererOptions { MaxPointsPerDispatch = 1_024 },
            isStaged: false
        );
        Assert.DoesNotContain(ids, id => id != uint.MaxValue && PointStyle.Of(scene.Colours.Rgba[id]) == PointStyle.Hidden);
    }

    [Theory]
    [InlineData(20_000, 320, 180, 3f, 1f)]
    [InlineData(2_000, 131, 257, 17f, 0.6f)]
    public void Point_primitives_agree(int count, int width, int height, float pointSize, float opacity)
    {
        Vector4[] positions = TestScene.TenClouds(count);
        SceneFrame scene = TestScene.Look(new Vector3(0.5f, 0.3f, 0.9f), width, height, Styled(count), pointSize) with
        {
            Opacity = opacity,
        };
        PointPrimitivesTests.AssertAgrees(scene, positions, width, height);
    }

    [Fact]
    public void Colours_that_say_they_have_no_styles_are_drawn_as_before_whatever_their_alpha()
    {
        Vector4[] positions = TestScene.TenClouds(500);
        PointColours colours = Styled(500) with { HasStyles = false };
        SceneFrame scene = TestScene.Look(new Vector3(0, 0.6f, 1.9f), 160, 90, colours, 5);
        PointsTests.AssertAgrees(scene, positions, 160, 90, new FrameRendererOptions(), isStaged: false);
    }

    [Fact]
    public void A_faint_point_of_three_pixels_never_slips_between_pixel_centres()
    {
        Vector4[] positions = [.. Enumerable.Range(0, 40).Select(i => new Vector4(i % 8 * 0.1317f - 0.45f, i / 8 * 0.1173f - 0.25f, 0, 0))];
        PointColours colours = new([.. positions.Select(_ => PointStyle.With(0xFFFFFF, PointStyle.Faint))], HasStyles: true);
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 160, 120, colours, 3);
        uint[] ids = PointsTests.AssertAgrees(scene, positions, 160, 120, new FrameRendererOptions(), isStaged: false);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (uint)i), ids.Where(id => id != uint.MaxValue).Distinct().Order());
    }

    [Fact]
    public void Half_opaque_points_show_half_of_their_pixels_and_the_marked_ones_all()
    {
        uint[] rgba = [PointStyle.With(0x00FF00, PointStyle.Normal), PointStyle.With(0x0000FF, PointStyle.Selected)];
        Vector4[] positions = [new(-0.8f, 0, 0, 0), new(0.8f, 0, 0, 0)];
        SceneFrame scene = TestScene.Look(new Vector3(0, 0, 2), 200, 100, new PointColours(rgba, HasStyles: true), 40) with
        {
            Opacity = 0.5f,
        };
        uint[] ids = PointsTests.AssertAgrees(scene, positions, 200, 100, new FrameRendererOptions(), isStaged: false);
        Assert.InRange(ids.Count(id => id == 0), 0.45 * Math.PI * 400, 0.55 * Math.PI * 400);
        Assert.InRange(ids.Count(id => id == 1), 0.95 * Math.PI * 900, 1.05 * Math.PI * 900);
    }

    internal static PointColours Styled(int count)
    {
        byte[] styles =
        [
            PointStyle.Normal,
            PointStyle.Faint,
            PointStyle.Hidden,
            PointStyle.Faint,
            PointStyle.Selected,
            PointStyle.Normal,
            PointStyle.Focused,
        ];
        uint[] rgba = TestScene.TenColours(count).Rgba;
        return new PointColours(
            [.. rgba.Select((colour, i) => PointStyle.With(colour, styles[i * 31 % 1009 % styles.Length]))],
            HasStyles: true
        );
    }
}
