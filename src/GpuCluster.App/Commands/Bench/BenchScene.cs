using System.Diagnostics;
using System.Numerics;
using GpuCluster.App.Benchmarks;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Rendering;
using GpuCluster.Scene;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Live;

namespace GpuCluster.App.Commands.Bench;

/// <summary>Drives the session that the window drives, without a window: what is drawn goes into memory.</summary>
internal sealed class BenchScene : IDisposable
{
    /// <summary>Seconds that pass in the scene with each frame, whatever it took.</summary>
    private const double FrameSeconds = 1.0 / 60;

    /// <summary>Steps of the wheel with each frame: 15 rows a second.</summary>
    private const float StepsOfFrame = 0.25f;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RunContext _context;
    private readonly LiveSession _session;
    private readonly AutoResetEvent _woken = new(initialState: false);
    private double _framesPerSecond;

    /// <param name="prepared">What is shown; owned from now on.</param>
    /// <param name="picture">Size and points.</param>
    /// <param name="context">Messages, and when to stop.</param>
    public BenchScene(PreparedLayout prepared, FrameSettings picture, RunContext context)
    {
        _context = context;
        _session = new LiveSession(
            window: null,
            new LiveSettings { Picture = picture, OutDir = "" },
            context.ForSession,
            () => _woken.Set()
        );
        Scene.Resize(picture.Width, picture.Height);
        _session.Show(prepared);
        Until(() => Scene.Cloud.Version > 0, "the first positions");
        Draw();
    }

    public SceneState Scene => _session.Scene;

    /// <summary>The device that draws, for people.</summary>
    public string DeviceName => _session.Graphics.Name;

    /// <summary>
    /// Frames a second of the median frame of a flight, by the times at which frames were finished; one is prepared while another is drawn.
    /// </summary>
    /// <param name="frames">Frames that count, after as many to warm up on the same flight.</param>
    /// <param name="flight">Where the camera is at each of them.</param>
    public BenchFlight Fly(int frames, Func<int, Camera> flight) =>
        Measure(
            frames,
            frame => Scene.Cameras.Restore(Scene.Cameras.State with { Camera = flight((frame + frames) % frames), IsFollowing = false })
        );

    /// <summary>
    /// Opens the grid of the selection. Milliseconds from the key to the finished frame that shows the first pictures, and to the one that
    /// shows all that fit.
    /// </summary>
    public (double First, double All) OpenGrid()
    {
        (long before, _) = _session.PanelPictures;
        long began = Stopwatch.GetTimestamp();
        SceneCommands.Grid.Run(Scene);
        double first = double.NaN;
        while (true)
        {
            (long arrived, bool areAll) = _session.PanelPictures;
            (ulong value, _, _) = Draw();
            _session.Graphics.Device.TimelineSemaphore.Wait(value, _context.Cancellation);
            double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (double.IsNaN(first) && arrived > before)
                first = milliseconds;
            if (areAll && arrived > before)
                return (first, milliseconds);
            _context.Cancellation.ThrowIfCancellationRequested();
            if (milliseconds > Patience.TotalMilliseconds)
                throw new MachineFaultException($"waited {Patience.TotalSeconds} s in vain for the grid's pictures");
        }
    }

    /// <summary>Frames a second while the open grid scrolls with every frame; see <see cref="Fly"/>.</summary>
    /// <param name="frames">Frames that count, after as many to warm up: in those it scrolls down, in these up again.</param>
    public BenchFlight ScrollGrid(int frames)
    {
        _session.Handle(InputEvent.CursorMoved(Scene.Width / 2f, Scene.Height / 2f));
        return Measure(frames, frame => _session.Handle(InputEvent.Scrolled(frame < 0 ? -StepsOfFrame : StepsOfFrame)));
    }

    /// <summary>Pictures of samples that a camera sees.</summary>
    public int PicturesFrom(Camera camera)
    {
        Scene.Cameras.Restore(Scene.Cameras.State with { Camera = camera, IsFollowing = false });
        Draw();
        (_, SceneFrame frame, _) = Draw();
        return frame.Sprites.Select(sprite => sprite.Point).Distinct().Count();
    }

    /// <summary>
    /// Milliseconds from letting the mouse button go over a point to the finished frame that shows every point's cosine with it.
    /// </summary>
    /// <param name="point">Where the click goes: the pixel that the point is at. Another may lie before it, and is then what is
    /// clicked.</param>
    public double Recolour(int point)
    {
        Vector2 pixel = PixelOf(point);
        Scene.Handle(InputEvent.CursorMoved(pixel.X, pixel.Y));
        Scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: true));
        long began = Stopwatch.GetTimestamp();
        Scene.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: false));
        _session.Rest();
        int clicked = Scene.Selection.Focus ?? throw new MachineFaultException($"the click at {pixel} hit nothing");
        Draw();
        Until(() => Scene.Similarity.Sample == clicked, "the cosines");
        (ulong value, _, _) = Draw();
        _session.Graphics.Device.TimelineSemaphore.Wait(value, _context.Cancellation);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Milliseconds from asking for an epoch of the timeline until its positions are published.</summary>
    public double Scrub(double epoch)
    {
        long version = Scene.Cloud.Version;
        long began = Stopwatch.GetTimestamp();
        Scene.Ask(new SceneRequest.ShowEpoch(epoch));
        Until(() => Scene.Cloud.Version != version, "an earlier epoch");
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _woken.Dispose();
    }

    private BenchFlight Measure(int frames, Action<int> prepare)
    {
        List<double> milliseconds = [];
        List<PassTimes> passes = [];
        List<int> seen = [];
        ulong before = 0;
        long finished = 0;
        for (int frame = -frames; frame < frames; frame++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            prepare(frame);
            (ulong value, SceneFrame drawn, PassTimes? times) = Draw(waitsForPictures: frame < 0);
            seen.Add(drawn.Sprites.Select(sprite => sprite.Point).Distinct().Count());
            if (before != 0)
            {
                _session.Graphics.Device.TimelineSemaphore.Wait(before, _context.Cancellation);
                long now = Stopwatch.GetTimestamp();
                if (frame > 0)
                {
                    milliseconds.Add(Stopwatch.GetElapsedTime(finished, now).TotalMilliseconds);
                    if (times is { } known)
                        passes.Add(known);

                    _framesPerSecond = 1000 / milliseconds[^1];
                }

                finished = now;
            }

            before = value;
        }

        _session.Graphics.Device.TimelineSemaphore.Wait(before, _context.Cancellation);
        return new BenchFlight(1000 / new Timings(milliseconds).Median, seen.Order().ElementAt(seen.Count / 2), passes);
    }

    private (ulong Value, SceneFrame Frame, PassTimes? Passes) Draw(bool waitsForPictures = false)
    {
        Work();
        _session.UpdatePanels(_framesPerSecond);
        (FrameResult result, SceneFrame frame) = _session.Draw(FrameSeconds, waitsForPictures);
        _session.FrameDrawn();
        Work();
        return (result.FrameValue, frame, result.Device);
    }

    private void Work()
    {
        _session.HandleRequests();
        _session.Follow();
    }

    private void Until(Func<bool> condition, string what)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            Work();
            if (condition())
                return;

            _woken.WaitOne(TimeSpan.FromMilliseconds(100));
            _context.Cancellation.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new MachineFaultException($"waited {Patience.TotalSeconds} s in vain for {what}");
        }
    }

    private Vector2 PixelOf(int point)
    {
        Vector4 position = default;
        Scene.Cloud.Read(positions => position = positions[point]);
        return Scene.Pixels.TryProject(position, out Vector2 pixel)
            ? pixel
            : throw new MachineFaultException($"point {point} is not in the picture");
    }
}
