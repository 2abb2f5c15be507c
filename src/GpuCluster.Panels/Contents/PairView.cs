using System.Globalization;
using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Pairs;
using SkiaSharp;

namespace GpuCluster.Panels.Contents;

/// <summary>
/// Two pictures and their difference, each with what its file says. The wheel zooms into all three at one place, dragging moves them, a
/// double click shows them whole.
/// </summary>
/// <param name="scene">What is shown.</param>
/// <param name="height">Its height in pixels.</param>
internal sealed class PairView(SceneState scene, Func<float> height) : Widget, IDisposable
{
    /// <summary>The zoom factor of one wheel step.</summary>
    private const float ZoomStep = 1.25f;

    /// <summary>Lines of text above a picture.</summary>
    private const int Lines = 2;

    private readonly DecodedImages _images = new();
    private readonly SKRect[] _seen = new SKRect[3];
    private readonly Vector2[] _span = new Vector2[3];
    private (SKPoint At, Vector2 Centre, int Cell)? _dragged;

    public override float Measure(Pen pen, float width) => Math.Max(4 * pen.Style.Unit, height());

    public override void Draw(Pen pen)
    {
        PairContent content = scene.Pair.Content;
        DecodedImage?[] whole = [content.Left?.Whole, content.Right?.Whole, content.Difference?.Whole];
        DecodedImage?[] fitted = [content.Left?.Fitted, content.Right?.Fitted, content.Difference?.Fitted];
        _images.Keep([.. whole.Concat(fitted).OfType<DecodedImage>()]);
        SKRect[] cells = Cells(pen, whole.OfType<DecodedImage>().FirstOrDefault());
        string?[] waiting = [Waiting(content.Left), Waiting(content.Right), WaitingDifference(content)];
        for (int i = 0; i < cells.Length; i++)
        {
            SKRect room = DrawText(pen, cells[i], i);
            pen.Fill(room, new SKColor(0, 0, 0, 120), 0.15f * pen.Style.Unit);
            _seen[i] = room;
            _span[i] = Vector2.One;
            if (whole[i] is { } picture)
                DrawPicture(pen, picture, fitted[i] ?? picture, i);
            else if (waiting[i] is { } text)
                pen.TextInside(pen.Say(text), room, pen.Style.Small, PanelStyle.FaintInk);
        }
    }

    public override bool Point(in PointerInput input)
    {
        PairModel pair = scene.Pair;
        SKPoint at = input.At;
        int cell = Array.FindIndex(_seen, seen => seen.Contains(at));
        switch (input.Kind)
        {
            case PointerKind.Press when input.Clicks == 2:
                pair.ShowWhole();
                return true;
            case PointerKind.Press:
                _dragged = cell >= 0 ? (at, pair.Centre, cell) : null;
                return true;
            case PointerKind.Drag when _dragged is { } from:
                SKRect seen = _seen[from.Cell];
                pair.PanTo(
                    from.Centre - (new Vector2((at.X - from.At.X) / seen.Width, (at.Y - from.At.Y) / seen.Height) * _span[from.Cell])
                );
                return true;
            case PointerKind.Release:
                _dragged = null;
                return true;
            case PointerKind.Wheel when cell >= 0:
                Vector2 share = new((at.X - _seen[cell].Left) / _seen[cell].Width, (at.Y - _seen[cell].Top) / _seen[cell].Height);
                pair.ZoomBy(MathF.Pow(ZoomStep, input.Steps), Middle(_span[cell]) + ((share - new Vector2(0.5f)) * _span[cell]));
                return true;
            default:
                return input.Kind == PointerKind.Wheel;
        }
    }

    /// <summary>Frees the pictures that it drew last.</summary>
    public void Release() => _images.Keep([]);

    public void Dispose() => _images.Dispose();

    private static string? Waiting(PairPicture? picture) => picture is null ? "reading" : picture.Fault;

    private static string? WaitingDifference(PairContent content) =>
        content.Left?.Fault is not null || content.Right?.Fault is not null ? "no difference" : "comparing";

    // The file first, as what does not fit is cut at the end.
    private static string NameOf(string name) =>
        Path.GetFileName(name) is { Length: > 0 } file && Path.GetDirectoryName(name) is { Length: > 0 } folder
            ? $"{file}  ·  {folder}"
            : name;

    private static string Facts(PairPicture picture)
    {
        List<string> facts = [];
        if (picture.Width > 0)
            facts.Add($"{picture.Width} x {picture.Height}");
        if (picture.Bytes > 0)
            facts.Add(Size(picture.Bytes));
        if (picture.Format is { } format)
            facts.Add(format);
        if (picture.Changed is { } changed)
            facts.Add(changed.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        if (picture.Whole is { } whole && (long)whole.Width * whole.Height < (long)picture.Width * picture.Height)
            facts.Add($"shown at {whole.Width} x {whole.Height}");
        return string.Join("  ·  ", facts);
    }

    private static string Size(long bytes) =>
        bytes < 1_000 ? $"{bytes} B"
        : bytes < 1_000_000 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.##} MB");

    // In a row, or two above the difference: as the pictures become larger.
    private SKRect[] Cells(Pen pen, DecodedImage? picture)
    {
        float gap = 0.5f * pen.Style.Unit;
        float text = Lines * pen.Style.Line;
        Vector2 size = picture is null ? new Vector2(4, 3) : new Vector2(picture.Width, picture.Height);
        float third = (Area.Width - (2 * gap)) / 3,
            half = (Area.Width - gap) / 2,
            low = (Area.Height - gap) / 2;
        float inRow = Math.Min(third / size.X, (Area.Height - text) / size.Y),
            above = Math.Min(half / size.X, (low - text) / size.Y);
        return inRow >= above
            ? [.. Enumerable.Range(0, 3).Select(i => SKRect.Create(Area.Left + (i * (third + gap)), Area.Top, third, Area.Height))]
            :
            [
                SKRect.Create(Area.Left, Area.Top, half, low),
                SKRect.Create(Area.Left + half + gap, Area.Top, half, low),
                SKRect.Create(Area.Left + ((half + gap) / 2), Area.Top + low + gap, half, low),
            ];
    }

    private SKRect DrawText(Pen pen, SKRect cell, int index)
    {
        PairModel pair = scene.Pair;
        float size = pen.Style.Small;
        (string name, string facts, string? tag) = index switch
        {
            0 => TextOf(pair.Left, pair.Content.Left),
            1 => TextOf(pair.Right, pair.Content.Right),
            _ => (pen.Say("Difference"), DifferenceText(pair.Content.Difference), null),
        };
        float right = cell.Right;
        if (tag is not null)
            right = pen.TextBefore(pen.Fit(tag, size, cell.Width / 3), cell.Right, cell.Top, size, PanelStyle.Accent) - (0.5f * size);
        pen.Text(pen.Fit(name, size, right - cell.Left), cell.Left, cell.Top, size, PanelStyle.Ink);
        pen.Text(pen.Fit(pen.Say(facts), size, cell.Width), cell.Left, cell.Top + (0.95f * pen.Style.Line), size, PanelStyle.FaintInk);
        return new SKRect(cell.Left, cell.Top + (Lines * pen.Style.Line), cell.Right, cell.Bottom);
    }

    private (string Name, string Facts, string? Tag) TextOf(int sample, PairPicture? picture) =>
        (NameOf(scene.Facts.NameOf(sample)), picture is null ? string.Empty : Facts(picture), scene.Selection.Marks.Tags[sample]);

    private static string DifferenceText(PairDifference? difference) =>
        difference is null
            ? string.Empty
            : string.Create(
                CultureInfo.InvariantCulture,
                $"mean {difference.Mean:0.##}, at most {difference.Max} of 255  ·  shown {difference.Gain} times"
            );

    private void DrawPicture(Pen pen, DecodedImage whole, DecodedImage fitted, int index)
    {
        SKRect room = _seen[index];
        float scale = Math.Min(room.Width / whole.Width, room.Height / whole.Height) * scene.Pair.Zoom;
        Vector2 span = new(Math.Min(1, room.Width / (whole.Width * scale)), Math.Min(1, room.Height / (whole.Height * scale)));
        Vector2 size = span * new Vector2(whole.Width, whole.Height) * scale;
        SKRect area = SKRect.Create(room.MidX - (size.X / 2), room.MidY - (size.Y / 2), size.X, size.Y);
        (_seen[index], _span[index]) = (area, span);
        Vector2 from = Middle(span) - (span / 2);

        // The small one is averaged, so that fine lines do not flicker; past its pixels, and where it is not smaller, the whole one.
        DecodedImage image = scale * whole.Width <= fitted.Width ? fitted : whole;
        pen.Image(
            _images.Of(image),
            SKRect.Create(from.X * image.Width, from.Y * image.Height, span.X * image.Width, span.Y * image.Height),
            area,
            isSmooth: scale < 3
        );
        pen.Frame(area, PanelStyle.Edge, Math.Max(1, pen.Style.Unit / 14));
    }

    // Nothing outside of the picture is shown.
    private Vector2 Middle(Vector2 span) => Vector2.Clamp(scene.Pair.Centre, span / 2, Vector2.One - (span / 2));
}
