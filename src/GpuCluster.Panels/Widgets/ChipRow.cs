using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>Short texts in frames, in as many lines as they need. The cross of each removes it, a click on its text edits it.</summary>
/// <param name="texts">What they say.</param>
/// <param name="remove">Called with the place of a removed one.</param>
/// <param name="edit">Called with the place of one that is edited.</param>
internal sealed class ChipRow(Func<IReadOnlyList<string>> texts, Action<int> remove, Action<int> edit) : Widget
{
    private readonly List<(SKRect Area, SKRect Cross)> _chips = [];
    private SKPoint _cursor = new(-1, -1);
    private int _current;

    public override bool TakesFocus => texts().Count > 0;

    public override float Measure(Pen pen, float width)
    {
        List<(string Text, SKRect Area)> places = Places(pen, width);
        return places.Count == 0 ? 0 : places[^1].Area.Bottom;
    }

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        float size = pen.Style.Small;
        _chips.Clear();
        foreach ((string text, SKRect place) in Places(pen, Area.Width))
        {
            SKRect area = place;
            area.Offset(Area.Left, Area.Top);
            SKRect cross = SKRect.Create(area.Right - (1.2f * unit), area.Top, 1.2f * unit, area.Height);
            bool isCurrent = IsFocused && _current == _chips.Count;
            pen.Fill(area, area.Contains(_cursor) || isCurrent ? PanelStyle.AccentField : PanelStyle.HoveredField, 0.6f * unit);
            pen.Text(text, area.Left + (0.5f * unit), area.MidY - (0.69f * size), size, PanelStyle.Ink);
            SKColor ink = cross.Contains(_cursor) ? PanelStyle.Ink : PanelStyle.FaintInk;
            (float x, float y, float half) = (cross.MidX - (0.1f * unit), cross.MidY, 0.22f * unit);
            pen.Line([new SKPoint(x - half, y - half), new SKPoint(x + half, y + half)], ink, Math.Max(1, unit / 10));
            pen.Line([new SKPoint(x - half, y + half), new SKPoint(x + half, y - half)], ink, Math.Max(1, unit / 10));
            _chips.Add((area, cross));
        }

        DrawFocus(pen, 0.35f * unit);
    }

    public override bool Point(in PointerInput input)
    {
        switch (input.Kind)
        {
            case PointerKind.Release:
                SKPoint at = input.At;
                int chip = _chips.FindIndex(one => one.Area.Contains(at));
                if (chip >= 0 && _chips[chip].Cross.Contains(at))
                    remove(chip);
                else if (chip >= 0)
                    edit(chip);
                return true;
            case PointerKind.Move or PointerKind.Leave:
                _cursor = input.Kind == PointerKind.Move ? input.At : new SKPoint(-1, -1);
                return true;
            default:
                return input.Kind == PointerKind.Press;
        }
    }

    public override bool Press(Key key, bool isShift)
    {
        _current = Math.Clamp(_current, 0, Math.Max(0, texts().Count - 1));
        switch (key)
        {
            case Key.Left:
                _current = Math.Max(0, _current - 1);
                return true;
            case Key.Right:
                _current = Math.Min(texts().Count - 1, _current + 1);
                return true;
            case Key.Delete or Key.Backspace:
                remove(_current);
                return true;
            default:
                if (!IsClick(key))
                    return false;
                edit(_current);
                return true;
        }
    }

    private List<(string Text, SKRect Area)> Places(Pen pen, float width)
    {
        float unit = pen.Style.Unit;
        (float x, float y) = (0, 0);
        List<(string, SKRect)> places = [];
        foreach (string whole in texts())
        {
            string text = pen.Fit(whole, pen.Style.Small, width - (1.8f * unit));
            float needed = pen.Measure(text, pen.Style.Small) + (1.8f * unit);
            if (x > 0 && x + needed > width)
                (x, y) = (0, y + (1.75f * unit));
            places.Add((text, SKRect.Create(x, y, needed, 1.45f * unit)));
            x += needed + pen.Style.Gap;
        }

        return places;
    }
}
