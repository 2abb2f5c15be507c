using System.Globalization;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Plots;

/// <summary>
/// The histogram of a column: all samples grey, those that the other conditions let through in colour. A drag chooses a range.
/// </summary>
/// <param name="title">The column.</param>
/// <param name="column">Its histogram.</param>
/// <param name="counts">How many samples of each bar the other conditions let through.</param>
/// <param name="range">The chosen range, or null.</param>
/// <param name="choose">Called with a range, or with null for none, and whether the drag is over.</param>
internal sealed class Histogram(
    string title,
    Func<ColumnHistogram> column,
    Func<int[]> counts,
    Func<(double Low, double High)?> range,
    Action<(double Low, double High)?, bool> choose
) : Widget
{
    private static readonly SKColor AllColour = new(255, 255, 255, 40);

    private SKRect _bars;
    private int? _pressed;
    private int _reached;
    private bool _isDragged;

    public override bool TakesFocus => true;

    public override float Measure(Pen pen, float width) => 4.6f * pen.Style.Unit;

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        float size = 0.72f * unit;
        pen.Fill(Area, IsHovered ? PanelStyle.HoveredField : PanelStyle.Field, 0.35f * unit);
        SKRect inside = SKRect.Inflate(Area, -0.4f * unit, -0.25f * unit);
        ColumnHistogram shown = column();
        (double Low, double High)? chosen = range();
        string words =
            shown.IsEmpty ? "no values"
            : chosen is { } between ? $"{Text(between.Low)} to {Text(between.High)}"
            : string.Empty;
        float left = pen.TextBefore(pen.Say(words), inside.Right, inside.Top, size, PanelStyle.Ink);
        pen.Text(pen.Fit(title, size, left - inside.Left - (0.5f * unit)), inside.Left, inside.Top, size, PanelStyle.FaintInk);
        _bars = new SKRect(inside.Left, inside.Top + (1.5f * size), inside.Right, inside.Bottom - (1.35f * size));
        DrawBars(pen, shown, chosen);
        pen.Text(Text(shown.Low), inside.Left, _bars.Bottom + (0.1f * size), size, PanelStyle.FaintInk);
        pen.TextBefore(Text(shown.High), inside.Right, _bars.Bottom + (0.1f * size), size, PanelStyle.FaintInk);
        DrawFocus(pen, 0.35f * unit);
    }

    public override bool Point(in PointerInput input)
    {
        switch (input.Kind)
        {
            case PointerKind.Press:
                (_pressed, _isDragged) = (BarAt(input.At.X), false);
                return true;
            case PointerKind.Drag when _pressed is { } from:
                int bar = BarAt(input.At.X);
                _isDragged |= bar != from;
                _reached = bar;
                if (_isDragged)
                    choose(Between(from, bar), false);
                return true;
            case PointerKind.Release when _pressed is { } from:
                // A click chooses its bar; on a chosen range it ends the choice.
                (double Low, double High)? next =
                    _isDragged ? Between(from, _reached)
                    : range() is not null ? null
                    : Between(from, from);
                _pressed = null;
                choose(next, true);
                return true;
            default:
                return false;
        }
    }

    public override bool Press(Key key, bool isShift)
    {
        if (key is not (Key.Delete or Key.Backspace) || range() is null)
            return false;
        choose(null, true);
        return true;
    }

    private void DrawBars(Pen pen, ColumnHistogram shown, (double Low, double High)? chosen)
    {
        int[] all = shown.All;
        int[] some = counts();
        double top = Math.Sqrt(Math.Max(1, all.Max()));
        float step = _bars.Width / all.Length;
        (double Left, double Right)? span = chosen is { } ends ? shown.SpanOf(ends) : null;
        if (span is { } field)
        {
            pen.Fill(
                new SKRect(
                    _bars.Left + (float)(field.Left * _bars.Width),
                    _bars.Top,
                    _bars.Left + (float)(field.Right * _bars.Width),
                    _bars.Bottom
                ),
                PanelStyle.AccentField
            );
        }

        for (int i = 0; i < all.Length; i++)
        {
            // By the root of the number, so that a few beside thousands are seen.
            double middle = (i + 0.5) / all.Length;
            bool isIn = span is not { } within || (middle >= within.Left && middle <= within.Right);
            Bar(all[i], AllColour);
            Bar(some[i], isIn ? PanelStyle.Accent : PanelStyle.DimInk);

            void Bar(int count, SKColor colour)
            {
                float height = (float)(Math.Sqrt(count) / top) * _bars.Height;
                float x = _bars.Left + (i * step);
                if (count > 0)
                    pen.Fill(SKRect.Create(x, _bars.Bottom - Math.Max(1, height), Math.Max(1, step - 1), Math.Max(1, height)), colour);
            }
        }
    }

    private static string Text(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e7
            ? value.ToString("0", CultureInfo.InvariantCulture)
            : value.ToString("G4", CultureInfo.InvariantCulture);

    private (double Low, double High) Between(int one, int other) => column().RangeOf(Math.Min(one, other), Math.Max(one, other));

    private int BarAt(float x)
    {
        int bars = column().All.Length;
        return Math.Clamp((int)((x - _bars.Left) / Math.Max(1, _bars.Width) * bars), 0, bars - 1);
    }
}
