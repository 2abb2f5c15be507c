using System.Diagnostics;

namespace GpuCluster.Panels.Status;

/// <summary>
/// The status that is on the picture. If only running figures differ, it changes at most four times a second, as people do not read faster.
/// </summary>
internal sealed class ShownStatus(TimeProvider time)
{
    private static readonly TimeSpan FigureInterval = TimeSpan.FromMilliseconds(250);

    private long _shownAt = time.GetTimestamp() - Stopwatch.Frequency;

    public StatusText Text { get; private set; } = StatusText.Of(new OverlayStatus());

    /// <summary>Sets the newest status; true if the shown text changes.</summary>
    public bool Update(OverlayStatus status)
    {
        StatusText text = StatusText.Of(status);
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
