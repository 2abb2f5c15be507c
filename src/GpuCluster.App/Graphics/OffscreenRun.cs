using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.App.Pipeline;
using GpuCluster.Core.Layouts;
using GpuCluster.Data.Files;
using GpuCluster.Panels;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.App.Graphics;

/// <summary>Pictures and videos of a prepared layout without a window.</summary>
internal sealed class OffscreenRun : IDisposable
{
    /// <summary>Pictures a second of a video.</summary>
    public const int VideoRate = 30;

    private readonly RunContext _context;
    private readonly PictureSettings _picture;
    private readonly ILayoutStepper _layout;
    private readonly IColouring _colouring;
    private readonly OffscreenStudio _studio;
    private readonly OverlayPanel? _overlay;
    private readonly PreparedLayout _prepared;

    /// <param name="prepared">The layout; not owned.</param>
    /// <param name="picture">Size, side and points.</param>
    /// <param name="plain">No text and no legend.</param>
    /// <param name="context">Messages, and when to stop.</param>
    public OffscreenRun(PreparedLayout prepared, PictureSettings picture, bool plain, RunContext context)
    {
        _context = context;
        _picture = picture;
        _layout = prepared.Stepper;
        _prepared = prepared;
        _colouring = Colourings.Create(picture.ColourBy, _layout.Count, prepared.Dataset.Labels);
        _studio = new OffscreenStudio(picture, _layout.Count, _colouring);
        _overlay = plain ? null : new OverlayPanel(context.Progress.Warn);
    }

    /// <summary>The device that draws, for people.</summary>
    public string DeviceName => _studio.DeviceName;

    /// <summary>Writes the current positions as a .png.</summary>
    public void WritePicture(string path)
    {
        byte[] rgba = Picture(yaw: 0, close: true).ToArray();
        AtomicFile.Write(path, stream => PngWriter.Write(stream, _picture.Width, _picture.Height, rgba), _context.Cancellation);
    }

    /// <summary>Films one turn round the cloud while it moves.</summary>
    /// <param name="path">The .mp4 to write, or null to draw every picture and keep none.</param>
    /// <param name="frames">Pictures in all.</param>
    /// <param name="optimizing">The first so many pictures see the layout run, its epochs spread evenly over them; the rest see it finished.</param>
    /// <param name="drawn">Called after each picture.</param>
    /// <exception cref="Core.Errors.MachineFaultException">ffmpeg is not there, or fails.</exception>
    public void Film(string? path, int frames, int optimizing, Action drawn)
    {
        using VideoWriter? video = path is null ? null : VideoWriter.Create(path, _picture.Width, _picture.Height, VideoRate);
        for (int frame = 0; frame < frames; frame++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            int epoch = frame >= optimizing ? _layout.Epochs : (int)((long)_layout.Epochs * frame / optimizing);
            while (_layout.Epoch < epoch)
            {
                _layout.Step();
            }

            ReadOnlySpan<byte> rgba = Picture(MathF.Tau * frame / frames, close: false);
            drawn();
            video?.Add(rgba);
            _context.Progress.Report((frame + 1.0) / frames);
        }

        video?.Complete();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _overlay?.Dispose();
        _studio.Dispose();
    }

    private ReadOnlySpan<byte> Picture(float yaw, bool close)
    {
        _overlay?.Update(new OverlayStatus
        {
            HearsKeys = false,
            Count = _layout.Count,
            Method = _prepared.Method,
            Epoch = _layout.Epoch,
            Epochs = _layout.Epochs,
            State = _layout.Epoch < _layout.Epochs ? RunState.Running : RunState.Finished,
            Device = _prepared.Describe(DeviceName),
            Legend = _colouring.Legend,
        });
        return _studio.Picture(_layout, _overlay, yaw, close, _context.Cancellation);
    }
}
