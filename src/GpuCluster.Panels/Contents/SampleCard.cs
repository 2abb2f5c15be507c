using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Samples;
using SkiaSharp;

namespace GpuCluster.Panels.Contents;

/// <summary>A sample's picture beside its class, name and row.</summary>
/// <param name="parts">Facts and pictures.</param>
/// <param name="sample">Which, or null: the hint is drawn in its place.</param>
internal sealed class SampleCard(DeskParts parts, Func<int?> sample) : Widget
{
    /// <summary>Edge of a whole image, in which the sample may be small, in text sizes.</summary>
    private const float WholeEdge = 10;

    /// <summary>Edge of the picture in text sizes.</summary>
    public float Edge { get; init; } = 5;

    /// <summary>Whether the text stands below the picture rather than beside it.</summary>
    public bool IsUpright { get; init; }

    /// <summary>Whether an object in an image is shown in the whole image, with a frame around it.</summary>
    public bool ShowsWhole { get; init; }

    /// <summary>Lines that stand in place of a sample; the card is as high with a sample as without.</summary>
    public string Hint { get; init; } = string.Empty;

    public override float Measure(Pen pen, float width) =>
        (parts.Shelf is null ? 0 : EdgeOf(pen, width)) + (parts.Shelf is null || IsUpright ? 2.9f * pen.Style.Small : 0);

    /// <summary>The width at which nothing is cut.</summary>
    public float NaturalWidth(Pen pen)
    {
        if (sample() is not { } index || index >= parts.Scene.Facts.Count)
            return 0;
        float unit = pen.Style.Unit;
        string call = parts.Scene.Facts.NameOf(index);
        float text = Math.Max(
            Math.Max(
                pen.Measure(Path.GetFileName(call), pen.Style.Small),
                pen.Measure(Path.GetDirectoryName(call) ?? string.Empty, pen.Style.Small)
            ),
            pen.Measure(parts.Scene.Facts.ClassOf(index) ?? string.Empty, pen.Style.Small) + unit
        );
        return text + (parts.Shelf is null ? 0 : (Edge + 0.6f) * unit);
    }

    public override void Draw(Pen pen)
    {
        if (sample() is not { } index || index >= parts.Scene.Facts.Count)
        {
            DrawHint(pen);
            return;
        }

        SampleFacts facts = parts.Scene.Facts;
        float unit = pen.Style.Unit;
        float size = pen.Style.Small;
        float x = Area.Left;
        float top = Area.Top;
        if (parts.Shelf is { } shelf)
        {
            float edge = EdgeOf(pen, Area.Width);
            SKRect picture = SKRect.Create(x, Area.Top, edge, edge);
            pen.Fill(picture, new SKColor(0, 0, 0, 140), 0.2f * unit);
            if (shelf.Find(index, edge, ShowsWhole) is { } image)
                pen.Image(image, new SKRect(0, 0, image.Width, image.Height), picture);
            pen.Frame(picture, PanelStyle.Edge, Math.Max(1, unit / 14), 0.2f * unit);
            if (IsUpright)
                top = picture.Bottom;
            else
                x = picture.Right + (0.6f * unit);
        }

        float width = Area.Right - x;
        if (facts.ClassOf(index) is { } name)
        {
            uint rgba = LabelPalette.Of(facts.Labels!.ClassOf[index]);
            pen.Disc(
                x + (0.35f * unit),
                top + (0.69f * size),
                0.33f * unit,
                new SKColor((byte)rgba, (byte)(rgba >> 8), (byte)(rgba >> 16))
            );
            pen.Text(pen.Fit(name, size, width - unit), x + unit, top, size, PanelStyle.Ink);
            top += 1.35f * size;
        }

        string call = facts.NameOf(index);
        string file = Path.GetFileName(call);
        Line(file.Length > 0 ? file : call, PanelStyle.Ink);
        string folder = Path.GetDirectoryName(call) ?? string.Empty;
        if (folder.Length > 0)
            Line(folder, PanelStyle.FaintInk);
        int row = facts.RowOf(index);
        if (!call.Equals($"row {row}", StringComparison.Ordinal))
            Line(pen.Say($"row {row:N0}"), PanelStyle.FaintInk);

        void Line(string text, SKColor colour)
        {
            if (text.Length == 0 || top + size > Area.Bottom + (0.4f * size))
                return;
            pen.Text(pen.Fit(text, size, width), x, top, size, colour);
            top += 1.35f * size;
        }
    }

    private void DrawHint(Pen pen)
    {
        float top = Area.Top;
        foreach (string line in pen.Say(Hint).Split('\n'))
        {
            pen.Text(pen.Fit(line, pen.Style.Small, Area.Width), Area.Left, top, pen.Style.Small, PanelStyle.FaintInk);
            top += 1.35f * pen.Style.Small;
        }
    }

    private float EdgeOf(Pen pen, float width) =>
        Math.Min((ShowsWhole && parts.Shelf is { AreParts: true } ? WholeEdge : Edge) * pen.Style.Unit, width / 2);
}
