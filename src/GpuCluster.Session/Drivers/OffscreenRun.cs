using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Data.Files;
using GpuCluster.Panels;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Status;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Scene;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Session.Files;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Live;
using GpuCluster.Session.Scenes;

namespace GpuCluster.Session.Drivers;

/// <summary>Pictures and videos of a prepared layout without a window.</summary>
public sealed class OffscreenRun : IDisposable
{
    /// <summary>Pictures a second of a video.</summary>
    public const int VideoRate = 30;

    /// <summary>Seconds in which the size of pictures has come to rest, whatever it was.</summary>
    private const int SettlingSeconds = 60;

    private readonly SessionContext _context;
    private readonly FrameSettings _picture;
    private readonly ILayoutStepper _layout;
    private readonly Vector4[]? _station;
    private readonly SceneState _scene;
    private readonly SceneSession _session;
    private readonly SharedPositionsPool _copies;
    private readonly OffscreenCamera _camera;
    private readonly OverlayPanel? _overlay;
    private readonly PreparedLayout _prepared;
    private readonly PictureMean? _mean;
    private int _shown = -1;

    /// <param name="prepared">The layout; not owned.</param>
    /// <param name="picture">Size, side, points, and whether text and legend stand in the picture.</param>
    /// <param name="context">Messages, and when to stop.</param>
    public OffscreenRun(PreparedLayout prepared, FrameSettings picture, SessionContext context)
    {
        _context = context;
        _picture = picture;
        _layout = prepared.Stepper;
        _prepared = prepared;
        _mean = picture.Samples > 1 ? new PictureMean(picture.Width, picture.Height, picture.Samples) : null;
        _overlay = picture.ShowsOverlay ? new OverlayPanel(context.Progress.Warn, words: context.Words) : null;
        _session = SceneSession.Offscreen(picture, _overlay);
        try
        {
            _session.Show(new CloudScene(prepared, _session.Graphics.Device, picture, restoresHistory: false, context.Progress.Warn));
        }
        catch
        {
            _overlay?.Dispose();
            _session.Dispose();
            throw;
        }

        _scene = _session.Cloud!.Scene;
        _station = StationOf(_scene);
        _copies = new SharedPositionsPool(_scene.Facts.Count);

        // The last epoch's text is the widest: the cloud keeps its place in a film.
        _overlay?.Update(StatusAt(_layout.Epochs));
        FrameInsets insets = _overlay?.InsetsOf(picture.Width, picture.Height) ?? default;
        _camera = new OffscreenCamera(picture, insets);
    }

    /// <summary>The device that draws, for people.</summary>
    public string DeviceName => _session.Graphics.Name;

    /// <summary>Writes the current positions as a .png.</summary>
    public void WritePicture(string path)
    {
        byte[] rgba = TakeScreenshot();
        AtomicFile.Write(path, stream => PngWriter.Write(stream, _picture.Width, _picture.Height, rgba), _context.Cancellation);
    }

    /// <summary>The current positions as the bytes of a .png.</summary>
    public byte[] TakePng()
    {
        using MemoryStream png = new();
        PngWriter.Write(png, _picture.Width, _picture.Height, TakeScreenshot());
        return png.ToArray();
    }

    /// <summary>Pictures the current positions: height x width pixels, R G B A, top row first.</summary>
    public byte[] TakeScreenshot()
    {
        Show(SettlingSeconds);
        Camera? kept = _prepared.Kept is null || _picture.View != new FrameSettings().View ? null : _scene.Cameras.State.Camera;
        SceneFrame frame = kept is { } camera ? _camera.From(_scene, camera) : _camera.Frame(_scene, yaw: 0, close: true);
        return Picture(frame).ToArray();
    }

    /// <summary>Films one turn round the cloud while it moves.</summary>
    /// <param name="path">The .mp4 to write, or null to draw every picture and keep none.</param>
    /// <param name="frames">Pictures in all.</param>
    /// <param name="optimizing">The number of pictures at the start that show the layout run, its epochs spread evenly over them; the
    /// others show it finished.</param>
    /// <param name="drawn">Called after each picture.</param>
    /// <exception cref="Core.Errors.MachineFaultException">ffmpeg is not there, or fails.</exception>
    public void Film(string? path, int frames, int optimizing, Action drawn) =>
        Film(
            path,
            frames,
            frame =>
            {
                int epoch = frame >= optimizing ? _layout.Epochs : (int)((long)_layout.Epochs * frame / optimizing);
                while (_layout.Epoch < epoch)
                    _layout.Step();

                Show(frame == 0 ? SettlingSeconds : 1.0 / VideoRate);
                return _camera.Frame(_scene, MathF.Tau * frame / frames, close: false);
            },
            drawn
        );

    /// <summary>Films a recorded flight through the layout as it is, in the flight's own time.</summary>
    /// <param name="path">The .mp4 to write.</param>
    /// <param name="flight">Where the camera is when.</param>
    /// <exception cref="Core.Errors.MachineFaultException">ffmpeg is not there, or fails.</exception>
    public void Film(string path, CameraPath flight)
    {
        Show(SettlingSeconds);
        Film(
            path,
            FramesOf(flight),
            frame => _camera.From(_scene, flight.At(flight.Keyframes[0].Seconds + ((double)frame / VideoRate))),
            static () => { }
        );
    }

    /// <summary>Pictures in a film of a flight.</summary>
    public static int FramesOf(CameraPath flight) => 1 + (int)Math.Floor((flight.Duration - flight.Keyframes[0].Seconds) * VideoRate);

    /// <inheritdoc/>
    public void Dispose()
    {
        _overlay?.Dispose();
        _session.Dispose();
    }

    private void Film(string? path, int frames, Func<int, SceneFrame> frameAt, Action drawn)
    {
        using VideoWriter? video = path is null ? null : VideoWriter.Create(path, _picture.Width, _picture.Height, VideoRate);
        for (int frame = 0; frame < frames; frame++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> rgba = Picture(frameAt(frame));
            drawn();
            video?.Add(rgba);
            _context.Progress.Report((frame + 1.0) / frames);
        }

        video?.Complete();
    }

    /// <summary>The positions of the station that a kept scene shows; null where it shows the layout itself.</summary>
    private static Vector4[]? StationOf(SceneState scene)
    {
        Vector4[] positions = new Vector4[scene.Facts.Count];
        return !scene.Timeline.IsLive && scene.Timeline.History.Read(scene.Timeline.Epoch, positions) ? positions : null;
    }

    private void WriteTo(IPositionTarget target)
    {
        if (_station is { } station)
            station.CopyTo(target.Positions);
        else
            _layout.WriteTo(target);
    }

    /// <summary>Takes the layout's positions over, and lets pictures approach their size for some time.</summary>
    private void Show(double seconds)
    {
        TakePositions();
        double step = 1.0 / VideoRate;
        for (double passed = 0; passed < seconds && _scene.Pictures.IsMoving; passed += step)
            _scene.Pictures.Advance(step);
        _scene.Names.Advance(double.PositiveInfinity);
    }

    /// <summary>Takes the layout's positions over where they are others than those shown last.</summary>
    private void TakePositions()
    {
        if (_layout.Epoch == _shown)
            return;

        _shown = _layout.Epoch;
        PositionStream stream = _session.Cloud!.Stream;
        WriteTo(stream.BeginWrite(target => _station is null && _layout.WritesOnDevice(target), _context.Cancellation).Memory);
        stream.Publish(_layout.Epoch);
        SharedPositions copy = _copies.Rent(_layout.Epoch);
        WriteTo(copy);
        _scene.UpdatePositions(copy);
        copy.Release();
    }

    private OverlayStatus StatusAt(int epoch) =>
        new()
        {
            ReceivesKeys = false,
            Name = _prepared.Dataset.Name,
            Features = _prepared.FeaturesOf(),
            Count = _layout.Count,
            Method = _prepared.Method,
            Epoch = epoch,
            Epochs = _layout.Epochs,
            State = epoch < _layout.Epochs ? RunState.Running : RunState.Finished,
            Device = _prepared.Describe(DeviceName),
            Legend = _scene.Colours.Legend,
        };

    private ReadOnlySpan<byte> Picture(SceneFrame frame)
    {
        _overlay?.Update(StatusAt(_layout.Epoch));
        if (_mean is null)
            return Drawn(frame);
        for (int sample = 0; sample < _picture.Samples; sample++)
            _mean.Add(Drawn(_mean.Moved(frame, sample)));
        return _mean.Take();
    }

    private ReadOnlySpan<byte> Drawn(SceneFrame frame)
    {
        _session.Draw(frame, waitsForPictures: true, _context.Cancellation);
        return _session.Memory!.ReadColour(_context.Cancellation);
    }
}
