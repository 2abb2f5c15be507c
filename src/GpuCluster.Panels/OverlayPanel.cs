using GpuCluster.Panels.Blocks;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Status;
using GpuCluster.Scene.Frames;
using SkiaSharp;

namespace GpuCluster.Panels;

/// <summary>
/// The text over the picture: status, legend, keys and a message. Any thread calls <see cref="Update"/>; the frame thread draws.
/// </summary>
/// <remarks>
/// How it works. A status becomes <see cref="StatusText"/>, the strings as shown. <see cref="Version"/> changes, and the overlay is drawn
/// again, only if those differ from the ones on the picture. If only running figures differ, that is at most four times a second, as people
/// do not read faster and each drawing costs about a millisecond.
/// </remarks>
public sealed class OverlayPanel : IOverlay, IDisposable
{
    private readonly Lock _lock = new();
    private readonly FontBook _fonts;
    private readonly ShownStatus _status;
    private ulong _version = 1;

    /// <summary>An empty overlay.</summary>
    /// <param name="warn">Called once per character that no installed font covers; null to ignore.</param>
    /// <param name="fontFolders">Where to look for fonts for scripts that the program's own lacks; null: where the system keeps
    /// them.</param>
    /// <param name="time">The clock that limits how often figures are drawn; null: the system's.</param>
    /// <param name="words">The language; null: English.</param>
    public OverlayPanel(
        Action<string>? warn = null,
        IReadOnlyList<string>? fontFolders = null,
        TimeProvider? time = null,
        PanelWords? words = null
    )
    {
        _fonts = new FontBook(fontFolders ?? FontBook.SystemFolders(), warn ?? (static _ => { }), words);
        _status = new ShownStatus(time ?? TimeProvider.System);
    }

    public ulong Version
    {
        get
        {
            lock (_lock)
                return _version;
        }
    }

    /// <summary>Sets the newest status. Cheap if no shown text has changed.</summary>
    /// <returns>True if the overlay has to be drawn again.</returns>
    public bool Update(OverlayStatus status)
    {
        lock (_lock)
        {
            if (!_status.Update(status))
                return false;
            _version++;
            return true;
        }
    }

    public unsafe void Draw(int width, int height, Span<byte> rgba)
    {
        if (width <= 0 || height <= 0)
            return;
        ArgumentOutOfRangeException.ThrowIfLessThan(rgba.Length, checked(width * height * 4), nameof(rgba));
        lock (_lock)
        {
            fixed (byte* pixels = rgba)
            {
                SKImageInfo info = new(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
                using SKSurface surface = SKSurface.Create(info, (nint)pixels, info.RowBytes);
                surface.Canvas.Clear(SKColors.Transparent);
                using Pen pen = new(surface.Canvas, _fonts, PanelStyle.For(width, height, _status.Text.Scale));
                Paint(pen);
            }
        }
    }

    /// <summary>
    /// The area of a picture that status and legend cover. Each stands in a corner: of the insets that leave both out, those with the
    /// largest area between them.
    /// </summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public FrameInsets InsetsOf(int width, int height)
    {
        if (width <= 0 || height <= 0)
            return default;
        lock (_lock)
        {
            using SKSurface ruler = SKSurface.CreateNull(1, 1);
            using Pen pen = new(ruler.Canvas, _fonts, PanelStyle.For(width, height, _status.Text.Scale));
            (SKRect status, SKRect legend) = Paint(pen);
            (int below, int right) = ((int)MathF.Ceiling(status.Bottom), (int)MathF.Ceiling(status.Right));
            (int under, int beside) = legend.IsEmpty ? (0, 0) : ((int)MathF.Ceiling(legend.Bottom), width - (int)legend.Left);
            FrameInsets[] ways =
            [
                new(right, 0, beside, 0),
                new(0, below, beside, 0),
                new(right, under, 0, 0),
                new(0, Math.Max(below, under), 0, 0),
            ];
            return ways.MaxBy(way => (long)Math.Max(0, width - way.Left - way.Right) * Math.Max(0, height - way.Top));
        }
    }

    public void Dispose() => _fonts.Dispose();

    private (SKRect Status, SKRect Legend) Paint(Pen pen)
    {
        StatusText shown = _status.Text;
        SKRect status = StatusBlock.Draw(pen, shown);
        SKRect message = MessageBlock.Draw(pen, shown.Message, new SKRect(0, 0, pen.Style.Width, pen.Style.Height));
        SKRect colours = shown.Legend is { Entries.Count: > 0 } legend
            ? LegendBlock.Draw(pen, legend, shown.ReceivesKeys, status, message)
            : SKRect.Empty;
        if (shown.ShowsHelp)
            HelpBlock.Draw(pen);
        return (status, colours);
    }
}
