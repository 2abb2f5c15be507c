using System.Globalization;
using System.Text;
using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A line of text input, in any script. The caret walks and deletes by user-perceived characters.</summary>
/// <param name="hint">Shown while it is empty.</param>
/// <param name="changed">Called on every change.</param>
internal sealed class TextField(string hint, Action<string> changed) : Widget
{
    private int _caret;

    /// <summary>Called on Enter; null to ignore.</summary>
    public Action<string>? Entered { get; init; }

    /// <summary>The part of the text that is at fault, underlined; null for none.</summary>
    public Func<(int Position, int Length)?> Fault { get; init; } = static () => null;

    public string Text { get; private set; } = string.Empty;

    /// <summary>Where the next character goes, in UTF-16 units from the beginning.</summary>
    public int Caret => _caret;

    public override bool TakesFocus => EnabledWhen();

    public override bool TakesFocusByMouse => true;

    public override bool TakesText => true;

    /// <summary>Replaces the text.</summary>
    public void Set(string text)
    {
        Text = text;
        _caret = text.Length;
        changed(text);
    }

    public override float Measure(Pen pen, float width) => pen.Style.Row;

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        float size = pen.Style.Small;
        float corner = 0.35f * unit;
        pen.Fill(Area, (IsHovered && EnabledWhen()) || IsFocused ? PanelStyle.HoveredField : PanelStyle.Field, corner);
        SKRect inside = SKRect.Inflate(Area, -0.5f * unit, 0);
        float top = Area.MidY - (0.69f * size);
        if (Text.Length == 0)
            pen.Text(pen.Fit(pen.Say(hint), size, inside.Width), inside.Left, top, size, PanelStyle.DimInk);

        // The text moves left when the caret would leave the field.
        float caret = pen.Measure(Text[.._caret], size);
        float shift = Math.Max(0, caret - inside.Width + (unit / 7));
        pen.Clip(inside);
        pen.Text(Text, inside.Left - shift, top, size, PanelStyle.Ink);
        DrawFault(pen, inside.Left - shift);
        if (IsFocused)
        {
            pen.Fill(
                SKRect.Create(inside.Left - shift + caret, Area.MidY - (0.6f * size), Math.Max(1, unit / 10), 1.2f * size),
                PanelStyle.Accent
            );
        }

        pen.Unclip();
        DrawFocus(pen, corner);
    }

    public override bool Point(in PointerInput input) => input.Kind is PointerKind.Press or PointerKind.Release;

    public override bool Press(Key key, bool isShift)
    {
        switch (key)
        {
            case Key.Left:
                _caret = Before(_caret);
                return true;
            case Key.Right:
                _caret = After(_caret);
                return true;
            case Key.Home:
                _caret = 0;
                return true;
            case Key.End:
                _caret = Text.Length;
                return true;
            case Key.Backspace:
                Remove(Before(_caret), _caret);
                return true;
            case Key.Delete:
                Remove(_caret, After(_caret));
                return true;
            case Key.Enter:
                Entered?.Invoke(Text);
                return true;
            default:
                return false;
        }
    }

    public override void Type(Rune character)
    {
        if (Rune.IsControl(character))
            return;
        string text = character.ToString();
        Text = Text.Insert(_caret, text);
        _caret += text.Length;
        changed(Text);
    }

    private void DrawFault(Pen pen, float left)
    {
        if (Fault() is not { } fault)
            return;
        float unit = pen.Style.Unit;
        float size = pen.Style.Small;
        int from = Math.Clamp(fault.Position, 0, Text.Length);
        int to = Math.Clamp(fault.Position + fault.Length, from, Text.Length);
        float begin = pen.Measure(Text[..from], size);
        float width = Math.Max(0.5f * unit, pen.Measure(Text[from..to], size));
        pen.Fill(SKRect.Create(left + begin, Area.MidY + (0.62f * size), width, Math.Max(1, unit / 8)), PanelStyle.Warning);
    }

    private int Before(int caret)
    {
        int before = 0;
        foreach (int start in StringInfo.ParseCombiningCharacters(Text))
        {
            if (start < caret)
                before = start;
        }

        return before;
    }

    private int After(int caret) =>
        StringInfo.ParseCombiningCharacters(Text).Where(start => start > caret).DefaultIfEmpty(Text.Length).First();

    private void Remove(int from, int to)
    {
        if (from == to)
            return;
        Text = Text.Remove(from, to - from);
        _caret = from;
        changed(Text);
    }
}
