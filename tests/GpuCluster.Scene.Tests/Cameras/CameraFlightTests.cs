using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Cameras;

public sealed class CameraFlightTests
{
    private static readonly CloudBounds Bounds = new(new Vector3(3, -2, 5), new Vector3(8), 10);

    [Fact]
    public void It_begins_and_ends_exactly_where_it_should_and_at_rest() =>
        Gen.Select(CameraPathTests.Cameras, CameraPathTests.Cameras)
            .Sample(
                (from, to) =>
                {
                    CameraFlight flight = new(from, to, Bounds);
                    Assert.Equal(from, flight.At(0));
                    Assert.Equal(to, flight.At(flight.Seconds));
                    Assert.Equal(to, flight.At(flight.Seconds + 1));
                    Assert.InRange(flight.Seconds, 0.4f, 2.5f);
                    float early = Vector3.Distance(from.Position, flight.At(0.01f * flight.Seconds).Position);
                    float late = Vector3.Distance(to.Position, flight.At(0.99f * flight.Seconds).Position);
                    Assert.True(early < 0.02f && late < 0.02f, $"{early} {late}");
                }
            );

    [Theory]
    [InlineData(Camera.PitchLimit, Camera.WidestFov)]
    [InlineData(-Camera.PitchLimit, Camera.NarrowestFov)]
    public void Between_two_cameras_at_a_limit_it_never_passes_the_limit(float pitch, float fov)
    {
        CameraFlight flight = new(
            new Camera(new Vector3(1, 2, 3), 0.3f, pitch, fov),
            new Camera(new Vector3(9, -4, 2), 2, pitch, fov),
            Bounds
        );
        for (int i = 0; i <= 1000; i++)
            Assert.True(flight.At(flight.Seconds * i / 1000).IsUsable, $"{i}");
    }

    [Fact]
    public void It_never_comes_nearer_to_the_middle_of_the_cloud_than_its_nearer_end() =>
        Gen.Select(CameraPathTests.Cameras, CameraPathTests.Cameras, Gen.Float[0, 1])
            .Sample(
                (from, to, share) =>
                {
                    float nearer = Math.Min(Vector3.Distance(from.Position, Bounds.Centre), Vector3.Distance(to.Position, Bounds.Centre));
                    CameraFlight flight = new(from, to, Bounds);
                    bool isWithin =
                        Math.Max(Vector3.Distance(from.Position, Bounds.Centre), Vector3.Distance(to.Position, Bounds.Centre))
                        <= Bounds.Radius;
                    if (!isWithin)
                        Assert.True(Vector3.Distance(flight.At(share * flight.Seconds).Position, Bounds.Centre) >= nearer * 0.999f);
                }
            );

    [Fact]
    public void Yaw_takes_the_short_way() =>
        Gen.Select(CameraPathTests.Cameras, Gen.Float[-2.7f, 2.7f], Gen.Float[0, 1])
            .Sample(
                (from, turn, share) =>
                {
                    Camera to = from.Turned(turn, 0.1f);
                    CameraFlight flight = new(from, to, Bounds);
                    float turned = Camera.ShortWay(from.Yaw, flight.At(share * flight.Seconds).Yaw);
                    Assert.True(turned * turn >= -1e-4f && Math.Abs(turned) <= Math.Abs(turn) + 1e-4f, $"{turned} of {turn}");
                }
            );

    [Fact]
    public void Flying_round_the_cloud_it_looks_at_the_cloud() =>
        Gen.Select(Gen.Float[-3.1f, 3.1f], Gen.Float[-3.1f, 3.1f], Gen.Float[-1.2f, 1.2f], Gen.Float[-1.2f, 1.2f], Gen.Float[0, 1])
            .Sample(
                (yaw, otherYaw, pitch, otherPitch, share) =>
                {
                    CameraFlight flight = new(
                        Camera.LookingAt(Bounds.Centre, 30, yaw, pitch),
                        Camera.LookingAt(Bounds.Centre, 50, otherYaw, otherPitch),
                        Bounds
                    );
                    Camera camera = flight.At(share * flight.Seconds);
                    Vector3 towards = Vector3.Normalize(Bounds.Centre - camera.Position);
                    Assert.True(Vector3.Dot(towards, camera.Forward) > 0.99f, $"{camera}");
                }
            );
}
