using System.Globalization;
using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>
/// A named number in a range: the row fills up to it. Dragging sets it, the wheel and the arrows move it by a hundredth of the range, with
/// Shift by a tenth, a double click, Backspace or Delete puts it back.
/// </summary>
/// <param name="name">What the number is.</param>
/// <param name="get">The number now; outside the range it is shown as it is.</param>
/// <param name="set">Takes a number of the range; may refuse it.</param>
internal sealed class Slider(string name, Func<double> get, Action<double> set) : Widget
{
    private const double FineStep = 0.01;
    private const double CoarseStep = 0.1;

    public double Min { get; init; }

    public double Max { get; init; } = 1;

    /// <summary>A changing range, in place of <see cref="Min"/> and <see cref="Max"/>; null if it is fixed.</summary>
    public Func<(double Min, double Max)>? Range { get; init; }

    /// <summary>Numbers that are marked on the row, for example what is recorded.</summary>
    public Func<IReadOnlyList<int>> Marks { get; init; } = static () => [];

    /// <summary>The value that a double click restores; null: it does nothing.</summary>
    public double? Default { get; init; }

    /// <summary>Whether the scale is logarithmic; the range then begins above 0.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether only whole numbers are set.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Called when dragging or a key press has ended, for work that is too slow for each move; null to ignore.</summary>
    public Action? Settled { get; init; }

    /// <summary>How the number is written.</summary>
    public Func<double, string> Format { get; init; } = static value => value.ToString("G3", CultureInfo.InvariantCulture);

    public override bool TakesFocus => EnabledWhen();

    public override bool TakesFocusByMouse => true;

    /// <summary>The number's place in the range, 0 to 1.</summary>
    public double Place => PlaceOf(get());

    public override float Measure(Pen pen, float width) => pen.Style.Row;

    public override void Draw(Pen pen)
    {
        float corner = 0.35f * pen.Style.Unit;
        float size = pen.Style.Small;
        float gap = 0.5f * pen.Style.Unit;
        pen.Fill(Area, IsHovered && EnabledWhen() ? PanelStyle.HoveredField : PanelStyle.Field, corner);
        SKRect filled = SKRect.Create(Area.Left, Area.Top, (float)Place * Area.Width, Area.Height);
        pen.Clip(filled);
        pen.Fill(Area, EnabledWhen() ? PanelStyle.AccentField : PanelStyle.Field, corner);
        pen.Unclip();
        DrawMarks(pen);
        if (EnabledWhen())
        {
            pen.Fill(
                SKRect.Create(
                    Math.Clamp(filled.Right - 1, Area.Left, Area.Right - (pen.Style.Unit / 7)),
                    Area.Top,
                    pen.Style.Unit / 7,
                    Area.Height
                ),
                PanelStyle.Accent
            );
        }

        float top = Area.MidY - (0.69f * size);
        string value = pen.Fit(pen.Say(Format(get())), size, Area.Width - (2 * gap));
        float left = pen.TextBefore(value, Area.Right - gap, top, size, EnabledWhen() ? PanelStyle.Ink : PanelStyle.DimInk);
        pen.Text(
            pen.Fit(pen.Say(name), size, left - gap - Area.Left - gap),
            Area.Left + gap,
            top,
            size,
            EnabledWhen() ? PanelStyle.FaintInk : PanelStyle.DimInk
        );
        DrawFocus(pen, corner);
    }

    public override bool Point(in PointerInput input)
    {
        if (!EnabledWhen())
            return input.Kind is PointerKind.Press or PointerKind.Release;
        switch (input.Kind)
        {
            case PointerKind.Press when input.Clicks == 2:
                PutBack();
                return true;
            case PointerKind.Press or PointerKind.Drag:
                SetPlace((input.At.X - Area.Left) / Math.Max(1, Area.Width));
                return true;
            case PointerKind.Release:
                Settled?.Invoke();
                return true;
            default:
                return false;
        }
    }

    public override bool Press(Key key, bool isShift)
    {
        switch (key)
        {
            case Key.Left or Key.Right:
                Step((key == Key.Right ? 1 : -1) * (isShift ? CoarseStep : FineStep));
                break;
            case Key.Home:
                SetPlace(0);
                break;
            case Key.End:
                SetPlace(1);
                break;
            case Key.Backspace or Key.Delete:
                PutBack();
                break;
            default:
                return false;
        }

        Settled?.Invoke();
        return true;
    }

    private double PlaceOf(double value)
    {
        (double min, double max) = Bounds();
        double place = IsLogarithmic ? Math.Log(value / min) / Math.Log(max / min) : (value - min) / (max - min);
        return double.IsFinite(place) ? Math.Clamp(place, 0, 1) : 0;
    }

    private (double Min, double Max) Bounds() => Range?.Invoke() ?? (Min, Max);

    private void DrawMarks(Pen pen)
    {
        // Marks closer than this would merge into a line.
        float nearest = 0.25f * pen.Style.Unit;
        float last = float.NegativeInfinity;
        foreach (int mark in Marks())
        {
            float x = Area.Left + ((float)PlaceOf(mark) * Area.Width);
            if (x < last + nearest)
                continue;
            last = x;
            pen.Fill(SKRect.Create(x - 0.5f, Area.Bottom - (0.3f * pen.Style.Unit), 1, 0.3f * pen.Style.Unit), PanelStyle.HoveredField);
        }
    }

    private void PutBack()
    {
        if (Default is { } value)
            set(value);
    }

    private void Step(double share)
    {
        double before = get();
        SetPlace(Place + share);

        // A whole number moves by at least one.
        (double min, double max) = Bounds();
        if (IsWhole && Math.Abs(get() - before) < 0.5)
            set(Math.Clamp(Math.Round(before) + Math.Sign(share), min, max));
    }

    private void SetPlace(double place)
    {
        (double min, double max) = Bounds();
        double at = Math.Clamp(double.IsFinite(place) ? place : 0, 0, 1);

        // The ends are exact, despite the logarithm's rounding.
        double value = at switch
        {
            0 => min,
            1 => max,
            _ => IsLogarithmic ? min * Math.Pow(max / min, at) : min + (at * (max - min)),
        };
        set(IsWhole ? Math.Round(value) : value);
    }
}
