using System.Numerics;
using System.Text.Json;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Cameras;

public sealed class CameraRigTests
{
    private const int Count = 3000;
    private const float Aspect = 1.5f;
    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };
    private readonly CloudPositions _cloud = new(Count);
    private readonly SelectionModel _selection = new(Count);
    private readonly List<SceneRequest> _asked = [];
    private readonly CameraRig _rig;

    public CameraRigTests()
    {
        _rig = new CameraRig(_cloud, _selection, _asked.Add);
        Place(1);
        Settle();
    }

    public static TheoryData<int> FrameRates => [10, 60, 144];

    [Theory]
    [MemberData(nameof(FrameRates))]
    public void Flying_is_the_same_at_any_frame_rate(int framesPerSecond) => AssertSame(framesPerSecond, rig => rig.HandleKey(Key.W, true, KeyModifiers.None), 2, 0.01f);

    [Theory]
    [MemberData(nameof(FrameRates))]
    public void Orbiting_by_keys_is_the_same_at_any_frame_rate(int framesPerSecond) => AssertSame(framesPerSecond, rig =>
    {
        rig.Mode = CameraMode.Orbit;
        rig.HandleKey(Key.D, true, KeyModifiers.None);
        rig.HandleKey(Key.W, true, KeyModifiers.None);
        rig.Scroll(-2);
    }, 1, 0.01f);

    [Theory]
    [MemberData(nameof(FrameRates))]
    public void The_turntable_is_the_same_at_any_frame_rate(int framesPerSecond) => AssertSame(framesPerSecond, rig =>
    {
        rig.HandleKey(Key.W, true, KeyModifiers.None);
        rig.HandleKey(Key.W, false, KeyModifiers.None);
        rig.HandleKey(Key.T, true, KeyModifiers.None);
    }, 4, 0.01f);

    [Theory]
    [MemberData(nameof(FrameRates))]
    public void A_flight_is_the_same_at_any_frame_rate(int framesPerSecond) =>
        AssertSame(framesPerSecond, rig => rig.FlyTo(Camera.LookingAt(Vector3.Zero, 5, 2, 0.5f)), 0.5, 1e-3f);

    [Fact]
    public void Flying_is_slow_in_the_cloud_and_fast_far_away()
    {
        float near = SpeedAt(new Vector3(0, 0, 0.2f));
        float far = SpeedAt(new Vector3(0, 0, 20));
        Assert.True(far > 10 * near, $"{near} {far}");
        _rig.AdaptsSpeed = false;
        Assert.Equal(SpeedAt(new Vector3(0, 0, 0.2f)), SpeedAt(new Vector3(0, 0, 20)), 1e-3f);
    }

    [Fact]
    public void The_wheel_multiplies_the_speed()
    {
        float before = SpeedAt(new Vector3(0, 0, 20));
        _rig.Scroll(3);
        Assert.Equal(before * 1.2f * 1.2f * 1.2f, SpeedAt(new Vector3(0, 0, 20)), 0.02f * before);
    }

    [Fact]
    public void A_bookmark_is_gone_back_to_exactly()
    {
        _rig.FieldOfView = 80;
        Camera kept = _rig.Camera;
        Assert.True(_rig.HandleKey(Key.Digit3, true, KeyModifiers.Control));
        Fly(Key.S, 1);
        _rig.FieldOfView = 40;
        Assert.NotEqual(kept, _rig.Camera);
        Assert.True(_rig.HandleKey(Key.Digit3, true, KeyModifiers.None));
        Assert.True(_rig.IsFlying);
        Settle();
        Assert.Equal(kept, _rig.Camera);
        Assert.Equal(kept, _rig.Bookmarks[2]);
        Assert.False(_rig.IsMoving);
    }

    [Fact]
    public void Shift_held_to_fly_faster_does_not_hide_the_keys()
    {
        _rig.SetBookmark(2);
        Fly(Key.W, 0.5);
        Assert.True(_rig.HandleKey(Key.Digit2, true, KeyModifiers.Shift));
        Assert.True(_rig.IsFlying);
        _selection.Select(7);
        Assert.True(_rig.HandleKey(Key.F, true, KeyModifiers.Shift));
        Assert.True(_rig.IsFollowing);
        Assert.True(_rig.HandleKey(Key.V, true, KeyModifiers.Shift));
        Assert.False(_rig.IsFlying || _rig.IsRecording);
        Assert.False(_rig.HandleKey(Key.F, true, KeyModifiers.Alt));
    }

    [Fact]
    public void An_unset_bookmark_goes_nowhere()
    {
        Camera before = _rig.Camera;
        Assert.True(_rig.HandleKey(Key.Digit9, true, KeyModifiers.None));
        Settle();
        Assert.Equal(before, _rig.Camera);
        Assert.Throws<ArgumentOutOfRangeException>(() => _rig.SetBookmark(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _rig.GoToBookmark(10));
    }

    [Theory]
    [InlineData(Key.Escape)]
    [InlineData(Key.W)]
    [InlineData(Key.H)]
    public void Any_key_ends_a_flight_where_it_is(Key key)
    {
        _rig.FlyTo(Camera.LookingAt(Vector3.Zero, 40, 2, 0.5f));
        for (int i = 0; i < 10; i++)
            _rig.Advance(1 / 60.0, Aspect);
        Camera there = _rig.Camera;
        Assert.Equal(key is Key.Escape or Key.W, _rig.HandleKey(key, true, KeyModifiers.None));
        _rig.HandleKey(key, false, KeyModifiers.None);
        Assert.False(_rig.IsFlying);
        Settle();
        Assert.True(Vector3.Distance(there.Position, _rig.Camera.Position) < 0.2f);
        Assert.False(_rig.HandleKey(Key.Escape, true, KeyModifiers.None));
    }

    [Fact]
    public void F_frames_the_selection_where_there_is_one_and_the_cloud_where_there_is_none()
    {
        _selection.Select(7);
        Vector3 point = At(7, 1).AsVector3();
        Press(Key.F);
        Settle();
        Assert.True(Vector3.Dot(Vector3.Normalize(point - _rig.Camera.Position), _rig.Camera.Forward) > 0.9999f);
        Assert.InRange(Vector3.Distance(point, _rig.Camera.Position), 0.05f * _cloud.Bounds.Radius, 0.5f * _cloud.Bounds.Radius);
        Assert.False(_rig.IsFollowing);
        _selection.Clear();
        Press(Key.F);
        Settle();
        Assert.True(_rig.IsFollowing);
        Camera whole = Framing.FrameClosely(_cloud.Bounds, _cloud.Outline, Aspect, _rig.Camera.Yaw, _rig.Camera.Pitch);
        Assert.True(Vector3.Distance(whole.Position, _rig.Camera.Position) < 1e-2f);
    }

    [Fact]
    public void Orbiting_looks_at_the_selection_and_rides_along_with_it()
    {
        _selection.Select(7);
        Press(Key.C);
        Assert.Equal(CameraMode.Orbit, _rig.Mode);
        Settle();
        AssertLooksAt(At(7, 1).AsVector3());
        float distance = Vector3.Distance(At(7, 1).AsVector3(), _rig.Camera.Position);
        _rig.Look(true);
        _rig.MoveCursor(new Vector2(100, 100), 720);
        _rig.MoveCursor(new Vector2(300, 50), 720);
        _rig.Look(false);
        Settle();
        AssertLooksAt(At(7, 1).AsVector3());
        Assert.Equal(distance, Vector3.Distance(At(7, 1).AsVector3(), _rig.Camera.Position), 1e-2f);
        _rig.Scroll(2);
        Settle();
        Assert.Equal(distance * MathF.Exp(-0.3f), Vector3.Distance(At(7, 1).AsVector3(), _rig.Camera.Position), 1e-2f);
        Place(3);
        Settle();
        AssertLooksAt(At(7, 3).AsVector3());
        Assert.False(_rig.IsMoving);
        _rig.Scroll(5);
        Assert.True(_rig.IsMoving);
        Press(Key.C);
        Assert.Equal(CameraMode.Fly, _rig.Mode);
        Assert.False(_rig.IsMoving);
    }

    [Fact]
    public void The_turntable_goes_round_the_cloud_and_keeps_it_whole()
    {
        Press(Key.T);
        Assert.True(_rig.IsMoving);
        float yaw = _rig.Camera.Yaw;
        _rig.TurntableSpeed = MathF.Tau / 10;
        for (int i = 0; i < 600; i++)
        {
            _rig.Advance(1 / 60.0, Aspect);
            AssertWhole();
        }

        Assert.Equal(yaw, _rig.Camera.Yaw, 0.05f);
        Press(Key.T);
        Settle();
        Assert.False(_rig.IsMoving);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(75)]
    [InlineData(120)]
    public void Another_field_of_view_keeps_the_whole_cloud_in_the_picture(float degrees)
    {
        _rig.FieldOfView = degrees;
        Settle();
        Assert.Equal(degrees, _rig.FieldOfView, 1e-3f);
        AssertWhole();
    }

    [Fact]
    public void Keys_narrow_and_widen_the_field_of_view_within_its_bounds()
    {
        float before = _rig.FieldOfView;
        Assert.True(_rig.HandleKey(Key.Equal, true, KeyModifiers.Control));
        Assert.Equal(before + 5, _rig.FieldOfView, 1e-3f);
        for (int i = 0; i < 40; i++)
            _rig.HandleKey(Key.Minus, true, KeyModifiers.Control);
        Assert.Equal(20, _rig.FieldOfView, 1e-3f);
        for (int i = 0; i < 40; i++)
            _rig.HandleKey(Key.Equal, true, KeyModifiers.Control);
        Assert.Equal(120, _rig.FieldOfView, 1e-3f);
        Assert.False(_rig.HandleKey(Key.Equal, true, KeyModifiers.None));
    }

    [Fact]
    public void A_recorded_flight_plays_as_it_was_flown()
    {
        Press(Key.V);
        Assert.True(_rig.IsRecording && _rig.IsMoving);
        List<Camera> flown = [_rig.Camera];
        _rig.HandleKey(Key.A, true, KeyModifiers.None);
        for (int i = 0; i < 120; i++)
        {
            if (i == 60)
                _rig.HandleKey(Key.A, false, KeyModifiers.None);
            _rig.Advance(1 / 60.0, Aspect);
            flown.Add(_rig.Camera);
        }

        Press(Key.V);
        Assert.IsType<SceneRequest.SaveCameraPath>(Assert.Single(_asked));
        CameraPath path = Assert.IsType<CameraPath>(_rig.Path);
        Assert.Equal(2, path.Duration, 1e-3);
        Assert.True(_rig.HandleKey(Key.V, true, KeyModifiers.Shift));
        Assert.True(_rig.IsFlying);
        for (int i = 1; i <= 120; i++)
        {
            _rig.Advance(1 / 60.0, Aspect);
            Assert.True(Vector3.Distance(flown[i].Position, _rig.Camera.Position) < 0.02f * _cloud.Bounds.Radius, $"frame {i}: {flown[i]} {_rig.Camera}");
        }

        Settle();
        Assert.False(_rig.IsFlying);
    }

    [Fact]
    public void Its_state_comes_back_whole()
    {
        _rig.SetBookmark(1);
        Fly(Key.D, 0.5);
        _rig.SetBookmark(9);
        Press(Key.V);
        Fly(Key.E, 0.5);
        Press(Key.V);
        (_rig.FieldOfView, _rig.SpeedFactor, _rig.AdaptsSpeed, _rig.TurntableSpeed, _rig.ShowsAxes) = (33, 2, false, -1, false);
        _rig.Mode = CameraMode.Orbit;
        Settle();
        CameraRigState state = _rig.State;

        var other = new CameraRig(_cloud, _selection, _asked.Add);
        other.Restore(state);
        other.Advance(0, Aspect);
        Assert.True(Vector3.Distance(state.Camera!.Value.Position, other.Camera.Position) < 1e-4f);
        CameraRigState back = other.State;
        Assert.Equal(state.Bookmarks, back.Bookmarks);
        Assert.Equal(state.Path, back.Path);
        Assert.Equal(state with { Camera = null, Bookmarks = [], Path = [] }, back with { Camera = null, Bookmarks = [], Path = [] });
    }

    [Fact]
    public void Its_state_goes_through_json()
    {
        _rig.SetBookmark(4);
        Press(Key.V);
        Fly(Key.D, 0.5);
        Press(Key.V);
        CameraRigState state = _rig.State;
        string json = JsonSerializer.Serialize(state, WithFields);
        Assert.DoesNotContain("View", json, StringComparison.Ordinal);
        CameraRigState back = Assert.IsType<CameraRigState>(JsonSerializer.Deserialize<CameraRigState>(json, WithFields));
        Assert.Equal(state.Bookmarks, back.Bookmarks);
        Assert.Equal(state.Path, back.Path);
        Assert.Equal(state with { Bookmarks = [], Path = [] }, back with { Bookmarks = [], Path = [] });
        _rig.Restore(back);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(50)]
    public void Few_or_equal_points_leave_a_camera_that_can_be(int count)
    {
        var cloud = new CloudPositions(count);
        var selection = new SelectionModel(count);
        var rig = new CameraRig(cloud, selection, _asked.Add);
        rig.Advance(0, 1);
        cloud.Update(positions => positions.Fill(new Vector4(3, -2, 7, 0)), _ => { });
        selection.SelectAll();
        foreach (Key key in new[] { Key.W, Key.F, Key.C, Key.D, Key.V, Key.T, Key.Q, Key.F, Key.T, Key.V, Key.Digit1 })
        {
            rig.HandleKey(Key.Digit1, true, KeyModifiers.Control);
            rig.HandleKey(key, true, KeyModifiers.None);
            rig.Scroll(-1);
            for (int i = 0; i < 60; i++)
                rig.Advance(1 / 60.0, 1);
            rig.HandleKey(key, false, KeyModifiers.None);
            Assert.True(rig.Camera.IsUsable, $"{key}: {rig.Camera}");
        }
    }

    [Fact]
    public void A_damaged_state_is_refused_and_changes_nothing()
    {
        CameraRigState state = _rig.State;
        Camera bad = new(new Vector3(float.NaN), 0, 0);
        Assert.Throws<ArgumentException>(() => _rig.Restore(state with { Camera = bad }));
        Assert.Throws<ArgumentException>(() => _rig.Restore(state with { Bookmarks = [bad] }));
        Assert.Throws<ArgumentException>(() => _rig.Restore(state with { Bookmarks = new Camera?[10] }));
        Assert.Throws<ArgumentException>(() => _rig.Restore(state with { Mode = (CameraMode)7 }));
        Assert.Throws<ArgumentException>(() => _rig.Restore(state with { Path = [new(0, bad)] }));
        Assert.Equal(state.Camera, _rig.State.Camera);
        Assert.Equal(CameraMode.Fly, _rig.Mode);
    }

    private static Vector4 At(int i, float size) => new(size * MathF.Sin(i), size * MathF.Cos(i * 1.7f), size * MathF.Sin(i * 0.3f), 0);

    /// <summary>After the same time a camera stands where one that was moved in fine steps stands.</summary>
    private void AssertSame(int framesPerSecond, Action<CameraRig> begin, double seconds, float tolerance)
    {
        Vector3 expected = Moved(960, begin, seconds);
        Vector3 actual = Moved(framesPerSecond, begin, seconds);
        float way = Vector3.Distance(expected, Moved(960, begin, 0));
        Assert.True(way > 0.1f, $"it moved {way}");
        Assert.True(Vector3.Distance(expected, actual) <= tolerance * way, $"{expected} {actual}");
    }

    private Vector3 Moved(int framesPerSecond, Action<CameraRig> begin, double seconds)
    {
        var rig = new CameraRig(_cloud, _selection, _asked.Add);
        rig.Restore(new CameraRigState { Camera = Camera.LookingAt(Vector3.Zero, 6, 0.3f, -0.2f), IsFollowing = false });
        begin(rig);

        // The first frame after rest is short, whatever the frame rate.
        rig.Advance(1 / 960.0, Aspect);
        int frames = (int)Math.Round(seconds * framesPerSecond);
        for (int i = 0; i < frames; i++)
            rig.Advance(1.0 / framesPerSecond, Aspect);
        return rig.Camera.Position;
    }

    private float SpeedAt(Vector3 place)
    {
        _rig.Restore(_rig.State with { Camera = new Camera(place, 0, 0), IsFollowing = false });
        _rig.Advance(10, Aspect);
        _rig.HandleKey(Key.A, true, KeyModifiers.None);
        for (int i = 0; i < 4; i++)
            _rig.Advance(1 / 60.0, Aspect);
        float speed = Vector3.Distance(place, _rig.Camera.Position);
        _rig.HandleKey(Key.A, false, KeyModifiers.None);
        Settle();
        return speed;
    }

    private void AssertLooksAt(Vector3 point) => Assert.True(Vector3.Dot(Vector3.Normalize(point - _rig.Camera.Position), _rig.Camera.Forward) > 0.9999f, $"{_rig.Camera}");

    private void AssertWhole()
    {
        Matrix4x4 both = _rig.Camera.View * Framing.Projection(_rig.Camera, _cloud.Bounds, Aspect);
        for (int i = 0; i < Count; i++)
        {
            Vector4 point = At(i, 1);
            if (Vector3.Distance(point.AsVector3(), _cloud.Bounds.Center) > _cloud.Bounds.Radius)
                continue;
            var clip = Vector4.Transform(new Vector4(point.AsVector3(), 1), both);
            Assert.True(clip.W > 0 && Math.Abs(clip.X) <= clip.W && Math.Abs(clip.Y) <= clip.W, $"point {i} at {clip}");
        }
    }

    private void Place(float size) => _cloud.Update(
        positions =>
        {
            for (int i = 0; i < Count; i++)
                positions[i] = At(i, size);
        },
        _ => { });

    private void Press(Key key)
    {
        Assert.True(_rig.HandleKey(key, true, KeyModifiers.None));
        _rig.HandleKey(key, false, KeyModifiers.None);
    }

    private void Fly(Key key, double seconds)
    {
        _rig.HandleKey(key, true, KeyModifiers.None);
        for (int i = 0; i < seconds * 60; i++)
            _rig.Advance(1 / 60.0, Aspect);
        _rig.HandleKey(key, false, KeyModifiers.None);
        Settle();
    }

    private void Settle()
    {
        for (int i = 0; i < 600; i++)
            _rig.Advance(1 / 60.0, Aspect);
    }
}
