using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Cameras;

public sealed class FreeAreaTests
{
    private static readonly Gen<FrameInsets> Insets = Gen.Select(
            Gen.Int[-20, 2500],
            Gen.Int[-20, 2500],
            Gen.Int[-20, 2500],
            Gen.Int[-20, 2500]
        )
        .Select((left, top, right, bottom) => new FrameInsets(left, top, right, bottom));

    /// <summary>
    /// Where a sphere ends in a picture is known exactly: in lines of sight that touch it. In double precision, and by nothing that frames
    /// it.
    /// </summary>
    [Fact]
    public void A_framed_sphere_is_in_the_middle_of_what_is_free_and_nearly_fills_it() =>
        Gen.Select(
                Gen.Int[200, 4000],
                Gen.Int[200, 2500],
                Insets,
                Gen.Float[-3, 3],
                Gen.Float[-1.5f, 1.5f],
                Gen.Float[Camera.NarrowestFov, Camera.WidestFov]
            )
            .Sample(
                (width, height, insets, yaw, pitch, fov) =>
                {
                    CloudBounds bounds = new(new Vector3(3, -2, 7), new Vector3(4, 3, 2), 5);
                    FreeArea free = FreeArea.Of(width, height, insets);
                    float aspect = (float)width / height;
                    Camera camera = Framing.Frame(bounds, aspect, free, yaw, pitch, fov);
                    Assert.Equal(fov, camera.VerticalFov);
                    (double left, double right) = Extent(bounds, camera, camera.Right, fov, aspect, free.Centre.X, width);
                    (double top, double bottom) = Extent(bounds, camera, -camera.Up, fov, 1, free.Centre.Y, height);
                    (double freeLeft, double freeRight) = Free(insets.Left, insets.Right, width);
                    (double freeTop, double freeBottom) = Free(insets.Top, insets.Bottom, height);

                    Assert.Equal((freeLeft + freeRight) / 2, (left + right) / 2, 0.5);
                    Assert.Equal((freeTop + freeBottom) / 2, (top + bottom) / 2, 0.5);
                    Assert.True(
                        left > freeLeft && right < freeRight && top > freeTop && bottom < freeBottom,
                        $"{left} to {right}, {top} to {bottom} in {free}"
                    );
                    Assert.InRange(Math.Max((right - left) / (freeRight - freeLeft), (bottom - top) / (freeBottom - freeTop)), 0.8, 1);
                }
            );

    [Fact]
    public void Whatever_covers_a_picture_of_whatever_size_leaves_an_area_that_can_be_framed_in() =>
        Gen.Select(Gen.Int[-1, 5000], Gen.Int[-1, 5000], Insets)
            .Sample(
                (width, height, insets) =>
                {
                    FreeArea free = FreeArea.Of(width, height, insets);
                    Assert.InRange(1 - free.Left - free.Right, FreeArea.MinShare - 1e-5f, 1);
                    Assert.InRange(1 - free.Top - free.Bottom, FreeArea.MinShare - 1e-5f, 1);
                    Assert.True(free is { Left: >= 0, Top: >= 0, Right: >= 0, Bottom: >= 0 });
                    Assert.InRange(free.Aspect(1.5f), 1.5f * 0.24f, 1.5f * 4.1f);
                    Assert.InRange(free.FieldOfView(1), 0.25f, 1.0001f);
                }
            );

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1280, 720)]
    public void Nothing_covered_is_the_whole_picture(int width, int height)
    {
        FreeArea free = FreeArea.Of(width, height, default);
        Assert.Equal(default, free);
        Assert.Equal(Vector2.Zero, free.Centre);
        Assert.Equal(1.5f, free.Aspect(1.5f));
        Assert.Equal(1, free.FieldOfView(1), 1e-6f);
    }

    [Fact]
    public void Panels_that_leave_too_little_count_as_narrower_by_one_factor()
    {
        FreeArea free = FreeArea.Of(1000, 500, new FrameInsets(800, 0, 400, 500));
        Assert.Equal(0.5f, free.Left, 1e-6f);
        Assert.Equal(0.25f, free.Right, 1e-6f);
        Assert.Equal((0, 0.75f), (free.Top, free.Bottom));
        Assert.Equal(new Vector2(0.25f, -0.75f), free.Centre);
    }

    /// <summary>First and last pixel of a sphere along a side of the picture.</summary>
    private static (double First, double Last) Extent(
        CloudBounds bounds,
        Camera camera,
        Vector3 axis,
        float fov,
        float aspect,
        double centre,
        int pixels
    )
    {
        Vector3 offset = bounds.Centre - camera.Position;
        double side = Vector3.Dot(offset, axis);
        double depth = Vector3.Dot(offset, camera.Forward);
        double middle = Math.Atan2(side, depth);
        double half = Math.Asin(bounds.Radius / Math.Sqrt((side * side) + (depth * depth)));
        double focal = 1 / Math.Tan(fov / 2.0) / aspect;
        return (Pixel(middle - half), Pixel(middle + half));

        double Pixel(double angle) => ((focal * Math.Tan(angle)) + centre + 1) * pixels / 2;
    }

    /// <summary>The free pixels of a side, as it is documented.</summary>
    private static (double First, double Last) Free(int before, int behind, int pixels)
    {
        (double one, double other) = (Math.Max(0, before), Math.Max(0, behind));
        double max = 0.75 * pixels;
        if (one + other > max)
            (one, other) = (one * max / (one + other), other * max / (one + other));
        return (one, pixels - other);
    }
}
