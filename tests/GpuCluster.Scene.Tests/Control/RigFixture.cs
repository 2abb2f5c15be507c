using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Control;

/// <summary>A rig that has framed a cloud of made-up points, with hands and a clock.</summary>
internal sealed class RigFixture
{
    public const float Aspect = 1.5f;

    /// <summary>A key whose meaning does not matter: what a held key does is given with it.</summary>
    public const Key AnyKey = Key.U;

    private const int Count = 3000;

    public RigFixture()
    {
        Rig = new CameraRig(Cloud, Selection, Asked.Add);
        Place(1);
        Settle();
    }

    public static TheoryData<int> FrameRates => [10, 60, 144];

    public CameraRig Rig { get; }

    public CloudPositions Cloud { get; } = new(Count);

    public SelectionModel Selection { get; } = new(Count);

    /// <summary>What the rig asked of the program.</summary>
    public List<SceneRequest> Asked { get; } = [];

    public static Vector4 At(int i, float size) => new(size * MathF.Sin(i), size * MathF.Cos(i * 1.7f), size * MathF.Sin(i * 0.3f), 0);

    /// <summary>After the same time a camera stands where one that was moved in fine steps stands.</summary>
    public void AssertSame(int framesPerSecond, Action<CameraRig> begin, double seconds, float tolerance)
    {
        Vector3 expected = Moved(960, begin, seconds);
        Vector3 actual = Moved(framesPerSecond, begin, seconds);
        float way = Vector3.Distance(expected, Moved(960, begin, 0));
        Assert.True(way > 0.1f, $"it moved {way}");
        Assert.True(Vector3.Distance(expected, actual) <= tolerance * way, $"{expected} {actual}");
    }

    public void AssertWhole()
    {
        Matrix4x4 both = Rig.Camera.View * Framing.Projection(Rig.Camera, Cloud.Bounds, Aspect);
        for (int i = 0; i < Count; i++)
        {
            Vector4 point = At(i, 1);
            if (Vector3.Distance(point.AsVector3(), Cloud.Bounds.Centre) > Cloud.Bounds.Radius)
                continue;
            Vector4 clip = Vector4.Transform(new Vector4(point.AsVector3(), 1), both);
            Assert.True(clip.W > 0 && Math.Abs(clip.X) <= clip.W && Math.Abs(clip.Y) <= clip.W, $"point {i} at {clip}");
        }
    }

    public void Place(float size) =>
        Cloud.Update(
            positions =>
            {
                for (int i = 0; i < Count; i++)
                    positions[i] = At(i, size);
            },
            _ => { }
        );

    public void Fly(FlightMotion motion, double seconds)
    {
        Rig.Hold(AnyKey, motion);
        for (int i = 0; i < seconds * 60; i++)
            Rig.Advance(1 / 60.0, Aspect);
        Rig.Release(AnyKey);
        Settle();
    }

    public void Settle()
    {
        for (int i = 0; i < 600; i++)
            Rig.Advance(1 / 60.0, Aspect);
    }

    private Vector3 Moved(int framesPerSecond, Action<CameraRig> begin, double seconds)
    {
        CameraRig rig = new(Cloud, Selection, Asked.Add);
        rig.Restore(new CameraRigState { Camera = Camera.LookingAt(Vector3.Zero, 6, 0.3f, -0.2f), IsFollowing = false });
        begin(rig);

        // The first frame after rest is short, whatever the frame rate.
        rig.Advance(1 / 960.0, Aspect);
        int frames = (int)Math.Round(seconds * framesPerSecond);
        for (int i = 0; i < frames; i++)
            rig.Advance(1.0 / framesPerSecond, Aspect);
        return rig.Camera.Position;
    }
}
