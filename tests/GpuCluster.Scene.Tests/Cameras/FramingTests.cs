using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Cameras;

public sealed class FramingTests
{
    private static readonly Gen<float> Aspects = Gen.Float[0.15f, 8];
    private static readonly Gen<float> Fovs = Gen.Float[Camera.NarrowestFov, Camera.WidestFov];

    [Fact]
    public void Every_inlier_of_any_cloud_is_in_the_picture() =>
        Gen.Select(Clouds(flat: false), Aspects, Gen.Float[-3, 3], Gen.Float[-1.5f, 1.5f], Fovs)
            .Sample(
                (cloud, aspect, yaw, pitch, fov) =>
                {
                    CloudBounds bounds = CloudBounds.Of(cloud);
                    Camera camera = Framing.Frame(bounds, aspect, yaw, pitch, fov);
                    Vector4[] inliers = [.. cloud.Where(p => Vector3.Distance(new(p.X, p.Y, p.Z), bounds.Centre) <= bounds.Radius)];
                    Assert.True(inliers.Length >= 0.97 * cloud.Length, $"{inliers.Length} of {cloud.Length}");
                    AssertInPicture(inliers, camera, bounds, aspect);
                }
            );

    [Fact]
    public void Framed_closely_every_inlier_is_in_the_picture_from_no_farther_than_a_sphere_asks() =>
        Gen.Select(Clouds(flat: false), Aspects, Gen.Float[-3, 3], Gen.Float[-1.5f, 1.5f], Fovs)
            .Sample(
                (cloud, aspect, yaw, pitch, fov) =>
                {
                    CloudBounds bounds = CloudBounds.Of(cloud);
                    Camera camera = Framing.FrameClosely(bounds, CloudInliers.Of(cloud, bounds), aspect, yaw, pitch, fov);
                    Camera sphere = Framing.Frame(bounds, aspect, yaw, pitch, fov);
                    float distance = Vector3.Dot(bounds.Centre - camera.Position, camera.Forward);

                    // In a wide field of view the sphere would be met from within the distance kept from the nearest point, half a radius.
                    Assert.True(distance <= Math.Max(Vector3.Distance(sphere.Position, bounds.Centre) * 1.1f, 1.51f * bounds.Radius));
                    Vector4[] inliers = [.. cloud.Where(p => Vector3.Distance(new(p.X, p.Y, p.Z), bounds.Centre) <= bounds.Radius)];
                    AssertInPicture(inliers, camera, bounds, aspect);
                }
            );

    [Fact]
    public void A_flat_layout_is_looked_at_face_on_and_fills_the_picture() =>
        Gen.Select(Clouds(flat: true), Aspects, Gen.Float[-3, 3], Fovs)
            .Sample(
                (cloud, aspect, yaw, fov) =>
                {
                    CloudBounds bounds = CloudBounds.Of(cloud);
                    Camera camera = Framing.Frame(bounds, aspect, yaw, 0.3f, fov);
                    Assert.True(bounds.IsFlat);
                    Assert.Equal(new Vector3(0, 0, -1), camera.Forward);
                    Vector4[] inliers =
                    [
                        .. cloud.Where(p =>
                            Math.Abs(p.X - bounds.Centre.X) <= bounds.HalfExtent.X * 1.0001f
                            && Math.Abs(p.Y - bounds.Centre.Y) <= bounds.HalfExtent.Y * 1.0001f
                        ),
                    ];
                    Assert.True(inliers.Length >= 0.95 * cloud.Length, $"{inliers.Length} of {cloud.Length}");
                    AssertInPicture(inliers, camera, bounds, aspect);
                }
            );

    [Fact]
    public void Strays_do_not_spoil_the_picture()
    {
        Vector4[] cloud =
        [
            .. Enumerable.Range(0, 5000).Select(i => new Vector4(MathF.Sin(i), MathF.Cos(i * 1.7f), MathF.Sin(i * 0.3f), 0)),
        ];
        CloudBounds clean = CloudBounds.Of(cloud);
        cloud[17] = new Vector4(1e6f, -1e6f, 4e5f, 0);
        cloud[18] = new Vector4(float.NaN, 0, float.PositiveInfinity, 0);
        CloudBounds spoiled = CloudBounds.Of(cloud);
        Assert.InRange(spoiled.Radius, clean.Radius * 0.98f, clean.Radius * 1.02f);
        Assert.True(Vector3.Distance(clean.Centre, spoiled.Centre) < 0.02f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void Few_or_equal_points_give_a_finite_picture(int count)
    {
        Vector4[] cloud = new Vector4[count];
        Array.Fill(cloud, new Vector4(3e4f, -2, 7, 0));
        CloudBounds bounds = CloudBounds.Of(cloud);
        Camera camera = Framing.Frame(bounds, 1.6f);
        Assert.True(bounds.Radius > 0 && float.IsFinite(bounds.Radius));
        AssertInPicture(cloud, camera, bounds, 1.6f);
    }

    /// <summary>Blobs of any number, size, place and stretch, now and then with a stray.</summary>
    private static Gen<Vector4[]> Clouds(bool flat) =>
        Gen.Select(Gen.UInt, Gen.Int[1, 700], Gen.Float[-3, 3], Gen.Float[-100, 100], Gen.Float[0.05f, 1])
            .Select(
                (seed, count, magnitude, shift, stretch) =>
                {
                    uint state = seed;
                    float Next()
                    {
                        state = (state * 1664525) + 1013904223;
                        return (state >> 8) / (float)(1 << 24);
                    }

                    float scale = MathF.Pow(10, magnitude);
                    Vector4[] cloud = new Vector4[count];
                    for (int i = 0; i < count; i++)
                    {
                        float blob = i % 3;
                        float sum = Next() + Next() + Next() + blob;
                        cloud[i] = new Vector4(
                            scale * (sum + shift),
                            scale * stretch * (Next() - shift),
                            flat ? 0 : scale * (Next() + Next() + blob),
                            1
                        );
                    }

                    return cloud;
                }
            );

    private static void AssertInPicture(IEnumerable<Vector4> points, Camera camera, CloudBounds bounds, float aspect)
    {
        Matrix4x4 both = camera.View * Framing.Projection(camera, bounds, aspect);
        foreach (Vector4 p in points)
        {
            Vector4 clip = Vector4.Transform(new Vector4(p.X, p.Y, p.Z, 1), both);
            Assert.True(clip.W > 0);
            Assert.InRange(clip.X / clip.W, -1, 1);
            Assert.InRange(clip.Y / clip.W, -1, 1);
            Assert.InRange(clip.Z / clip.W, 0, 1);
        }
    }
}
