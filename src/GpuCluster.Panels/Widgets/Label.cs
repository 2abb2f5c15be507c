using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>Text of one or more lines, each cut where it does not fit.</summary>
/// <param name="text">Lines, separated by line feeds; an empty text takes no room.</param>
internal sealed class Label(Func<string> text) : Widget
{
    public SKColor Colour { get; init; } = PanelStyle.FaintInk;

    /// <summary>Lines longer than the panel are broken between words, up to this many lines in all; 1: they are cut.</summary>
    public int MaxLines { get; init; } = 1;

    public override float Measure(Pen pen, float width) => Lines(pen, width).Count * 1.35f * pen.Style.Small;

    public override void Draw(Pen pen)
    {
        float top = Area.Top;
        foreach (string line in Lines(pen, Area.Width))
        {
            pen.Text(line, Area.Left, top, pen.Style.Small, Colour);
            top += 1.35f * pen.Style.Small;
        }
    }

    private List<string> Lines(Pen pen, float width)
    {
        string all = pen.Say(text());
        if (all.Length == 0)
            return [];
        List<string> lines = [];
        foreach (string paragraph in all.Split('\n'))
        {
            string rest = paragraph;
            while (MaxLines > 1 && lines.Count < MaxLines - 1 && Break(pen, rest, width) is > 0 and int cut)
            {
                lines.Add(rest[..cut].TrimEnd());
                rest = rest[cut..].TrimStart();
            }

            lines.Add(pen.Fit(rest, pen.Style.Small, width));
        }

        return lines;
    }

    /// <summary>The position at which to break a line that is too long; 0 if it fits or cannot be broken.</summary>
    private static int Break(Pen pen, string line, float width)
    {
        if (pen.Measure(line, pen.Style.Small) <= width)
            return 0;
        int cut = 0;
        for (int at = 1; at < line.Length; at++)
        {
            if (!CanBreak(line, at))
                continue;
            if (pen.Measure(line[..at], pen.Style.Small) > width)
                break;
            cut = at;
        }

        return cut;
    }

    /// <summary>Whether a line may begin at a place: at a blank, and in Chinese and its like anywhere but before a closing mark.</summary>
    private static bool CanBreak(string line, int at) =>
        line[at] == ' '
        || (
            (line[at] >= '\u2E80' || line[at - 1] >= '\u2E80') && !char.IsLowSurrogate(line[at]) && !"，。、；：）”！？".Contains(line[at])
        );
}
