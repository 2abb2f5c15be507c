using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;

namespace GpuCluster.Scene.Tests.Cameras;

/// <summary>Camera matrices against projection written out in double, from the definition and not from matrices.</summary>
public sealed class CameraTests
{
    private static readonly Gen<Vector3> Points = Gen.Select(
        Gen.Float[-50, 50],
        Gen.Float[-50, 50],
        Gen.Float[-50, 50],
        (x, y, z) => new Vector3(x, y, z)
    );

    [Fact]
    public void A_point_lands_where_geometry_says() =>
        Gen.Select(
                Points,
                Points,
                Gen.Float[-3, 3],
                Gen.Float[-1.5f, 1.5f],
                Gen.Float[0.2f, 4],
                Gen.Float[Camera.NarrowestFov, Camera.WidestFov]
            )
            .Sample(
                (point, eye, yaw, pitch, aspect, fov) =>
                {
                    const double Near = 0.1;
                    const double Far = 500;

                    // The oracle: rotate the offset by -yaw about y, then by -pitch about x, in double; then divide.
                    (double dx, double dy, double dz) = ((double)point.X - eye.X, (double)point.Y - eye.Y, (double)point.Z - eye.Z);
                    double x = (dx * Math.Cos(yaw)) + (dz * Math.Sin(yaw));
                    double depth = (dx * Math.Sin(yaw)) - (dz * Math.Cos(yaw));
                    double y = (dy * Math.Cos(pitch)) - (depth * Math.Sin(pitch));
                    double ahead = (dy * Math.Sin(pitch)) + (depth * Math.Cos(pitch));
                    if (ahead < 0.5)
                        return;
                    double half = Math.Tan(fov / 2.0);
                    double expectedX = x / (ahead * half * aspect);
                    double expectedY = -y / (ahead * half);
                    double expectedZ = Far * (ahead - Near) / (ahead * (Far - Near));

                    Camera camera = new(eye, yaw, pitch, fov);
                    Vector4 clip = Vector4.Transform(
                        new Vector4(point, 1),
                        camera.View * Camera.Projection(camera.VerticalFov, aspect, (float)Near, (float)Far)
                    );
                    Assert.Equal(ahead, clip.W, 1e-3);
                    Assert.Equal(expectedX, clip.X / clip.W, 1e-3 * (1 + Math.Abs(expectedX)));
                    Assert.Equal(expectedY, clip.Y / clip.W, 1e-3 * (1 + Math.Abs(expectedY)));
                    Assert.Equal(expectedZ, clip.Z / clip.W, 1e-3);
                }
            );

    [Fact]
    public void Near_is_depth_zero_and_far_is_one()
    {
        Matrix4x4 projection = Camera.Projection(1, 1.5f, 0.25f, 80);
        Vector4 near = Vector4.Transform(new Vector4(0, 0, -0.25f, 1), projection);
        Vector4 far = Vector4.Transform(new Vector4(0, 0, -80, 1), projection);
        Assert.Equal(0, near.Z / near.W, 1e-6f);
        Assert.Equal(1, far.Z / far.W, 1e-6f);
    }

    [Fact]
    public void Up_in_the_world_is_up_in_the_picture_and_right_is_right()
    {
        Camera camera = Camera.LookingAt(Vector3.Zero, 5, 0, 0);
        Matrix4x4 both = camera.View * Camera.Projection(1, 1, 0.1f, 100);
        Assert.True(Vector4.Transform(new Vector4(0, 1, 0, 1), both).Y < 0);
        Assert.True(Vector4.Transform(new Vector4(1, 0, 0, 1), both).X > 0);
    }

    [Fact]
    public void Turning_never_goes_over_the_top()
    {
        Camera camera = new Camera(Vector3.Zero, 0, 0).Turned(100, 100);
        Assert.Equal(Camera.PitchLimit, camera.Pitch);
        Assert.InRange(camera.Yaw, -MathF.PI, MathF.PI);
        Assert.True(camera.Up.Y > 0);
    }
}
