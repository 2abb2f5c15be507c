using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A scrolling list that draws only the visible rows. A click, Enter or Space chooses the row, the arrows walk.</summary>
/// <param name="count">How many rows there are.</param>
/// <param name="row">What a row shows.</param>
/// <param name="choose">Called with a chosen row and the number of clicks, 1 or 2; a double click causes two calls, with 1 and then with
/// 2.</param>
internal sealed class ListView(Func<int> count, Func<int, ListRow> row, Action<int, int> choose) : Widget
{
    private int _first;
    private int _hovered = -1;
    private int _current;
    private float _line = 1;
    private bool _dragsBar;

    /// <summary>Rows seen at once, at most.</summary>
    public int MaxRows { get; init; } = 8;

    /// <summary>Called with the row under the cursor, or with -1 if there is none; null to ignore.</summary>
    public Action<int>? Hover { get; init; }

    /// <summary>Called with a key before the list uses it; true if it was used; null to ignore.</summary>
    public Func<Key, bool>? Keys { get; init; }

    /// <summary>The first row that is seen.</summary>
    public int First => Math.Clamp(_first, 0, Math.Max(0, count() - Seen));

    /// <summary>Rows seen at once.</summary>
    public int Seen => Math.Min(MaxRows, count());

    public override bool TakesFocus => count() > 0;

    public override bool TakesFocusByMouse => true;

    public override float Measure(Pen pen, float width) => Seen * LineOf(pen);

    public override void Draw(Pen pen)
    {
        _line = LineOf(pen);
        int rows = count();
        float unit = pen.Style.Unit;
        float right = Area.Right - (rows > Seen ? 0.6f * unit : 0);
        for (int i = First; i < Math.Min(rows, First + Seen); i++)
        {
            DrawRow(
                pen,
                row(i),
                SKRect.Create(Area.Left, Area.Top + ((i - First) * _line), right - Area.Left, _line),
                i == _hovered,
                IsFocused && i == _current
            );
        }

        if (rows > Seen)
        {
            pen.Fill(SKRect.Create(Area.Right - (0.35f * unit), Area.Top, 0.25f * unit, Area.Height), PanelStyle.Field, 0.12f * unit);
            float length = Math.Max(0.8f * unit, Area.Height * Seen / rows);
            float top = Area.Top + ((Area.Height - length) * First / (rows - Seen));
            pen.Fill(
                SKRect.Create(Area.Right - (0.35f * unit), top, 0.25f * unit, length),
                _dragsBar ? PanelStyle.Accent : PanelStyle.DimInk,
                0.12f * unit
            );
        }

        DrawFocus(pen, 0.2f * unit);
    }

    public override bool Point(in PointerInput input)
    {
        switch (input.Kind)
        {
            case PointerKind.Press:
                _dragsBar = count() > Seen && input.At.X > Area.Right - (_line / 2);
                if (_dragsBar)
                    DragBar(input.At.Y);
                else if (RowAt(input.At) is >= 0 and int pressed)
                    Choose(pressed, input.Clicks);
                return true;
            case PointerKind.Drag:
                if (_dragsBar)
                    DragBar(input.At.Y);
                return _dragsBar;
            case PointerKind.Release:
                _dragsBar = false;
                return true;
            case PointerKind.Wheel when count() > Seen:
                int before = First;
                _first = Math.Clamp(before - (int)Math.Round(3 * input.Steps), 0, count() - Seen);
                return _first != before;
            case PointerKind.Move or PointerKind.Leave:
                int now = input.Kind == PointerKind.Move ? RowAt(input.At) : -1;
                if (now == _hovered)
                    return false;
                _hovered = now;
                Hover?.Invoke(now);
                return true;
            default:
                return false;
        }
    }

    public override bool Press(Key key, bool isShift)
    {
        if (Keys?.Invoke(key) == true)
            return true;
        if (IsClick(key))
        {
            if (_current < count())
                choose(_current, 1);
            return true;
        }

        int? to = key switch
        {
            Key.Up => _current - 1,
            Key.Down => _current + 1,
            Key.PageUp => _current - Seen,
            Key.PageDown => _current + Seen,
            Key.Home => 0,
            Key.End => count() - 1,
            _ => null,
        };
        if (to is not { } target)
            return false;
        _current = Math.Clamp(target, 0, Math.Max(0, count() - 1));
        _first = Math.Clamp(First, _current - Seen + 1, _current);
        return true;
    }

    private static float LineOf(Pen pen) => 1.5f * pen.Style.Small;

    private static void DrawRow(Pen pen, ListRow row, SKRect area, bool isHovered, bool isCurrent)
    {
        float unit = pen.Style.Unit;
        float size = pen.Style.Small;
        float corner = 0.25f * unit;
        if (row.IsOn)
            pen.Fill(area, PanelStyle.AccentField, corner);
        if (isHovered || isCurrent)
            pen.Fill(area, PanelStyle.HoveredField, corner);
        float x = area.Left + (0.35f * unit);
        if (row.Swatch is { } rgba)
        {
            SKColor colour = new((byte)rgba, (byte)(rgba >> 8), (byte)(rgba >> 16), row.IsDim ? (byte)70 : (byte)255);
            pen.Disc(x + (0.35f * unit), area.MidY, 0.35f * unit, colour);
            x += 1.1f * unit;
        }

        float top = area.MidY - (0.69f * size);
        string value = pen.Fit(pen.SayValue(row.Value ?? string.Empty), size, 0.5f * area.Width);
        float left = pen.TextBefore(value, area.Right - (0.35f * unit), top, size, row.IsDim ? PanelStyle.DimInk : PanelStyle.FaintInk);
        pen.Text(
            pen.Fit(row.IsOwn ? pen.Say(row.Name) : pen.SayValue(row.Name), size, left - (0.5f * unit) - x),
            x,
            top,
            size,
            row.IsDim ? PanelStyle.DimInk : PanelStyle.Ink
        );
    }

    private void Choose(int index, int clicks)
    {
        _current = index;
        choose(index, clicks);
    }

    private int RowAt(SKPoint at)
    {
        int index = First + (int)((at.Y - Area.Top) / _line);
        return Area.Contains(at) && index < Math.Min(count(), First + Seen) ? index : -1;
    }

    private void DragBar(float y)
    {
        float length = Area.Height * Seen / count();
        float place = (y - Area.Top - (length / 2)) / Math.Max(1, Area.Height - length);
        _first = (int)Math.Round(Math.Clamp(place, 0, 1) * (count() - Seen));
    }
}
