using System.Diagnostics;

namespace GpuCluster.Panels.Status;

/// <summary>The status that is on the picture. Where nothing but running figures differ it changes at most four times a second, for nobody reads faster.</summary>
internal sealed class ShownStatus(TimeProvider time)
{
    private static readonly TimeSpan FigureInterval = TimeSpan.FromMilliseconds(250);

    private long _shownAt = time.GetTimestamp() - Stopwatch.Frequency;

    public StatusText Text { get; private set; } = StatusText.Of(new OverlayStatus());

    /// <summary>Takes over the newest status; true where what is shown changes.</summary>
    public bool Update(OverlayStatus status)
    {
        var text = StatusText.Of(status);
        if (text == Text)
            return false;
        bool onlyFigures = text with { Figures = Text.Figures } == Text;
        if (onlyFigures && time.GetElapsedTime(_shownAt) < FigureInterval)
            return false;
        Text = text;
        _shownAt = time.GetTimestamp();
        return true;
    }
}
