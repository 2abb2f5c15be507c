using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;

namespace GpuCluster.Scene.Tests.Cameras;

public sealed class OrbitTests
{
    private static readonly Vector3 Pivot = new(1, 2, 3);

    [Fact]
    public void What_is_orbited_keeps_its_distance_and_its_place_in_the_picture() =>
        Gen.Select(CameraPathTests.Cameras, Gen.Float[-3, 3], Gen.Float[-3, 3])
            .Sample(
                (camera, right, up) =>
                {
                    Camera turned = Orbit.Turn(camera, Pivot, right, up);
                    Vector3 before = Vector3.Transform(Pivot, camera.View);
                    Vector3 after = Vector3.Transform(Pivot, turned.View);
                    Assert.True(Vector3.Distance(before, after) < 1e-3f, $"{before} {after}");
                }
            );

    [Fact]
    public void Zooming_moves_along_the_line_of_sight_and_stops_short() =>
        Gen.Select(CameraPathTests.Cameras, Gen.Float[0.01f, 10])
            .Sample(
                (camera, factor) =>
                {
                    float before = Vector3.Distance(camera.Position, Pivot);
                    float after = Vector3.Distance(Orbit.Zoom(camera, Pivot, factor, 0.5f).Position, Pivot);
                    Assert.Equal(Math.Max(before * factor, Math.Min(0.5f, before)), after, 1e-3f * (1 + after));
                }
            );

    [Fact]
    public void From_the_pivot_itself_it_steps_back()
    {
        Camera camera = new(Pivot, 0.3f, 0.2f);
        Assert.Equal(0.5f, Vector3.Distance(Orbit.Zoom(camera, Pivot, 2, 0.5f).Position, Pivot), 1e-5f);
        Assert.Equal(camera, Orbit.LookTowards(camera, Pivot, 1).Camera);
    }

    [Fact]
    public void Looking_all_the_way_puts_the_target_in_the_middle() =>
        CameraPathTests.Cameras.Sample(camera =>
        {
            Vector3 way = Pivot - camera.Position;
            if (new Vector2(way.X, way.Z).Length() < 0.05f * way.Length())
                return;
            (Camera looking, float left) = Orbit.LookTowards(camera, Pivot, 1);
            Assert.Equal(0, left);
            Assert.True(Vector3.Dot(Vector3.Normalize(way), looking.Forward) > 0.9999f);
            Assert.Equal(camera.Position, looking.Position);
        });
}
