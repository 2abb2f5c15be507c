using System.Numerics;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Testing;

namespace GpuCluster.Scene.Tests;

/// <summary>Hands that do anything, and layouts that collapse or grow without bounds: the camera stays one that can be.</summary>
public sealed class RandomUseTests
{
    private const int Actions = 5_000;

    private static readonly Key[] Keys = Enum.GetValues<Key>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_camera_stays_usable_whatever_is_pressed(int seed)
    {
        Hands hands = new(seed);
        for (int i = 0; i < Actions; i++)
        {
            string done = hands.Act();
            Camera camera = hands.Scene.Cameras.Camera;
            Assert.True(camera.IsUsable, $"action {i}, {done}: {camera}, {hands.Scene.Cloud.Bounds}");
        }

        hands.Rest();
        Assert.True(hands.SeesTheCloud, $"{hands.Scene.Cameras.Camera}, {hands.Scene.Cloud.Bounds}");
    }

    /// <summary>A scene, and someone who uses it at random.</summary>
    private sealed class Hands
    {
        private const int Count = 200;
        private readonly SeededRandom _random;

        public Hands(int seed)
        {
            _random = new SeededRandom(seed, "scene", 0);
            Scene = new SceneState(new SampleFacts(Count));
            Scene.Steering.SetRunning(new UmapOptions());
            Place(1, 0);
            Frame();
        }

        public SceneState Scene { get; }

        public bool SeesTheCloud
        {
            get
            {
                Camera camera = Scene.Cameras.Camera;
                Vector3 way = Scene.Cloud.Bounds.Centre - camera.Position;
                return way.Length() < 10 * Scene.Cloud.Bounds.Radius && Vector3.Dot(Vector3.Normalize(way), camera.Forward) > 0.7f;
            }
        }

        public string Act()
        {
            string done;
            switch (_random.Below(9))
            {
                case 0 or 1 or 2:
                    Key key = Keys[_random.Below(Keys.Length)];
                    done = $"{key}";
                    bool isLong = _random.OnceIn(4);
                    Scene.Handle(InputEvent.KeyChanged(key, true));
                    for (int i = 0; isLong && i < 10; i++)
                        Frame();
                    if (!_random.OnceIn(10))
                        Scene.Handle(InputEvent.KeyChanged(key, false));
                    break;
                case 3:
                    float steps = _random.Below(41) - 20;
                    done = $"wheel {steps}";
                    Scene.Handle(InputEvent.Scrolled(steps));
                    break;
                case 4 or 5:
                    MouseButton button = _random.OnceIn(3) ? MouseButton.Right : MouseButton.Left;
                    done = $"drag {button}";
                    Cursor();
                    Scene.Handle(InputEvent.MouseButtonChanged(button, true));
                    for (int i = _random.Below(4); i > 0; i--)
                    {
                        Cursor();
                        Frame();
                    }

                    Scene.Handle(InputEvent.MouseButtonChanged(button, false));
                    break;
                case 6:
                    (int width, int height) = (_random.Below(3000), _random.Below(2000));
                    done = $"size {width} {height}";
                    Scene.Handle(InputEvent.FramebufferResized(width, height));
                    break;
                case 7:
                    // Its logarithm is even between what float can hold.
                    float size = MathF.Pow(10, _random.Below(84) - 45);
                    int missing = _random.OnceIn(4) ? _random.Below(Count + 1) : 0;
                    done = $"cloud of {size}, {missing} not finite";
                    Place(size, missing);
                    break;
                default:
                    done = "cursor";
                    Cursor();
                    break;
            }

            Frame();
            return done;
        }

        /// <summary>An ordinary cloud again, framed by the key for it.</summary>
        public void Rest()
        {
            Scene.Handle(InputEvent.Focused(false));
            Scene.Handle(InputEvent.Focused(true));
            Scene.Handle(InputEvent.FramebufferResized(1280, 720));
            Place(1, 0);
            Scene.Cameras.FrameCloud();
            for (int i = 0; i < 1000; i++)
                Scene.Advance(1 / 60.0);
        }

        private void Place(float size, int missing) =>
            Scene.UpdatePositions(positions =>
            {
                for (int i = 0; i < positions.Length; i++)
                {
                    Vector3 place = size * new Vector3(MathF.Sin(i * 1.3f), MathF.Sin(i * 2.1f), MathF.Sin(i * 0.7f));
                    positions[i] = new Vector4(i < missing ? new Vector3(float.NaN) : place, 0);
                }
            });

        private void Cursor() =>
            Scene.Handle(InputEvent.CursorMoved(_random.Below(Math.Max(1, Scene.Width)), _random.Below(Math.Max(1, Scene.Height))));

        private void Frame()
        {
            SceneFrame frame = Scene.Advance((1 + _random.Below(99)) / 100.0);
            Scene.Mouse.FrameMade(frame, Scene.Width, Scene.Height);
            if (Scene.Mouse.WantsPickAt is { } pixel)
                Scene.Mouse.Picked(_random.OnceIn(3) ? null : _random.Below(Count), pixel);
            while (Scene.TryNextRequest(out SceneRequest? request))
            {
                if (request is SceneRequest.Move move)
                {
                    Scene.UpdatePositions(positions =>
                    {
                        for (int i = 0; i < move.Points.Length; i++)
                            positions[move.Points[i]] = new Vector4(move.Positions[i], 0);
                    });
                }
            }
        }
    }
}
