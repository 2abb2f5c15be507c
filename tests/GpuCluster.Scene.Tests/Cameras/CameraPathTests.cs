using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Cameras;

namespace GpuCluster.Scene.Tests.Cameras;

public sealed class CameraPathTests
{
    internal static readonly Gen<Camera> Cameras = Gen.Select(
        Gen.Select(Gen.Float[-50, 50], Gen.Float[-50, 50], Gen.Float[-50, 50], (x, y, z) => new Vector3(x, y, z)),
        Gen.Float[-3.1f, 3.1f],
        Gen.Float[-1.5f, 1.5f],
        Gen.Float[Camera.NarrowestFov, Camera.WidestFov],
        (position, yaw, pitch, fov) => new Camera(position, yaw, pitch, fov)
    );

    private static readonly Gen<CameraKeyframe[]> Keyframes = Gen.Select(Gen.Float[0.01f, 3], Cameras)
        .Array[1, 12]
        .Select(steps =>
        {
            double seconds = 0;
            return steps.Select(step => new CameraKeyframe(seconds += step.Item1, step.Item2)).ToArray();
        });

    [Fact]
    public void A_path_lasts_at_most_a_day()
    {
        Camera camera = new(Vector3.Zero, 0, 0, 1);
        _ = new CameraPath([new CameraKeyframe(0, camera), new CameraKeyframe(86_400, camera)]);

        ArgumentException fault = Assert.Throws<ArgumentException>(() =>
            new CameraPath([new CameraKeyframe(0, camera), new CameraKeyframe(1e300, camera)])
        );
        Assert.Contains("at most a day", fault.Message);
    }

    [Fact]
    public void It_passes_through_its_keyframes_and_rests_at_its_ends() =>
        Keyframes.Sample(keyframes =>
        {
            CameraPath path = new(keyframes);
            foreach (CameraKeyframe keyframe in keyframes)
                Assert.Equal(keyframe.Camera, path.At(keyframe.Seconds));
            Assert.Equal(keyframes[0].Camera, path.At(-1));
            Assert.Equal(keyframes[^1].Camera, path.At(path.Duration + 1));
            Assert.Equal(keyframes[^1].Seconds, path.Duration);
        });

    [Fact]
    public void It_has_no_jumps_and_no_kinks() =>
        Keyframes.Sample(keyframes =>
        {
            CameraPath path = new(keyframes);
            const double Short = 1e-3;
            for (int i = 1; i + 1 < keyframes.Length; i++)
            {
                double at = keyframes[i].Seconds;
                Vector3 before = (path.At(at).Position - path.At(at - Short).Position) / (float)Short;
                Vector3 after = (path.At(at + Short).Position - path.At(at).Position) / (float)Short;

                // Within a curve velocity changes by at most what its ends and its length allow.
                float shortest = (float)Math.Min(at - keyframes[i - 1].Seconds, keyframes[i + 1].Seconds - at);
                float fastest = 200 / shortest;
                Assert.True(Vector3.Distance(before, after) <= (20 * fastest * (float)Short / shortest) + 0.5f, $"{before} {after}");
            }
        });

    [Fact]
    public void Every_camera_of_a_path_is_one_that_can_be() =>
        Gen.Select(Keyframes, Gen.Double[0, 1])
            .Sample(
                (keyframes, share) =>
                {
                    CameraPath path = new(keyframes);
                    Assert.True(path.At(share * path.Duration).IsUsable);
                }
            );

    [Fact]
    public void Yaw_goes_the_shorter_way()
    {
        CameraPath path = new([new(0, new Camera(Vector3.Zero, 3, 0)), new(1, new Camera(Vector3.Zero, -3, 0))]);
        for (double t = 0; t <= 1; t += 0.01)
            Assert.True(Math.Abs(path.At(t).Yaw) >= 2.99f);
    }

    [Fact]
    public void A_camera_that_stands_still_stands_still() =>
        Gen.Select(Cameras, Cameras, Cameras, Gen.Double[1, 2])
            .Sample(
                (first, still, last, seconds) =>
                {
                    CameraPath path = new([new(0, first), new(1, still), new(2, still), new(3, last)]);
                    Assert.True(Vector3.Distance(still.Position, path.At(seconds).Position) < 1e-3f);
                }
            );

    [Fact]
    public void What_is_no_path_is_refused()
    {
        Camera camera = new(Vector3.Zero, 0, 0);
        Assert.Throws<ArgumentException>(() => new CameraPath([]));
        Assert.Throws<ArgumentException>(() => new CameraPath([new(1, camera), new(1, camera)]));
        Assert.Throws<ArgumentException>(() => new CameraPath([new(-1, camera)]));
        Assert.Throws<ArgumentException>(() => new CameraPath([new(double.NaN, camera)]));
        Assert.Throws<ArgumentException>(() => new CameraPath([new(0, camera with { Yaw = float.NaN })]));
        Assert.Throws<ArgumentException>(() => new CameraPath([new(0, camera with { VerticalFov = 3 })]));
    }

    [Fact]
    public void A_recording_is_kept_within_its_tolerance_by_few_keyframes()
    {
        // A spiral with a sudden rest in it, seen at uneven frame times: between two of them nothing is known.
        static Camera Way(double t)
        {
            double moved =
                t < 4 ? t
                : t < 6 ? 4
                : t - 2;
            return new Camera(
                new Vector3((float)(10 * Math.Cos(moved)), (float)moved, (float)(10 * Math.Sin(moved))),
                MathF.IEEERemainder((float)moved, MathF.Tau),
                (float)(0.5 * Math.Sin(moved))
            );
        }

        CameraPathRecorder recorder = new(Way(0));
        double seconds = 0;
        for (int i = 0; i < 600; i++)
        {
            double step = 0.005 + (0.02 * (i % 3));
            seconds += step;
            recorder.Add(step, Way(seconds));
        }

        Assert.Equal(seconds, recorder.Seconds, 1e-6);
        CameraPath path = recorder.ToPath(0.05f);
        Assert.Equal(seconds, path.Duration, 1e-6);
        Assert.InRange(path.Keyframes.Count, 8, 120);
        for (double t = 0; t <= seconds; t += 0.01)
        {
            Camera expected = Way(t);
            Camera actual = path.At(t);
            Assert.True(Vector3.Distance(expected.Position, actual.Position) < 0.15f, $"at {t}: {expected} {actual}");
            Assert.True(Math.Abs(Camera.ShortWay(expected.Yaw, actual.Yaw)) < 0.02f, $"at {t}: {expected} {actual}");
        }
    }

    [Fact]
    public void A_recording_of_nothing_is_one_keyframe()
    {
        Camera camera = new(Vector3.One, 1, 0.5f);
        CameraPathRecorder recorder = new(camera);
        recorder.Add(0, camera);
        CameraPath path = recorder.ToPath(1);
        Assert.Equal([new CameraKeyframe(0, camera)], path.Keyframes);
        Assert.Equal(camera, path.At(5));
    }

    [Fact]
    public void A_recording_of_hours_is_bounded()
    {
        CameraPathRecorder recorder = new(new Camera(Vector3.Zero, 0, 0));
        for (int i = 1; i <= 200_000; i++)
            recorder.Add(1 / 30.0, new Camera(new Vector3(i * 1e-3f, 0, 0), 0, 0));
        CameraPath path = recorder.ToPath(0.01f);
        Assert.Equal(200_000 / 30.0, path.Duration, 1e-3);
        Assert.InRange(path.Keyframes.Count, 2, 20);
    }
}
