using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using SkiaSharp;

namespace GpuCluster.Panels.Desk;

/// <summary>
/// A part of the desk: a section of widgets with a heading, drawn into its own picture, and only when its content has changed.
/// </summary>
/// <param name="title">The heading.</param>
/// <param name="content">The widgets.</param>
internal sealed class Panel(string title, Widget content)
{
    /// <summary>Running figures are drawn four times a second at most, as people do not read faster.</summary>
    private static readonly TimeSpan FigureInterval = TimeSpan.FromMilliseconds(250);

    private readonly PanelBitmap _picture = new();
    private int _stamp;
    private int _figures;
    private bool _isStale = true;
    private long _drawnAt;

    /// <summary>A version that changes whenever the content changes; cheap, read every frame.</summary>
    public Func<int> Stamp { get; init; } = static () => 0;

    /// <summary>The same for content that changes all the time while a layout runs.</summary>
    public Func<int> Figures { get; init; } = static () => 0;

    /// <summary>Whether there is anything to show.</summary>
    public Func<bool> ShownWhen { get; init; } = static () => true;

    /// <summary>A few words beside the heading.</summary>
    public Func<string> Summary { get; init; } = static () => string.Empty;

    /// <summary>Whether it is folded at first.</summary>
    public bool BeginsFolded { get; init; }

    /// <summary>Whether nothing shines through: a large sheet, below which the cloud is not drawn.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>The widget that a key of the scene goes to; null if there is none.</summary>
    public Widget? Entry { get; init; }

    /// <summary>Read every frame: a widget that takes the keyboard now, such as a list that has just been filled; else null.</summary>
    public Func<Widget?> Claim { get; init; } = static () => null;

    public Section Root => field ??= new Section(title, content) { Summary = Summary, IsFolded = BeginsFolded };

    public PanelBitmap Picture => _picture;

    /// <summary>Where the picture's top left pixel is on the desk.</summary>
    public SKPointI Place { get; set; }

    /// <summary>Marks the panel for drawing: a widget was used, or sizes changed.</summary>
    public void Touch() => _isStale = true;

    /// <summary>Draws the panel if it changed; true if it did.</summary>
    public bool Refresh(FontBook fonts, PanelStyle style, int width, TimeProvider time)
    {
        int stamp = Stamp();
        int figures = Figures();
        bool areFiguresDue = figures != _figures && time.GetElapsedTime(_drawnAt) >= FigureInterval;
        if (!_isStale && stamp == _stamp && !areFiguresDue)
            return false;
        (_stamp, _figures, _drawnAt, _isStale) = (stamp, figures, time.GetTimestamp(), false);
        float inside = width - (2 * style.Padding);
        using SKSurface ruler = SKSurface.CreateNull(1, 1);
        using Pen measuring = new(ruler.Canvas, fonts, style);
        int height = (int)MathF.Ceiling(Root.Measure(measuring, inside) + (1.6f * style.Padding));
        _picture.Draw(
            width,
            height,
            fonts,
            style,
            pen =>
            {
                pen.Panel(new SKRect(0.5f, 0.5f, width - 0.5f, height - 0.5f), IsOpaque ? PanelStyle.SheetBack : PanelStyle.Back);
                Root.Arrange(pen, new SKRect(style.Padding, 0.8f * style.Padding, width - style.Padding, height - (0.8f * style.Padding)));
                Root.Draw(pen);
            }
        );
        return true;
    }
}
