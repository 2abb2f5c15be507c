using GpuCluster.Panels.Drawing;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;
using SkiaSharp;

namespace GpuCluster.Panels.Blocks;

/// <summary>
/// Top right: the colours and their names, in as many columns as fit beside the status; it counts the entries that do not fit.
/// </summary>
internal static class LegendBlock
{
    /// <summary>The widest a name gets before it is cut, in text sizes.</summary>
    private const float WidestName = 14;

    /// <summary>The largest share of the picture that the columns take, so that the cloud stays visible.</summary>
    private const float WidestShare = 0.36f;

    /// <summary>Names measured, from the first, to know how wide a column gets: more than can be shown.</summary>
    private const int MaxMeasured = 400;

    /// <returns>The area it covers; empty where there is no room for it.</returns>
    public static SKRect Draw(Pen pen, Legend legend, bool hearsKeys, SKRect status, SKRect message)
    {
        PanelStyle style = pen.Style;
        float swatch = 1.1f * style.Unit;
        float gap = 1.2f * style.Unit;
        float roomWidth = style.Width - status.Right - (2 * style.Margin) - (2 * style.Padding);
        float roomHeight = (message.IsEmpty ? style.Height : message.Top) - (2 * style.Margin) - (2 * style.Padding);
        int rows = Math.Max(1, (int)(roomHeight / style.Line) - 1);

        float natural = legend.Entries.Take(MaxMeasured).Max(entry => pen.Measure(Label(pen, entry), style.Unit));
        float name = Math.Clamp(Math.Min(natural, roomWidth - swatch), 0, WidestName * style.Unit);
        if (name < 2 * style.Unit && name < natural)
            return SKRect.Empty;
        float columnsWidth = Math.Min(roomWidth, WidestShare * style.Width);
        int maxColumns = Math.Max(1, (int)((columnsWidth + gap) / (swatch + name + gap)));
        int columns = Math.Min(maxColumns, (legend.Entries.Count + rows - 1) / rows);
        int places = columns * rows;
        int shown = legend.Entries.Count <= places ? legend.Entries.Count : places - 1;
        rows = Math.Min(rows, (Math.Min(places, legend.Entries.Count) + columns - 1) / columns);

        string hint = hearsKeys ? $"      {pen.Say($"{SceneCommands.NextColouring.Keys} next")}" : string.Empty;
        string title = pen.Fit(pen.SayValue(legend.Title) + hint, style.Unit, roomWidth);
        float width = Math.Max((columns * (swatch + name)) + ((columns - 1) * gap), pen.Measure(title, style.Unit));
        SKRect area = SKRect.Create(
            style.Width - style.Margin - width - (2 * style.Padding),
            style.Margin,
            width + (2 * style.Padding),
            ((rows + 1) * style.Line) + (2 * style.Padding)
        );
        pen.Panel(area);
        pen.Text(title, area.Left + style.Padding, area.Top + style.Padding, style.Unit, PanelStyle.FaintInk);
        for (int i = 0; i < shown; i++)
        {
            LegendEntry entry = legend.Entries[i];
            (float x, float top) = PlaceOf(i);
            pen.Disc(x + (0.4f * style.Unit), top + (0.68f * style.Unit), 0.38f * style.Unit, ColourOf(entry.Rgba));
            pen.Text(pen.Fit(Label(pen, entry), style.Unit, name), x + swatch, top, style.Unit, PanelStyle.Ink);
        }

        if (shown < legend.Entries.Count)
        {
            (float x, float top) = PlaceOf(shown);
            pen.Text(
                pen.Fit(pen.Say($"+{legend.Entries.Count - shown:N0} more"), style.Unit, swatch + name),
                x,
                top,
                style.Unit,
                PanelStyle.FaintInk
            );
        }

        return area;

        (float X, float Top) PlaceOf(int place) =>
            (
                area.Left + style.Padding + (place / rows * (swatch + name + gap)),
                area.Top + style.Padding + ((1 + (place % rows)) * style.Line)
            );
    }

    private static string Label(Pen pen, LegendEntry entry) =>
        entry.Count > 0 ? $"{pen.SayValue(entry.Name)}  {entry.Count:N0}" : pen.SayValue(entry.Name);

    private static SKColor ColourOf(uint rgba) => new((byte)rgba, (byte)(rgba >> 8), (byte)(rgba >> 16));
}
