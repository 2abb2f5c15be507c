using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A sheet of pictures that scrolls and draws only what is seen. A click chooses, the arrows walk.</summary>
/// <param name="shelf">The source of the pictures; null if the data has none: frames replace them.</param>
/// <param name="samples">The samples, in their order.</param>
/// <param name="look">The caption and the colour of a sample, and whether it is selected.</param>
/// <param name="height">Its height in pixels.</param>
/// <param name="choose">Called with a chosen sample, and whether it is added to the selection.</param>
internal sealed class PictureGrid(
    PanelThumbnails? shelf,
    Func<IReadOnlyList<int>> samples,
    Func<int, (string Caption, uint? Rgba, bool IsOn)> look,
    Func<float> height,
    Action<int, bool> choose
) : Widget
{
    /// <summary>Captions whose cut form is kept: those that fit while the sheet scrolls.</summary>
    private const int MaxFitted = 2_000;

    private readonly Dictionary<(string Caption, float Width), string> _fitted = [];
    private readonly ScaledImages _scaled = new();
    private float _scroll;
    private float _step = 1;
    private float _rowHeight = 1;
    private int _columns = 1;
    private int _hovered = -1;
    private int _current;
    private bool _dragsBar;

    /// <summary>Edge of a picture in text sizes.</summary>
    public float Edge { get; set; } = 6;

    /// <summary>Called with a key before the sheet uses it; true if it was used.</summary>
    public Func<Key, bool> Keys { get; init; } = static _ => false;

    public override bool TakesFocus => samples().Count > 0;

    public override bool TakesFocusByMouse => true;

    private float Whole => (samples().Count + _columns - 1) / _columns * _rowHeight;

    public override float Measure(Pen pen, float width) => Math.Max(4 * pen.Style.Unit, height());

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        float size = 0.72f * unit;

        // Whole pixels, which are filled much faster than shares of them.
        float edge = MathF.Round(Edge * unit);
        IReadOnlyList<int> all = samples();
        float width = Area.Width - (0.8f * unit);
        _columns = Math.Max(1, (int)(width / (edge + (0.4f * unit))));
        _step = width / _columns;
        _rowHeight = edge + (0.3f * unit) + (1.4f * size);
        _scroll = Math.Clamp(_scroll, 0, Math.Max(0, Whole - Area.Height));
        int first = (int)(_scroll / _rowHeight) * _columns;
        int last = Math.Min(all.Count, ((int)((_scroll + Area.Height) / _rowHeight) + 1) * _columns);
        pen.Clip(Area);
        // The last first: the newest request is answered first, and people read from the top.
        for (int i = last - 1; i >= first; i--)
        {
            SKRect cell = SKRect.Create(
                Area.Left + (i % _columns * _step),
                Area.Top + (i / _columns * _rowHeight) - _scroll,
                _step,
                _rowHeight
            );
            DrawCell(pen, all[i], SKRect.Create(MathF.Round(cell.MidX - (edge / 2)), MathF.Round(cell.Top + (0.1f * unit)), edge, edge), i);
        }

        if (Whole > Area.Height)
        {
            float length = Math.Max(unit, Area.Height * Area.Height / Whole);
            float top = Area.Top + ((Area.Height - length) * _scroll / (Whole - Area.Height));
            pen.Fill(SKRect.Create(Area.Right - (0.4f * unit), Area.Top, 0.3f * unit, Area.Height), PanelStyle.Field, 0.15f * unit);
            pen.Fill(
                SKRect.Create(Area.Right - (0.4f * unit), top, 0.3f * unit, length),
                _dragsBar ? PanelStyle.Accent : PanelStyle.DimInk,
                0.15f * unit
            );
        }

        pen.Unclip();
        DrawFocus(pen, 0.2f * unit);
    }

    public override bool Point(in PointerInput input)
    {
        switch (input.Kind)
        {
            case PointerKind.Press:
                _dragsBar = Whole > Area.Height && input.At.X > Area.Left + (_columns * _step);
                if (_dragsBar)
                {
                    DragBar(input.At.Y);
                }
                else if (IndexAt(input.At) is >= 0 and int at)
                {
                    _current = at;
                    choose(samples()[at], input.IsShift || input.IsControl);
                }

                return true;
            case PointerKind.Drag:
                if (_dragsBar)
                    DragBar(input.At.Y);
                return _dragsBar;
            case PointerKind.Release:
                _dragsBar = false;
                return true;
            case PointerKind.Wheel:
                _scroll = Math.Clamp(_scroll - (input.Steps * _rowHeight), 0, Math.Max(0, Whole - Area.Height));
                return true;
            case PointerKind.Move or PointerKind.Leave:
                int now = input.Kind == PointerKind.Move ? IndexAt(input.At) : -1;
                bool isChanged = now != _hovered;
                _hovered = now;
                return isChanged;
            default:
                return false;
        }
    }

    public override bool Press(Key key, bool isShift)
    {
        if (Keys(key))
            return true;
        int rows = Math.Max(1, (int)(Area.Height / _rowHeight));
        int? to = key switch
        {
            Key.Left => _current - 1,
            Key.Right => _current + 1,
            Key.Up => _current - _columns,
            Key.Down => _current + _columns,
            Key.PageUp => _current - (rows * _columns),
            Key.PageDown => _current + (rows * _columns),
            Key.Home => 0,
            Key.End => samples().Count - 1,
            _ => null,
        };
        if (to is not { } target || samples().Count == 0)
            return false;
        _current = Math.Clamp(target, 0, samples().Count - 1);
        float top = _current / _columns * _rowHeight;
        _scroll = Math.Clamp(_scroll, top + _rowHeight - Area.Height, top);
        choose(samples()[_current], isShift);
        return true;
    }

    private void DrawCell(Pen pen, int sample, SKRect picture, int place)
    {
        float unit = pen.Style.Unit;
        float size = 0.72f * unit;
        (string caption, uint? rgba, bool isOn) = look(sample);
        pen.Fill(picture, new SKColor(0, 0, 0, 120));
        if (shelf?.Find(sample, picture.Width) is { } image)
        {
            SKImage scaled = _scaled.Of(sample, image, (int)picture.Width);
            pen.Image(scaled, SKRect.Create(picture.Width, picture.Height), picture, isSmooth: false);
        }

        bool isMarked = isOn || place == _hovered || (IsFocused && place == _current);
        pen.Frame(picture, isMarked ? PanelStyle.Accent : PanelStyle.Edge, Math.Max(1, unit / (isMarked ? 6 : 14)), 0.15f * unit);
        float left = picture.Left;
        if (rgba is { } colour)
        {
            pen.Disc(
                left + (0.3f * size),
                picture.Bottom + (0.75f * size),
                0.3f * size,
                new SKColor((byte)colour, (byte)(colour >> 8), (byte)(colour >> 16))
            );
            left += 0.9f * size;
        }

        pen.Text(Fit(pen, caption, size, picture.Right - left), left, picture.Bottom + (0.06f * size), size, PanelStyle.FaintInk);
    }

    // Measuring text takes most of a frame that scrolls; the size of the text follows from the width.
    private string Fit(Pen pen, string caption, float size, float width)
    {
        if (_fitted.TryGetValue((caption, width), out string? known))
            return known;
        if (_fitted.Count >= MaxFitted)
            _fitted.Clear();
        return _fitted[(caption, width)] = pen.Fit(caption, size, width);
    }

    private int IndexAt(SKPoint at)
    {
        int column = (int)((at.X - Area.Left) / _step);
        int index = ((int)((at.Y - Area.Top + _scroll) / _rowHeight) * _columns) + column;
        return Area.Contains(at) && column < _columns && index < samples().Count ? index : -1;
    }

    private void DragBar(float y)
    {
        float length = Area.Height * Area.Height / Math.Max(1, Whole);
        float place = (y - Area.Top - (length / 2)) / Math.Max(1, Area.Height - length);
        _scroll = Math.Clamp(place, 0, 1) * Math.Max(0, Whole - Area.Height);
    }
}
