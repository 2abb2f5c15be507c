using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Status;
using GpuCluster.Scene;
using SkiaSharp;

namespace GpuCluster.Panels.Blocks;

/// <summary>Top left: first what is shown, then progress and speed, and the device last.</summary>
internal static class StatusBlock
{
    /// <summary>The widest the block gets, as a share of the picture.</summary>
    private const float WidestShare = 0.56f;

    /// <param name="pen">Draws.</param>
    /// <param name="status">What is shown.</param>
    /// <param name="min">The narrowest the block gets, in pixels, so that it lines up with what is below.</param>
    /// <param name="max">The widest it gets, in pixels; longer lines are cut.</param>
    /// <returns>The area it covers.</returns>
    public static SKRect Draw(Pen pen, StatusText status, float min = 0, float max = float.PositiveInfinity)
    {
        PanelStyle style = pen.Style;
        float widest = Math.Min(max, style.Width * WidestShare) - (2 * style.Padding);
        string[] lines = [.. Lines(pen, status).Where(line => line.Length > 0).Select(line => pen.Fit(line, style.Unit, widest))];
        bool hasBar = status.Figures.Percent >= 0;
        float dot = 0.9f * style.Unit;
        float width = lines
            .Select(line => pen.Measure(line, style.Unit))
            .Append(dot + pen.Measure(StateName(pen, status), style.Unit))
            .Append(hasBar ? 11 * style.Unit : 0)
            .Max();
        width = Math.Min(Math.Max(width, min - (2 * style.Padding)), widest);

        float height = ((lines.Length + 1) * style.Line) + (hasBar ? 0.8f * style.Unit : 0);
        SKRect area = SKRect.Create(style.Margin, style.Margin, width + (2 * style.Padding), height + (2 * style.Padding));
        pen.Panel(area);
        float x = area.Left + style.Padding;
        float top = area.Top + style.Padding;
        for (int i = 0; i < lines.Length; i++, top += style.Line)
            pen.Text(lines[i], x, top, style.Unit, i == 0 ? PanelStyle.Ink : PanelStyle.FaintInk);
        pen.Disc(x + (0.32f * style.Unit), top + (0.68f * style.Unit), 0.28f * style.Unit, StateColour(status.State));
        pen.Text(pen.Fit(StateName(pen, status), style.Unit, widest - dot), x + dot, top, style.Unit, PanelStyle.Ink);
        if (hasBar)
        {
            pen.Bar(
                SKRect.Create(x, top + style.Line + (0.3f * style.Unit), width, 0.3f * style.Unit),
                status.Figures.Percent / 100f,
                StateColour(status.State)
            );
        }

        return area;
    }

    // The name of the data is not the program's to translate.
    private static IEnumerable<string> Lines(Pen pen, StatusText status) =>
        new[]
        {
            status.Features,
            status.Method,
            status.Figures.Epoch,
            StatusText.Joined(status.Figures.EpochTime, status.Figures.FrameRate),
            status.Device,
            status.StageShape,
            status.Figures.Items,
        }
            .Select(pen.Say)
            .Prepend(StatusText.Joined(status.Name, pen.Say(status.Count)));

    private static string StateName(Pen pen, StatusText status) =>
        status.State switch
        {
            RunState.Loading => $"{pen.Say(status.Stage.Length > 0 ? status.Stage : "loading")}  {status.Figures.Percent} %",
            RunState.Running => WithHint(pen, "running", $"{SceneCommands.Help.Keys} keys", status),
            RunState.Paused => WithHint(pen, "paused", $"{SceneCommands.Pause.Keys} goes on", status),
            RunState.Finished => WithHint(pen, "finished", $"{SceneCommands.Help.Keys} keys", status),
            _ => pen.Say("stopped by an error"),
        };

    private static string WithHint(Pen pen, string state, string hint, StatusText status) =>
        status.ReceivesKeys ? $"{pen.Say(state)}      {pen.Say(hint)}" : pen.Say(state);

    private static SKColor StateColour(RunState state) =>
        state switch
        {
            RunState.Loading or RunState.Running => PanelStyle.Accent,
            RunState.Paused => new SKColor(0xF0, 0xC0, 0x60),
            RunState.Finished => new SKColor(0xA8, 0xF0, 0xA8),
            _ => new SKColor(0xF0, 0x50, 0x40),
        };
}
