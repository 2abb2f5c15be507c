using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Input;

namespace GpuCluster.Scene.Tests.Control;

public sealed class FlyControlTests
{
    private static readonly FlightMotion[] Motions =
    [
        FlightMotion.Forward,
        FlightMotion.Left,
        FlightMotion.Back,
        FlightMotion.Right,
        FlightMotion.Down,
        FlightMotion.Up,
        FlightMotion.Fast,
    ];

    [Fact]
    public void Flight_is_the_same_at_any_frame_rate() =>
        Gen.Select(Gen.Int[0, Motions.Length - 1].Array[1, 3], Gen.Float[0.01f, 0.2f].Array[1, 40], Gen.Float[0.1f, 100])
            .Sample(
                (motions, frames, radius) =>
                {
                    float held = frames.Sum();
                    Vector3 inFrames = Fly(motions, frames, radius);
                    Vector3 atOnce = Fly(motions, [held], radius);
                    Assert.True(Vector3.Distance(inFrames, atOnce) <= 1e-3f * (radius + atOnce.Length()), $"{inFrames} {atOnce}");
                }
            );

    [Fact]
    public void Speed_follows_the_size_of_the_scene_the_wheel_and_shift()
    {
        float once = Fly([0], [1], 1).Length();
        Assert.Equal(10 * once, Fly([0], [1], 10).Length(), 1e-3f);
        Assert.Equal(4 * once, Fly([0, 6], [1], 1).Length(), 1e-3f);
        FlyControl fast = new();
        fast.Scroll(1);
        fast.Hold(Key.W, FlightMotion.Forward);
        Assert.Equal(1.2f * once, fast.Move(default, 1, 1).Position.Length(), 1e-3f);
        fast.Scroll(1e9f);
        Assert.Equal(64, fast.SpeedFactor);
        fast.Scroll(-1e9f);
        Assert.Equal(1 / 64f, fast.SpeedFactor);
    }

    [Fact]
    public void It_comes_to_rest_after_the_keys_are_let_go()
    {
        FlyControl fly = new();
        Assert.False(fly.IsMoving);
        fly.Hold(Key.W, FlightMotion.Forward);
        Assert.True(fly.IsMoving);
        Camera camera = fly.Move(default, 1, 1);
        fly.ReleaseAll();
        Assert.True(fly.IsMoving);
        camera = fly.Move(camera, 2, 1);
        Assert.False(fly.IsMoving);
        Assert.Equal(camera, fly.Move(camera, 2, 1));
    }

    [Fact]
    public void Of_two_keys_for_a_motion_one_is_enough()
    {
        FlyControl fly = new();
        fly.Hold(Key.W, FlightMotion.Forward);
        fly.Hold(Key.Up, FlightMotion.Forward);
        fly.Hold(Key.Up, FlightMotion.Forward);
        fly.Release(Key.Up);
        Assert.True(fly.Move(default, 1, 1).Position.Z < -0.5f);
        fly.Release(Key.W);
        fly.Move(default, 2, 1);
        Assert.False(fly.IsMoving);
    }

    [Fact]
    public void Each_motion_goes_its_way()
    {
        Assert.True(Fly([0], [1], 1).Z < 0);
        Assert.True(Fly([1], [1], 1).X < 0);
        Assert.True(Fly([2], [1], 1).Z > 0);
        Assert.True(Fly([3], [1], 1).X > 0);
        Assert.True(Fly([4], [1], 1).Y < 0);
        Assert.True(Fly([5], [1], 1).Y > 0);
    }

    [Fact]
    public void The_mouse_turns_to_where_it_goes()
    {
        Camera camera = FlyControl.Look(default, 100, -50, 1000);
        Assert.True(camera.Yaw > 0 && camera.Pitch > 0);
        Assert.Equal(camera.Yaw, 2 * camera.Pitch, 1e-6f);
    }

    private static Vector3 Fly(int[] motions, float[] frames, float radius)
    {
        FlyControl fly = new();
        foreach (int motion in motions)
            fly.Hold(Key.A + motion, Motions[motion]);
        Camera camera = default;
        foreach (float frame in frames)
            camera = fly.Move(camera, frame, radius);
        return camera.Position;
    }
}
